#include "text/title_forms.hpp"

#include "text/title_normalise.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace kinora {
namespace {

using Words = std::vector<std::string_view>;

bool is_digit_char(char c) { return c >= '0' && c <= '9'; }
bool is_letter_char(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digits(std::string_view word) { return !word.empty() && std::all_of(word.begin(), word.end(), is_digit_char); }

template <std::size_t N>
std::optional<std::size_t> place_in(const std::array<std::string_view, N>& list, std::string_view word) {
  const auto found = std::find(list.begin(), list.end(), word);
  if (word.empty() || found == list.end()) return std::nullopt;
  return static_cast<std::size_t>(found - list.begin());
}

constexpr std::array<std::string_view, 21> kNumberWords = {
    "zero",   "one",    "two",      "three",    "four",    "five",    "six",       "seven",    "eight",    "nine",  "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
constexpr std::array<std::string_view, 21> kOrdinalWords = {
    "",           "first",     "second",    "third",       "fourth",     "fifth",      "sixth",
    "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
/// Of a single letter it depends on its place.
constexpr std::array<std::string_view, 21> kRomanNumbers = {"",    "",     "ii",  "iii",  "iv",    "",    "vi",
                                                            "vii", "viii", "ix",  "",     "xi",    "xii", "xiii",
                                                            "xiv", "xv",   "xvi", "xvii", "xviii", "xix", "xx"};
constexpr std::array<std::string_view, 8> kPartWords = {"part", "pt", "vol", "volume", "chapter", "episode", "ep", "parts"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kAbbreviations = {
    {{"doctor", "dr"}, {"mister", "mr"}, {"saint", "st"}, {"versus", "vs"}, {"n", "and"}, {"missus", "mrs"}}};

std::string ordinal(std::size_t number) {
  const std::array<std::string_view, 4> ends = {"th", "st", "nd", "rd"};
  return std::to_string(number).append(ends[number < 4 ? number : 0]);
}

/// A word that counts: what it is in digits, and whether it can be nothing but a number.
struct NumberWord {
  std::string digits;
  bool certain = false;
};

std::optional<NumberWord> roman_letter(const Words& words, std::size_t i) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kLetters = {{{"i", "1"}, {"v", "5"}, {"x", "10"}}};
  for (const auto& [letter, digits] : kLetters) {
    if (words[i] != letter) continue;
    const bool after_part = i > 0 && place_in(kPartWords, words[i - 1]);
    const bool last = i > 0 && i + 1 == words.size() && words[i - 1] != "and";
    if (after_part || last) return NumberWord{std::string(digits), true};
  }
  return std::nullopt;
}

std::optional<NumberWord> number_at(const Words& words, std::size_t i) {
  const std::string_view word = words[i];
  if (is_digits(word)) {
    const std::size_t zeros = std::min(word.find_first_not_of('0'), word.size() - 1);
    return NumberWord{std::string(word.substr(word.size() > 2 ? 0 : zeros)), true};
  }
  if (const auto roman = place_in(kRomanNumbers, word)) return NumberWord{std::to_string(*roman), true};
  if (const auto number = place_in(kNumberWords, word)) return NumberWord{std::to_string(*number), false};
  if (const auto number = place_in(kOrdinalWords, word)) return NumberWord{ordinal(*number), false};
  if (is_digit_char(word.front()) || is_digit_char(word.back())) return NumberWord{std::string(word), true};
  return roman_letter(words, i);
}

/// "alien3" are two words.
Words split_numbers(std::string_view normalised) {
  Words words;
  for (const std::string_view word : words_of_title(normalised)) {
    std::size_t letters = word.size();
    while (letters > 0 && is_digit_char(word[letters - 1])) --letters;
    const bool only_letters =
        letters > 0 && std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(letters), is_letter_char);
    if (only_letters && letters < word.size()) {
      words.push_back(word.substr(0, letters));
      words.push_back(word.substr(letters));
    } else {
      words.push_back(word);
    }
  }
  return words;
}

std::string canonical_word(const Words& words, std::size_t i) {
  for (const auto& [long_form, short_form] : kAbbreviations)
    if (words[i] == long_form) return std::string(short_form);
  if (words[i] == "v" && i > 0) return "vs";
  return std::string(words[i]);
}

void append_canonical(std::string_view segment, std::string& title) {
  const std::string normalised = normalise_title(segment);
  const Words words = split_numbers(normalised);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (place_in(kPartWords, words[i]) && i + 1 < words.size() && number_at(words, i + 1)) continue;
    const auto number = number_at(words, i);
    if (!title.empty()) title += ' ';
    title += number ? number->digits : canonical_word(words, i);
  }
}

/// The end of the first segment.
std::size_t end_of_segment(std::string_view title) {
  constexpr std::array<std::string_view, 4> kBreaks = {": ", " - ", " \u2013 ", " \u2014 "};
  std::size_t end = title.size();
  for (const std::string_view mark : kBreaks) end = std::min(end, title.find(mark));
  return end;
}

std::vector<NumberWord> numbers_of(std::string_view normalised) {
  const Words words = split_numbers(normalised);
  std::vector<NumberWord> numbers;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (auto number = number_at(words, i)) numbers.push_back(std::move(*number));
  return numbers;
}

bool has_certain_numbers(const std::vector<NumberWord>& all, const std::vector<NumberWord>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const NumberWord& number) {
    return !number.certain ||
           std::any_of(all.begin(), all.end(), [&](const NumberWord& other) { return other.digits == number.digits; });
  });
}

