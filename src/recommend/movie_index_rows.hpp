#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "recommend/label_rows.hpp"
#include "recommend/movie_index.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace kinora {

/// The films of a movie index before it is written: some of another index's, those of a catalogue, or both, one after the other.
/// What depends on all films (weights, series, means) is made of them together when they are written, so that an index that
/// films were added to is the one that a build of all of them would write.
class MovieIndexRows {
 public:
  /// The films of these rows, in the order given.
  void append(const MovieIndex& index, std::span<const std::size_t> rows);
  void append(const MovieIndexSource& source);

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] std::span<const std::int64_t> ids() const { return ids_; }
  [[nodiscard]] const StringColumn& titles() const { return titles_; }
  [[nodiscard]] std::span<const std::int64_t> vote_counts() const { return vote_counts_; }

  /// Writes the index. The labels are handed over: to be called once.
  [[nodiscard]] Result<void> write(FileSystem& files, const std::filesystem::path& path);

 private:
  std::vector<std::int64_t> ids_;
  std::vector<std::uint32_t> source_rows_;
  StringColumn titles_;
  std::vector<std::int32_t> years_;
  std::vector<std::int64_t> vote_counts_;
  std::vector<float> vote_averages_, runtimes_;
  std::vector<std::uint8_t> genres_predicted_;
  LabelRows genres_, keywords_, plots_, people_, collections_;
};

}  // namespace kinora
