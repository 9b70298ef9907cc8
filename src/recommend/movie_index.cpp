#include "recommend/movie_index.hpp"

#include "base/try.hpp"
#include "recommend/movie_index_rows.hpp"

#include <algorithm>

namespace kinora {
namespace {

Result<void> check_version(const SafetensorsFile& file, const std::string& name) {
  const auto found = file.metadata().find("format");
  if (found != file.metadata().end() && found->second == kMovieIndexFormat) return {};
  return fail({.code = ErrorCode::kBundleForeign,
               .what = "the movie index is of another version",
               .where = name,
               .expected = kMovieIndexFormat,
               .found = found == file.metadata().end() ? "none" : found->second,
               .next_step = "Build the bundle again"});
}

}  // namespace

Result<void> MovieIndex::write(FileSystem& files, const std::filesystem::path& path, const MovieIndexSource& source) {
  MovieIndexRows rows;
  rows.append(source);
  return rows.write(files, path);
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
