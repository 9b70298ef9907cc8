#include "recommend/movie_index.hpp"

#include "base/try.hpp"
#include "recommend/title_series.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

constexpr const char* kFormat = "kinora movie index 2";
/// Labels that nobody wrote down, for each film: docs/ranking.md has what they do.
constexpr LabelIndexBuilder::Weighing kSomeUnseen = {.unseen = 4};
constexpr LabelIndexBuilder::Weighing kSomeUnseenNoStopWords = {.unseen = 4, .most_frequent = 0.1};

/// Directors and cast as one set of people.
LabelColumn join_people(const Catalogue& catalogue) {
  LabelColumn people;
  std::vector<std::string> names;
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    names = catalogue.directors.names(row);
    for (std::string& actor : catalogue.cast.names(row)) names.push_back(std::move(actor));
    people.append(names);
  }
  return people;
}

std::vector<std::uint32_t> rows_sorted_by_id(std::span<const std::int64_t> ids) {
  std::vector<std::uint32_t> rows(ids.size());
  std::iota(rows.begin(), rows.end(), std::uint32_t{0});
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return ids[a] < ids[b]; });
  return rows;
}

LabelIndexBuilder::Source plot_source(const TokenizedDocuments& plots) {
  return {.rows = plots.size(), .ends = plots.documents.ends, .labels = plots.documents.words, .names = &plots.tokens};
}

/// MovieIndex::middle_votes and mean_rating.
std::array<float, 2> summarise_votes(const Catalogue& catalogue) {
  double votes = 0;
  double logs = 0;
  double ratings = 0;
  double rated = 0;
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    const auto count = static_cast<double>(catalogue.vote_counts[row]);
    if (count <= 0) continue;
    votes += count;
    logs += count * std::log1p(count);
    if (std::isnan(catalogue.vote_averages[row])) continue;
    ratings += static_cast<double>(catalogue.vote_averages[row]);
    ++rated;
  }
  return {votes > 0 ? static_cast<float>(std::expm1(logs / votes)) : 0, rated > 0 ? static_cast<float>(ratings / rated) : 0};
}

Result<void> check_version(const SafetensorsFile& file, const std::string& name) {
  const auto found = file.metadata().find("format");
  if (found != file.metadata().end() && found->second == kFormat) return {};
  return fail({.code = ErrorCode::kBundleForeign,
               .what = "the movie index is of another version",
               .where = name,
               .expected = kFormat,
               .found = found == file.metadata().end() ? "none" : found->second,
               .next_step = "Build the bundle again"});
}

}  // namespace

Result<void> MovieIndex::write(FileSystem& files, const std::filesystem::path& path, const MovieIndexSource& source) {
  const Catalogue& catalogue = source.catalogue;
  const LabelColumn people = join_people(catalogue);
  const std::vector<std::uint32_t> rows_by_id = rows_sorted_by_id(catalogue.ids);
  SafetensorsWriter file;
  LabelIndexBuilder builder;
  file.add("ids", std::span<const std::int64_t>(catalogue.ids));
  file.add("rows_by_id", std::span<const std::uint32_t>(rows_by_id));
  file.add("source_rows", std::span<const std::uint32_t>(catalogue.source_rows));
  file.add("years", std::span<const std::int32_t>(catalogue.years));
  file.add("vote_counts", std::span<const std::int64_t>(catalogue.vote_counts));
  file.add("vote_averages", std::span<const float>(catalogue.vote_averages));
  file.add("runtimes", std::span<const float>(catalogue.runtimes_minutes));
  const std::array<float, 2> vote_summary = summarise_votes(catalogue);
  file.add("vote_summary", std::span<const float>(vote_summary));
  file.add("genres_predicted", source.genres_predicted);
  builder.add_texts(file, "titles", catalogue.titles);
  builder.add(file, "genres", label_source(source.genres), {});
  builder.add(file, "keywords", label_source(catalogue.keywords), kSomeUnseen);
  builder.add(file, "plots", plot_source(source.plots), kSomeUnseenNoStopWords);
  builder.add(file, "people", label_source(people), kSomeUnseen);
  TitleSeries series = TitleSeries::of(catalogue.titles);
  builder.add_weighted(
      file, "series",
      {.rows = catalogue.size(), .ends = std::move(series.ends), .labels = std::move(series.labels), .names = &series.names},
      std::move(series.weights));
  builder.add(file, "collections", label_source(catalogue.collections), {});
  file.set_metadata("format", kFormat);
  return file.write(files, path);
}

