#include "recommend/movie_index.hpp"

#include "base/try.hpp"

#include <algorithm>
#include <numeric>

namespace kinora {
namespace {

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
  file.add("genres_predicted", source.genres_predicted);
  builder.add_texts(file, "titles", catalogue.titles);
  builder.add(file, "genres", label_source(source.genres));
  builder.add(file, "keywords", label_source(catalogue.keywords));
  builder.add(file, "plots", plot_source(source.plots));
  builder.add(file, "people", label_source(people));
  builder.add(file, "collections", label_source(catalogue.collections));
  file.set_metadata("format", "kinora movie index 1");
  return file.write(files, path);
}

Result<MovieIndex> MovieIndex::open(FileSystem& files, const std::filesystem::path& path) {
  MovieIndex index;
  KINORA_TRY(index.file_, SafetensorsFile::open(files, path));
  const SafetensorsFile& file = index.file_;
  KINORA_TRY(index.ids_, file.array<std::int64_t>("ids"));
  KINORA_TRY(index.rows_by_id_, file.array<std::uint32_t>("rows_by_id"));
  KINORA_TRY(index.source_rows_, file.array<std::uint32_t>("source_rows"));
  KINORA_TRY(index.years_, file.array<std::int32_t>("years"));
  KINORA_TRY(index.vote_counts_, file.array<std::int64_t>("vote_counts"));
  KINORA_TRY(index.vote_averages_, file.array<float>("vote_averages"));
  KINORA_TRY(index.genres_predicted_, file.array<std::uint8_t>("genres_predicted"));
  KINORA_TRY(index.titles_, TextTable::open(file, "titles"));
  const std::size_t rows = index.ids_.size();
  for (const std::size_t size :
       {index.rows_by_id_.size(), index.source_rows_.size(), index.years_.size(), index.vote_counts_.size(),
        index.vote_averages_.size(), index.genres_predicted_.size(), index.titles_.size()})
    if (size != rows || rows == 0)
      return fail({.code = ErrorCode::kBundleCorrupt,
                   .what = "its columns have not one value a film",
                   .where = path.string(),
                   .next_step = "Build the bundle again"});
  for (const std::uint32_t row : index.rows_by_id_)
    if (row >= rows)
      return fail({.code = ErrorCode::kBundleCorrupt, .what = "an id points past the last film", .where = path.string()});
  KINORA_TRY(index.genres_, LabelIndex::open(file, "genres", rows));
  KINORA_TRY(index.keywords_, LabelIndex::open(file, "keywords", rows));
  KINORA_TRY(index.plots_, LabelIndex::open(file, "plots", rows));
  KINORA_TRY(index.people_, LabelIndex::open(file, "people", rows));
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
  const auto found = std::lower_bound(rows_by_id_.begin(), rows_by_id_.end(), id,
                                      [this](std::uint32_t row, std::int64_t wanted) { return ids_[row] < wanted; });
  if (found == rows_by_id_.end() || ids_[*found] != id) return std::nullopt;
  return *found;
}

std::size_t MovieIndex::best_known() const {
  return static_cast<std::size_t>(std::max_element(vote_counts_.begin(), vote_counts_.end()) - vote_counts_.begin());
}

}  // namespace kinora
