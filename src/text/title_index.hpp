#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

struct TitleArrays;

/// How a title was found, best first.
enum class TitleMatch : std::uint8_t {
  kExact,  ///< the same text
  /// the same but for case, accents, punctuation, a leading or trailing article, "&" for "and", the way to write numbers, spaces;
  /// or a name that the title gives in brackets
  kNormalised,
  kPrefix,  ///< the title begins with the words asked for
  kTypo,    ///< within a few edits (at most 1 for up to 5 letters, 2 for up to 10, 3 beyond)
  kWords    ///< has the words asked for, or near ones, in any order; of four words or more one may be missing
};

struct TitleHit {
  std::size_t row = 0;
  TitleMatch match = TitleMatch::kExact;
  float similarity = 0;   ///< (0, 1]; 1 for kExact; comparable within one answer
  std::uint32_t key = 0;  ///< of a hit by words or typos: the name that was found, as its place among the index's keys
};

/// What else is known of films, a value a row.
struct FilmFacts {
  std::span<const std::int32_t> years;  ///< kUnknownYear where it is not known
  std::span<const std::int64_t> vote_counts;
};

/// The film that somebody means by a title.
struct FoundTitle {
  enum class Sureness : std::uint8_t {
    kSame,  ///< a film has this title, in this or another way to write it
    kNear,  ///< a film whose title goes on, sounds alike, is misspelt or has the words
    kNone
  };
  Sureness sureness = Sureness::kNone;
  /// kSame: all films of the title, best known first. kNear: the film. Empty for kNone.
  std::vector<std::size_t> rows;
  /// kNear: a far less known film that has this very title.
  std::optional<std::size_t> less_known;
  std::optional<std::int32_t> year;  ///< the one that was in the title
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
  /// The film that is meant by a title, with its year behind it or not. A title that the text is exactly is taken as it is;
  /// otherwise a film about 50 times as known that begins with it or sounds like it is meant rather. What begins with the title,
  /// or has its words, is taken only where that is no accident; `year`, or a year in the text, must agree.
  [[nodiscard]] FoundTitle find(std::string_view title, std::optional<std::int32_t> year, const FilmFacts& facts) const;
  /// The original title of each row that was indexed for differing from the title given here; empty for the others. What build()
  /// needs of films whose catalogue is no longer there. `titles` has a title for each row.
  [[nodiscard]] std::vector<std::string_view> original_titles(const StringColumn& titles) const;

 private:
  explicit TitleIndex(std::shared_ptr<const TitleArrays> arrays) : arrays_(std::move(arrays)) {}

  std::shared_ptr<const TitleArrays> arrays_;  // keeps alive what it views: vectors of build(), or the mapped file
};

}  // namespace kinora
