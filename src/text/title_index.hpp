#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

struct TitleArrays;

/// How a title was found, best first.
enum class TitleMatch : std::uint8_t {
  kExact,       ///< the same text
  kNormalised,  ///< the same but for case, accents, punctuation, a leading or trailing article, "&" for "and"
  kPrefix,      ///< the title begins with the words asked for
  kTypo,        ///< within a few edits (at most 1 for up to 5 letters, 2 for up to 10, 3 beyond)
  kWords        ///< has the words asked for, or near ones, in any order; of four words or more one may be missing
};

struct TitleHit {
  std::size_t row = 0;
  TitleMatch match = TitleMatch::kExact;
  float similarity = 0;  ///< (0, 1]; 1 for kExact; comparable within one answer
};

/// Finds films by title, whatever the case, accents or small typos. Immutable and thread-safe; opened by mapping a file, without
/// parsing the catalogue: opening costs no time that grows with it but the checksum's, a question under 5 ms at 45,000 films, 30
/// ms at a million. Copies share the file. The file is described in docs/formats/title-index.md.
class TitleIndex {
 public:
  /// Indexes titles, and original titles where they differ (empty where there is none). One of each a row.
  static TitleIndex build(const StringColumn& titles, const StringColumn& original_titles,
                          std::span<const std::int64_t> vote_counts);
  static TitleIndex build(const Catalogue& catalogue);
  /// Written atomically.
  [[nodiscard]] Result<void> save(FileSystem& files, const std::filesystem::path& path) const;
  /// kBundleCorrupt if the file is damaged, or no title index. One whose checksum was left out and whose contents are damaged
  /// gives wrong answers and never reads out of bounds.
  static Result<TitleIndex> open(FileSystem& files, const std::filesystem::path& path);
  /// The same over bytes in memory (kept alive by the caller); `name` stands for the path in errors.
  static Result<TitleIndex> parse(std::span<const std::byte> bytes, const std::string& name);

  /// The rows of the catalogue: every row of a hit is smaller.
  [[nodiscard]] std::size_t rows() const;
  /// At most k hits, at most one a film: better match first, then higher similarity, then better known (more votes), then smaller
  /// row.
  [[nodiscard]] std::vector<TitleHit> search(std::string_view query, std::size_t k) const;
  /// All films of exactly this title, or failing that of its normalised form, or failing that of its form without a leading
  /// article; best known first; empty if there is none.
  [[nodiscard]] std::vector<std::size_t> lookup(std::string_view title) const;
  /// The original title of each row that was indexed for differing from the title given here; empty for the others. What build()
  /// needs of films whose catalogue is no longer there. `titles` has a title for each row.
  [[nodiscard]] std::vector<std::string_view> original_titles(const StringColumn& titles) const;

 private:
  explicit TitleIndex(std::shared_ptr<const TitleArrays> arrays) : arrays_(std::move(arrays)) {}

  std::shared_ptr<const TitleArrays> arrays_;  // keeps alive what it views: vectors of build(), or the mapped file
};

}  // namespace kinora
