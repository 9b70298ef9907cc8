#include "text/documents.hpp"
#include "text/text_words.hpp"
#include "text/unicode.hpp"

#include <algorithm>

namespace kinora {
namespace {

constexpr std::size_t kLongestKeyword = 3;  // words

/// What is left without the characters that are no \w on both sides.
std::string_view trim_punctuation(std::string_view text) {
  while (!text.empty()) {
    const unicode::Character first = unicode::decode(text, 0);
    if (unicode::is_word(first.code)) break;
    text.remove_prefix(first.length);
  }
  while (!text.empty()) {
    const unicode::Character last = unicode::decode_before(text, text.size());
    if (unicode::is_word(last.code)) break;
    text.remove_suffix(last.length);
  }
  return text;
}

/// The words of a lower-cased text as one would write a keyword: what stands between spaces, without the punctuation around it
/// ("writer's" stays whole). A punctuation mark ends a run, because no keyword goes over it.
std::vector<std::vector<std::string_view>> runs_of_words(std::string_view text) {
  std::vector<std::vector<std::string_view>> runs(1);
  unicode::split(text, unicode::is_space, [&runs](std::string_view part) {
    const std::string_view word = trim_punctuation(part);
    if (word.data() != part.data()) runs.emplace_back();
    if (!word.empty()) runs.back().push_back(word);
    if (word.data() + word.size() != part.data() + part.size()) runs.emplace_back();
  });
  return runs;
}

/// Keyword tokens of the vocabulary that the text spells, in the order of their places; each once.
void append_keywords(std::string_view lower, const Vocabulary& vocabulary, GenreNames& left_out, std::vector<WordId>& words) {
  const std::size_t first_keyword = words.size();
  std::string token;
  for (const auto& run : runs_of_words(lower)) {
    for (std::size_t first = 0; first < run.size(); ++first) {
      token.assign(label_prefix::kKeyword);
      for (std::size_t length = 1; length <= kLongestKeyword && first + length <= run.size(); ++length) {
        if (length > 1) token += ' ';
        token += run[first + length - 1];
        const auto word = vocabulary.find(token);
        if (!word || left_out.contained_in(std::string_view(token).substr(label_prefix::kKeyword.size()))) continue;
        const auto begin = words.begin() + static_cast<std::ptrdiff_t>(first_keyword);
        if (std::find(begin, words.end(), *word) == words.end()) words.push_back(*word);
      }
    }
  }
}

}  // namespace

EncodedText encode_text(std::string_view text, const Vocabulary& vocabulary, const TextOptions& options,
                        std::span<const std::string> genre_names) {
  GenreNames left_out;
  if (options.drop_genre_names)
    for (const std::string& name : genre_names) left_out.add(name);
  TextWords text_words(options, left_out);
  EncodedText encoded;
  for (const std::string_view token : text_words.words_of(text)) {
    if (const auto word = vocabulary.find(token))
      encoded.words.push_back(*word);
    else
      ++encoded.unknown;
  }
  if (options.layout == DocumentLayout::kFields && options.keywords)
    append_keywords(text_words.lower(), vocabulary, left_out, encoded.words);
  return encoded;
}

}  // namespace kinora