std::string_view trim_spaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// "a.k.a. Se7en" without its mark.
std::string_view without_alias_mark(std::string_view name) {
  constexpr std::array<std::string_view, 4> kMarks = {"a.k.a.", "aka ", "A.K.A.", "AKA "};
  for (const std::string_view mark : kMarks)
    if (name.starts_with(mark)) return trim_spaces(name.substr(mark.size()));
  return name;
}

void add_bracket(std::string_view inside, std::vector<std::string>& names) {
  constexpr std::array<std::string_view, 2> kMarks = {" a.k.a. ", " aka "};
  std::size_t end = inside.size();
  for (const std::string_view mark : kMarks) end = std::min(end, inside.find(mark));
  const std::string_view name = without_alias_mark(trim_spaces(inside.substr(0, end)));
  if (!name.empty() && !is_digits(name)) names.emplace_back(name);
  if (end < inside.size()) add_bracket(inside.substr(end + 1), names);
}

bool is_vowel_char(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

/// The sound of the consonant at `i`, and how many letters it takes.
std::pair<std::string_view, std::size_t> consonant_sound(std::string_view word, std::size_t i) {
  struct Spelling {
    std::string_view letters;
    std::string_view sound;
    std::size_t taken;
    bool only_first = false;
  };
  // Longer spellings stand before their beginnings.
  static constexpr std::array<Spelling, 22> kSpellings = {
      {{"kn", "n", 2, true}, {"gn", "n", 2, true}, {"wr", "r", 2, true}, {"ps", "s", 2, true}, {"pt", "t", 2, true},
       {"tch", "x", 3},      {"sch", "x", 3},      {"ch", "x", 2},       {"sh", "x", 2},       {"ph", "f", 2},
       {"gh", "", 2},        {"ck", "k", 2},       {"dge", "j", 2},      {"wh", "w", 2},       {"ce", "s", 1},
       {"ci", "s", 1},       {"cy", "s", 1},       {"c", "k", 1},        {"q", "k", 1},        {"x", "ks", 1},
       {"z", "s", 1},        {"mb", "m", 2}}};
  for (const Spelling& spelling : kSpellings)
    if ((!spelling.only_first || i == 0) && word.substr(i).starts_with(spelling.letters)) return {spelling.sound, spelling.taken};
  return {word.substr(i, 1), 1};
}

/// Consonants by their sound, doubled ones once; of words of five letters and more, vowels that stand together are one "a".
std::string sound_of(std::string_view word) {
  if (word.size() > 3 && word.back() == 's') word.remove_suffix(1);
  if (word.size() > 3 && word.back() == 'e') word.remove_suffix(1);
  const bool blur = word.size() >= 5;
  std::string sound;
  for (std::size_t i = 0; i < word.size();) {
    if (is_vowel_char(word[i])) {
      if (!blur) sound += word[i];
      if (blur && (i == 0 || !is_vowel_char(word[i - 1]))) sound += 'a';
      ++i;
      continue;
    }
    const auto [consonant, letters] = consonant_sound(word, i);
    if (sound.empty() || consonant.size() != 1 || sound.back() != consonant.front()) sound += consonant;
    i += letters;
  }
  return sound;
}

}  // namespace

