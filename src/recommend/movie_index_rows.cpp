#include "recommend/movie_index_rows.hpp"

#include "recommend/title_series.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace kinora {
namespace {

/// Labels that nobody wrote down, for each film: docs/ranking.md has what they do.
constexpr LabelIndexBuilder::Weighing kSomeUnseen = {.unseen = 4};
constexpr LabelIndexBuilder::Weighing kSomeUnseenNoStopWords = {.unseen = 4, .most_frequent = 0.1};

std::vector<std::uint32_t> rows_sorted_by_id(std::span<const std::int64_t> ids) {
  std::vector<std::uint32_t> rows(ids.size());
  std::iota(rows.begin(), rows.end(), std::uint32_t{0});
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return ids[a] < ids[b]; });
  return rows;
}

/// MovieIndex::middle_votes and mean_rating.
std::array<float, 2> summarise_votes(std::span<const std::int64_t> vote_counts, std::span<const float> vote_averages) {
  double votes = 0;
  double logs = 0;
  double ratings = 0;
  double rated = 0;
  for (std::size_t row = 0; row < vote_counts.size(); ++row) {
    const auto count = static_cast<double>(vote_counts[row]);
    if (count <= 0) continue;
    votes += count;
    logs += count * std::log1p(count);
    if (std::isnan(vote_averages[row])) continue;
    ratings += static_cast<double>(vote_averages[row]);
    ++rated;
  }
  return {votes > 0 ? static_cast<float>(std::expm1(logs / votes)) : 0, rated > 0 ? static_cast<float>(ratings / rated) : 0};
}

template <class T>
void append_rows(std::vector<T>& values, std::span<const T> column, std::span<const std::size_t> rows) {
  for (const std::size_t row : rows) values.push_back(column[row]);
}

template <class T>
void append_all(std::vector<T>& values, std::span<const T> column) {
  values.insert(values.end(), column.begin(), column.end());
}

}  // namespace

void MovieIndexRows::append(const MovieIndex& index, std::span<const std::size_t> rows) {
  append_rows(ids_, index.ids(), rows);
  append_rows(source_rows_, index.source_rows(), rows);
  append_rows(years_, index.years(), rows);
  append_rows(vote_counts_, index.vote_counts(), rows);
  append_rows(vote_averages_, index.vote_averages(), rows);
  append_rows(runtimes_, index.runtimes_minutes(), rows);
  for (const std::size_t row : rows) {
    titles_.append(index.title(row));
    genres_predicted_.push_back(index.genres_predicted(row) ? 1 : 0);
  }
  genres_.append(index.genres(), rows);
  keywords_.append(index.keywords(), rows);
  plots_.append(index.plots(), rows);
  people_.append(index.people(), rows);
  collections_.append(index.collections(), rows);
}

void MovieIndexRows::append(const MovieIndexSource& source) {
  const Catalogue& catalogue = source.catalogue;
  append_all<std::int64_t>(ids_, catalogue.ids);
  append_all<std::uint32_t>(source_rows_, catalogue.source_rows);
  append_all<std::int32_t>(years_, catalogue.years);
  append_all<std::int64_t>(vote_counts_, catalogue.vote_counts);
  append_all<float>(vote_averages_, catalogue.vote_averages);
  append_all<float>(runtimes_, catalogue.runtimes_minutes);
  append_all<std::uint8_t>(genres_predicted_, source.genres_predicted);
  for (std::size_t row = 0; row < catalogue.size(); ++row) titles_.append(catalogue.titles[row]);
  genres_.append({&source.genres});
  keywords_.append({&catalogue.keywords});
  plots_.append(source.plots.documents, source.plots.tokens);
  people_.append({&catalogue.directors, &catalogue.cast});
  collections_.append({&catalogue.collections});
}

Result<void> MovieIndexRows::write(FileSystem& files, const std::filesystem::path& path) {
  const std::vector<std::uint32_t> rows_by_id = rows_sorted_by_id(ids_);
  const std::array<float, 2> vote_summary = summarise_votes(vote_counts_, vote_averages_);
  SafetensorsWriter file;
  LabelIndexBuilder builder;
  file.add("ids", std::span<const std::int64_t>(ids_));
  file.add("rows_by_id", std::span<const std::uint32_t>(rows_by_id));
  file.add("source_rows", std::span<const std::uint32_t>(source_rows_));
  file.add("years", std::span<const std::int32_t>(years_));
  file.add("vote_counts", std::span<const std::int64_t>(vote_counts_));
  file.add("vote_averages", std::span<const float>(vote_averages_));
  file.add("runtimes", std::span<const float>(runtimes_));
  file.add("vote_summary", std::span<const float>(vote_summary));
  file.add("genres_predicted", std::span<const std::uint8_t>(genres_predicted_));
  builder.add_texts(file, "titles", titles_);
  builder.add(file, "genres", genres_.take_source(), {});
  builder.add(file, "keywords", keywords_.take_source(), kSomeUnseen);
  builder.add(file, "plots", plots_.take_source(), kSomeUnseenNoStopWords);
  builder.add(file, "people", people_.take_source(), kSomeUnseen);
  TitleSeries series = TitleSeries::of(titles_);
  builder.add_weighted(
      file, "series",
      {.rows = size(), .ends = std::move(series.ends), .labels = std::move(series.labels), .names = &series.names},
      std::move(series.weights));
  builder.add(file, "collections", collections_.take_source(), {});
  file.set_metadata("format", kMovieIndexFormat);
  return file.write(files, path);
}

}  // namespace kinora
