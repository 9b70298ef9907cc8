#pragma once

#include "text/string_table.hpp"
#include "text/title_index.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// The arrays of a title index (docs/formats/title-index.md), views of vectors or of a mapped file. An entry is a title or an
/// original title of a film; a key is a normalised title, with its article or without, or a name that it gives in brackets; a
/// form is another way to write a key (title_forms.hpp); a word is a word of keys with their article.
struct TitleArrays {
  StringTable entry_texts;  ///< as in the catalogue
  std::span<const std::uint32_t> entry_rows;
  std::span<const std::uint32_t> row_ranks;  ///< 0 for the best known film
  StringTable keys;                          ///< sorted, distinct
  ListTable key_entries;                     ///< best known first
  StringTable forms;                         ///< sorted, distinct, none a key of the same entry; empty in files of version 1
  ListTable form_entries;                    ///< best known first
  StringTable words;                         ///< sorted, distinct
  ListTable word_keys;                       ///< best known first

  /// The film of an entry: nothing where a damaged file points outside.
  [[nodiscard]] std::optional<std::size_t> row_of(std::uint32_t entry) const {
    if (entry >= entry_rows.size() || entry_rows[entry] >= row_ranks.size()) return std::nullopt;
    return entry_rows[entry];
  }
};

/// The best k hits, one a film, in the order of TitleIndex::search.
class BestTitles {
 public:
  BestTitles(const TitleArrays& arrays, std::size_t most) : arrays_(arrays), most_(most) {}

  /// Whether a hit of this kind could still get in.
  [[nodiscard]] bool accepts(TitleMatch match, float similarity) const;
  void add(const TitleHit& hit);
  /// All films that have the key.
  void add_key(std::size_t key, TitleMatch match, float similarity);
  /// All films that have the form.
  void add_form(std::size_t form, TitleMatch match, float similarity);
  [[nodiscard]] std::vector<TitleHit> take() && { return std::move(hits_); }

 private:
  [[nodiscard]] bool better(const TitleHit& a, const TitleHit& b) const;

  const TitleArrays& arrays_;
  std::size_t most_;
  std::vector<TitleHit> hits_;  // sorted
};

/// Titles that have the words of a normalised question, in any order and with typos.
void search_words(const TitleArrays& arrays, std::string_view question, BestTitles& best);

/// A question in the forms that keys have.
struct TitleQuestion {
  explicit TitleQuestion(std::string_view text);

  [[nodiscard]] std::string_view shortened() const;

  std::string_view exact;
  std::string full;
  std::string canonical;  ///< canonical_title
  bool is_short;          ///< it has an article that can be left out
};

/// The films that have a title, by how sure it is that they are meant; each list best known first, without repetitions.
struct SameTitles {
  std::vector<std::size_t> exact;   ///< by the text itself
  std::vector<std::size_t> keys;    ///< by a normalised name; an article in front counts for nothing
  std::vector<std::size_t> forms;   ///< by its canonical form
  std::vector<std::size_t> joined;  ///< by its letters
};
[[nodiscard]] SameTitles find_same(const TitleArrays& arrays, const TitleQuestion& question);

}  // namespace kinora