std::vector<std::string> names_in_brackets(std::string_view title) {
  std::vector<std::string> names;
  const std::size_t first = title.find('(');
  if (first == std::string_view::npos || trim_spaces(title.substr(0, first)).empty()) return names;
  std::string outside;
  std::size_t begin = 0;
  for (std::size_t open = first; open != std::string_view::npos; open = title.find('(', begin)) {
    const std::size_t close = title.find(')', open);
    if (close == std::string_view::npos) break;
    outside.append(trim_spaces(title.substr(begin, open - begin))).append(" ");
    add_bracket(title.substr(open + 1, close - open - 1), names);
    begin = close + 1;
  }
  if (begin == 0) return names;
  outside.append(trim_spaces(title.substr(begin)));
  std::string_view before = trim_spaces(title.substr(0, first));
  if (before.ends_with(" or")) before = trim_spaces(before.substr(0, before.size() - 3));
  names.emplace_back(before);
  if (const std::string_view all = trim_spaces(outside); all != before) names.emplace_back(all);
  return names;
}

std::string canonical_title(std::string_view title) {
  std::string canonical;
  while (!title.empty()) {
    const std::size_t end = end_of_segment(title);
    append_canonical(title.substr(0, end), canonical);
    title.remove_prefix(std::min(end + 1, title.size()));
  }
  return canonical;
}

std::string joined_words(std::string_view normalised) {
  std::string joined;
  std::copy_if(normalised.begin(), normalised.end(), std::back_inserter(joined), [](char c) { return c != ' '; });
  return joined;
}

std::vector<std::string> drawn_letters(std::string_view normalised) {
  constexpr std::array<std::string_view, 2> kDrawings = {"oi_eas_t__", "oi_eas_v__"};
  std::vector<std::string> forms;
  for (const std::string_view drawing : kDrawings) {
    std::string form(normalised);
    for (std::size_t i = 1; i + 1 < normalised.size(); ++i) {
      if (!is_digit_char(normalised[i]) || !is_letter_char(normalised[i - 1]) || !is_letter_char(normalised[i + 1])) continue;
      const char letter = drawing[static_cast<std::size_t>(normalised[i] - '0')];
      if (letter != '_') form[i] = letter;
    }
    if (form != normalised && (forms.empty() || forms.back() != form)) forms.push_back(std::move(form));
  }
  return forms;
}

bool same_numbers(std::string_view a, std::string_view b) {
  const std::vector<NumberWord> of_a = numbers_of(a);
  const std::vector<NumberWord> of_b = numbers_of(b);
  return has_certain_numbers(of_a, of_b) && has_certain_numbers(of_b, of_a);
}

bool sound_alike(std::string_view a, std::string_view b) { return sound_of(a) == sound_of(b); }

std::vector<std::string_view> words_of_title(std::string_view normalised) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < normalised.size();) {
    const std::size_t end = std::min(normalised.find(' ', begin), normalised.size());
    if (end > begin) words.push_back(normalised.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace kinora
