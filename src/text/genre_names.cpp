#include "text/genre_names.hpp"

#include "text/tokenize.hpp"
#include "text/unicode.hpp"

#include <algorithm>

namespace kinora {
namespace {

bool is_no_word(std::int32_t code) { return !unicode::is_word(code); }

}  // namespace

void GenreNames::add(std::string_view name) {
  const std::string lower = to_lower(name);
  std::vector<std::string> words;
  unicode::split(lower, is_no_word, [&words](std::string_view word) { words.emplace_back(word); });
  if (words.empty()) return;
  names_.insert(std::upper_bound(names_.begin(), names_.end(), words), words);
}

std::size_t GenreNames::match_length(std::size_t first) const {
  const std::string_view first_word = words_[first].text;
  auto name = std::lower_bound(names_.begin(), names_.end(), first_word,
                               [](const std::vector<std::string>& words, std::string_view word) { return words.front() < word; });
  std::size_t longest = 0;
  for (; name != names_.end() && name->front() == first_word; ++name) {
    if (first + name->size() > words_.size() || name->size() <= longest) continue;
    const bool equal = std::equal(name->begin(), name->end(), words_.begin() + static_cast<std::ptrdiff_t>(first),
                                  [](const std::string& word, const Word& found) { return word == found.text; });
    if (equal) longest = name->size();
  }
  return longest;
}

std::span<const std::uint8_t> GenreNames::mark(std::span<const std::string_view> tokens) {
  words_.clear();
  marks_.assign(tokens.size(), 0);
  for (std::size_t token = 0; token < tokens.size(); ++token)
    unicode::split(tokens[token], is_no_word, [this, token](std::string_view word) { words_.push_back({word, token}); });
  for (std::size_t first = 0; first < words_.size(); ++first) {
    const std::size_t end = first + match_length(first);
    for (std::size_t i = first; i < end; ++i) marks_[words_[i].token] = 1;
  }
  return marks_;
}

bool GenreNames::contained_in(std::string_view label) {
  const std::string_view tokens[] = {label};
  return mark(tokens).front() != 0;
}

}  // namespace kinora
