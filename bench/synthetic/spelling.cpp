#include "synthetic/spelling.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace kinora::synthetic {
namespace {

constexpr std::array<std::string_view, 8> kFunctionWords = {"the", "of", "a", "and", "in", "at", "on", "with"};
constexpr std::uint32_t kFirstSpelt = kFunctionWords.size();

// A word can be cut into these in one way only: no onset begins with a letter of a coda or of a vowel.
constexpr std::array<std::string_view, 24> kOnsets = {"b", "d", "f", "g",  "k",  "p",  "t",  "v",  "z",  "m",  "s",  "h",
                                                      "j", "w", "c", "br", "dr", "fr", "gr", "tr", "st", "sh", "pl", "kl"};
constexpr std::array<std::string_view, 8> kVowels = {"a", "e", "i", "o", "u", "ea", "ou", "é"};
constexpr std::array<std::string_view, 4> kCodas = {"", "n", "r", "l"};
constexpr std::uint32_t kSyllables = kOnsets.size() * kVowels.size() * kCodas.size();
/// Odd and no multiple of 3, so that every syllable is met; neighbours look unlike each other.
constexpr std::uint32_t kStride = 485;

void append_syllable(std::uint32_t number, std::string& word) {
  std::size_t rest = std::size_t{number} * kStride % kSyllables;
  word += kOnsets[rest % kOnsets.size()];
  rest /= kOnsets.size();
  word += kVowels[rest % kVowels.size()];
  word += kCodas[rest / kVowels.size()];
}

}  // namespace

std::string spell_word(std::uint32_t number) {
  if (number < kFirstSpelt) return std::string(kFunctionWords[number]);
  number -= kFirstSpelt;
  std::string word;
  append_syllable(number % kSyllables, word);
  for (number /= kSyllables; number > 0; number /= kSyllables) append_syllable(--number % kSyllables, word);
  return word;
}

std::string spell_title_word(std::uint32_t number) {
  std::string word = spell_word(number);
  word.front() = static_cast<char>(word.front() - 'a' + 'A');
  return word;
}

std::string spell_name(std::uint32_t number) {
  // 499 first names, and a surname of one's own.
  return spell_title_word(kFirstSpelt + number * 7919U % 499) + " " + spell_title_word(kFirstSpelt + number);
}

std::string spell_keyword(std::uint32_t number) {
  const std::string last = spell_word(kFirstSpelt + number);
  if (number % 40 == 39) return spell_word(kFirstSpelt + number % 83) + "'s " + last;
  return number % 2 == 0 ? last : spell_word(kFirstSpelt + number % 1009) + " " + last;
}

}  // namespace kinora::synthetic
