#include "text/text_words.hpp"

#include "text/unicode.hpp"

#include <array>
#include <cstdint>

namespace kinora {
namespace {

bool has_word_character(std::string_view token) {
  for (std::size_t i = 0; i < token.size();) {
    const unicode::Character character = unicode::decode(token, i);
    if (unicode::is_word(character.code)) return true;
    i += character.length;
  }
  return false;
}

/// The tokenizer leaves a colon inside a token before a digit only, as in "keyword:3d".
std::string_view without_label_prefix(std::string_view token) {
  static constexpr std::array<std::string_view, 6> kPrefixes = {label_prefix::kGenre,      label_prefix::kKeyword,
                                                                label_prefix::kDirector,   label_prefix::kActor,
                                                                label_prefix::kCollection, label_prefix::kDecade};
  for (const std::string_view prefix : kPrefixes)
    if (token.starts_with(prefix)) return token.substr(prefix.size());
  return token;
}

/// Without sentence splitting, the last word of a sentence keeps its period ("back."): not a word of its own here. Abbreviations
/// ("u.s.") have another one and stay.
std::string_view without_final_period(std::string_view token) {
  if (token.size() > 1 && token.find('.') == token.size() - 1) token.remove_suffix(1);
  return token;
}

}  // namespace

TextWords::TextWords(const TextOptions& options, GenreNames genre_names)
    : only_words_(options.layout == DocumentLayout::kFields),
      drop_genre_names_(options.drop_genre_names),
      genre_names_(std::move(genre_names)) {}

std::span<const std::string_view> TextWords::words_of(std::string_view text) {
  lower_.clear();
  append_lower(text, lower_);
  const std::span<const std::string_view> tokens = tokenizer_.tokenize(lower_);
  if (!only_words_ && !drop_genre_names_) return tokens;
  std::span<const std::uint8_t> named;
  if (drop_genre_names_) named = genre_names_.mark(tokens);
  words_.clear();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!named.empty() && named[i] != 0) continue;
    if (!only_words_)
      words_.push_back(tokens[i]);
    else if (has_word_character(tokens[i]))
      words_.push_back(without_final_period(without_label_prefix(tokens[i])));
  }
  return words_;
}

}  // namespace kinora
