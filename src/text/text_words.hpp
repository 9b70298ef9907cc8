#pragma once

#include "kinora/text/text_options.hpp"
#include "text/genre_names.hpp"
#include "text/tokenize.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// The prefixes of label tokens. No word of a text begins with one: TextWords cuts them off.
namespace label_prefix {
inline constexpr std::string_view kGenre = "genre:";
inline constexpr std::string_view kKeyword = "keyword:";
inline constexpr std::string_view kDirector = "director:";
inline constexpr std::string_view kActor = "actor:";
inline constexpr std::string_view kCollection = "collection:";
inline constexpr std::string_view kDecade = "decade:";
}  // namespace label_prefix

/// The words of a text as they stand in a document: lower-cased and tokenised; in the fields layout tokens of punctuation alone
/// (no \w) are left out, and the period of a sentence's last word is cut off; with drop_genre_names those that name a genre. Stop
/// words stay: training subsamples them. Keeps its buffers.
class TextWords {
 public:
  /// `genre_names` are used only with drop_genre_names.
  TextWords(const TextOptions& options, GenreNames genre_names);

  /// Valid until the next call.
  [[nodiscard]] std::span<const std::string_view> words_of(std::string_view text);
  /// The text of the last call in lower case.
  [[nodiscard]] std::string_view lower() const { return lower_; }

 private:
  bool only_words_;
  bool drop_genre_names_;
  GenreNames genre_names_;
  WordTokenizer tokenizer_;
  std::string lower_;
  std::vector<std::string_view> words_;
};

}  // namespace kinora
