#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "recommend/label_index.hpp"
#include "tensors/safetensors.hpp"
#include "text/documents.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

inline constexpr const char* kMovieIndexFormat = "kinora movie index 2";

/// What the index of a bundle is made from. `genres` has a row for each film: the catalogue's, or predicted ones where
/// `genres_predicted` is 1. `plots` are the tokens of tagline and overview.
struct MovieIndexSource {
  const Catalogue& catalogue;
  const LabelColumn& genres;
  std::span<const std::uint8_t> genres_predicted;
  const TokenizedDocuments& plots;
};

/// All that ranking and showing a film need, by row, in one mapped safetensors file (docs/formats/movie-index.md): a question
/// reads it without parsing the catalogue. Immutable and thread-safe.
class MovieIndex {
 public:
  /// See also MovieIndexRows, which writes films of several places.
  static Result<void> write(FileSystem& files, const std::filesystem::path& path, const MovieIndexSource& source);
  /// Checks the hash of the file and the sizes of its arrays: kBundleCorrupt. Offsets and labels are checked where they are used,
  /// so that no access leaves the file. kBundleForeign for an index of another version.
  static Result<MovieIndex> open(FileSystem& files, const std::filesystem::path& path);
  /// The same over bytes in memory, kept alive by the caller; `name` stands for the path in errors.
  static Result<MovieIndex> parse(std::span<const std::byte> bytes, const std::string& name);

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] std::span<const std::int64_t> ids() const { return ids_; }
  [[nodiscard]] std::span<const std::uint32_t> source_rows() const { return source_rows_; }
  [[nodiscard]] std::string_view title(std::size_t row) const { return titles_[row]; }
  [[nodiscard]] std::span<const std::int32_t> years() const { return years_; }
  [[nodiscard]] std::span<const std::int64_t> vote_counts() const { return vote_counts_; }
  /// NaN where nobody voted.
  [[nodiscard]] std::span<const float> vote_averages() const { return vote_averages_; }
  /// NaN where unknown.
  [[nodiscard]] std::span<const float> runtimes_minutes() const { return runtimes_; }
  /// The votes of a film on which a vote lies, in the mean of log(1 + votes) over all votes; 0 if nobody voted.
  [[nodiscard]] float middle_votes() const { return vote_summary_[0]; }
  /// The mean of the vote averages of films that have votes; 0 if none has.
  [[nodiscard]] float mean_rating() const { return vote_summary_[1]; }
  [[nodiscard]] bool genres_predicted(std::size_t row) const { return genres_predicted_[row] != 0; }
  [[nodiscard]] const LabelIndex& genres() const { return genres_; }
  [[nodiscard]] const LabelIndex& keywords() const { return keywords_; }
  [[nodiscard]] const LabelIndex& plots() const { return plots_; }
  [[nodiscard]] const LabelIndex& people() const { return people_; }
  /// Main titles and beginnings that films have in common (TitleSeries), with their weights in place of idf.
  [[nodiscard]] const LabelIndex& series() const { return series_; }
  [[nodiscard]] const LabelIndex& collections() const { return collections_; }
  [[nodiscard]] std::vector<std::string> genre_names(std::size_t row) const;
  /// O(log n).
  [[nodiscard]] std::optional<std::size_t> find_id(std::int64_t id) const;
  /// The film with the most votes, the first of equals; the first film if nobody voted.
  [[nodiscard]] std::size_t best_known() const;

 private:
  static Result<MovieIndex> view(SafetensorsFile opened, const std::string& name);

  SafetensorsFile file_;
  std::span<const std::int64_t> ids_;
  std::span<const std::uint32_t> rows_by_id_;
  std::span<const std::uint32_t> source_rows_;
  TextTable titles_;
  std::span<const std::int32_t> years_;
  std::span<const std::int64_t> vote_counts_;
  std::span<const float> vote_averages_, runtimes_, vote_summary_;
  std::span<const std::uint8_t> genres_predicted_;
  LabelIndex genres_, keywords_, plots_, people_, series_, collections_;
};

}  // namespace kinora