Result<MovieIndex> MovieIndex::open(FileSystem& files, const std::filesystem::path& path) {
  KINORA_TRY(SafetensorsFile file, SafetensorsFile::open(files, path));
  return view(std::move(file), path.string());
}

Result<MovieIndex> MovieIndex::parse(std::span<const std::byte> bytes, const std::string& name) {
  KINORA_TRY(SafetensorsFile file, SafetensorsFile::parse(bytes, name));
  return view(std::move(file), name);
}

Result<MovieIndex> MovieIndex::view(SafetensorsFile opened, const std::string& name) {
  MovieIndex index;
  index.file_ = std::move(opened);
  const SafetensorsFile& file = index.file_;
  KINORA_TRY_VOID(check_version(file, name));
  KINORA_TRY(index.ids_, file.array<std::int64_t>("ids"));
  KINORA_TRY(index.rows_by_id_, file.array<std::uint32_t>("rows_by_id"));
  KINORA_TRY(index.source_rows_, file.array<std::uint32_t>("source_rows"));
  KINORA_TRY(index.years_, file.array<std::int32_t>("years"));
  KINORA_TRY(index.vote_counts_, file.array<std::int64_t>("vote_counts"));
  KINORA_TRY(index.vote_averages_, file.array<float>("vote_averages"));
  KINORA_TRY(index.runtimes_, file.array<float>("runtimes"));
  KINORA_TRY(index.vote_summary_, file.array<float>("vote_summary"));
  KINORA_TRY(index.genres_predicted_, file.array<std::uint8_t>("genres_predicted"));
  KINORA_TRY(index.titles_, TextTable::open(file, "titles"));
  const std::size_t rows = index.ids_.size();
  for (const std::size_t size :
       {index.rows_by_id_.size(), index.source_rows_.size(), index.years_.size(), index.vote_counts_.size(),
        index.vote_averages_.size(), index.runtimes_.size(), index.genres_predicted_.size(), index.titles_.size()})
    if (size != rows || rows == 0 || index.vote_summary_.size() != 2)
      return fail({.code = ErrorCode::kBundleCorrupt,
                   .what = "its columns have not one value a film",
                   .where = name,
                   .next_step = "Build the bundle again"});
  KINORA_TRY(index.genres_, LabelIndex::open(file, "genres", rows));
  KINORA_TRY(index.keywords_, LabelIndex::open(file, "keywords", rows));
  KINORA_TRY(index.plots_, LabelIndex::open(file, "plots", rows));
  KINORA_TRY(index.people_, LabelIndex::open(file, "people", rows));
  KINORA_TRY(index.series_, LabelIndex::open(file, "series", rows));
  KINORA_TRY(index.collections_, LabelIndex::open(file, "collections", rows));
  return index;
}

std::vector<std::string> MovieIndex::genre_names(std::size_t row) const {
  std::vector<std::string> names;
  for (const std::uint32_t label : genres_[row]) names.emplace_back(genres_.names[label]);
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::size_t> MovieIndex::find_id(std::int64_t id) const {
  const auto less = [this](std::uint32_t row, std::int64_t wanted) { return row < size() && ids_[row] < wanted; };
  const auto found = std::lower_bound(rows_by_id_.begin(), rows_by_id_.end(), id, less);
  if (found == rows_by_id_.end() || *found >= size() || ids_[*found] != id) return std::nullopt;
  return *found;
}

std::size_t MovieIndex::best_known() const {
  return static_cast<std::size_t>(std::max_element(vote_counts_.begin(), vote_counts_.end()) - vote_counts_.begin());
}

}  // namespace kinora
