#include "text/title_normalise.hpp"

#include "text/tokenize.hpp"
#include "text/unicode.hpp"

#include <utf8proc.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace kinora {
namespace {

using Code = std::int32_t;
using Codes = std::basic_string<Code>;

constexpr Code kFractionSlash = 0x2044;

constexpr std::array<std::string_view, 25> kArticles = {"a",   "an",  "das", "der", "die", "een", "ein", "eine", "el",
                                                        "gli", "het", "il",  "l",   "la",  "las", "le",  "les",  "lo",
                                                        "los", "the", "un",  "una", "une", "den", "det"};

bool is_article(std::string_view word) { return std::find(kArticles.begin(), kArticles.end(), word) != kArticles.end(); }

bool is_apostrophe(Code code) {
  return code == '\'' || code == '`' || code == 0xB4 || code == 0x2BC || code == 0x2018 || code == 0x2019 || code == 0x2032;
}

/// Accents of letters that have a form without one. Vowel signs of Indic scripts and the like are no accents.
bool is_accent(Code code) {
  constexpr std::array<std::pair<Code, Code>, 8> kRanges = {{{0x300, 0x36F},
                                                             {0x5B0, 0x5C7},
                                                             {0x64B, 0x65F},
                                                             {0x670, 0x670},
                                                             {0x1AB0, 0x1AFF},
                                                             {0x1DC0, 0x1DFF},
                                                             {0x20D0, 0x20FF},
                                                             {0xFE20, 0xFE2F}}};
  return std::any_of(kRanges.begin(), kRanges.end(),
                     [code](const auto& range) { return range.first <= code && code <= range.second; });
}

/// What is typed for letters that do not decompose.
std::string_view plain_letters(Code code) {
  switch (code) {
    case 0xE6:
      return "ae";
    case 0xF0:
    case 0x111:
      return "d";
    case 0xF8:
      return "o";
    case 0xFE:
      return "th";
    case 0x127:
      return "h";
    case 0x131:
      return "i";
    case 0x142:
      return "l";
    case 0x153:
      return "oe";
    case 0x167:
      return "t";
    default:
      return {};
  }
}

bool belongs_to_word(Code code) {
  const utf8proc_category_t category = utf8proc_category(code);
  const bool mark = category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
  return mark || (code != '_' && unicode::is_word(code));
}

Codes decompose(std::string_view utf8) {
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
  const auto length = static_cast<utf8proc_ssize_t>(utf8.size());
  Codes codes(utf8.size() + 16, 0);
  auto count = utf8proc_decompose(bytes, length, codes.data(), static_cast<utf8proc_ssize_t>(codes.size()), options);
  if (count > static_cast<utf8proc_ssize_t>(codes.size())) {
    codes.resize(static_cast<std::size_t>(count));
    count = utf8proc_decompose(bytes, length, codes.data(), count, options);
  }
  codes.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(count, 0)));
  return codes;
}

/// Valid UTF-8 in which what decomposition would blur is spelt out: "&", apostrophes, and "8½", which must not become "81⁄2".
std::string spell_out(std::string_view title) {
  std::string out;
  for (std::size_t i = 0; i < title.size();) {
    const unicode::Character character = unicode::decode(title, i);
    i += character.length;
    if (character.code == unicode::kNoCharacter) {
      out += ' ';
    } else if (character.code == '&') {
      out += " and ";
    } else if (is_apostrophe(character.code)) {
      out += '\'';
    } else if (unicode::is_ascii(title[i - 1])) {
      out += title[i - 1];
    } else {
      const std::string_view letter = title.substr(i - character.length, character.length);
      const bool fraction =
          utf8proc_category(character.code) == UTF8PROC_CATEGORY_NO && decompose(letter).find(kFractionSlash) != Codes::npos;
      if (fraction) out += ' ';
      out += letter;
    }
  }
  return out;
}

/// Letters and digits between two gaps.
struct Piece {
  Codes letters;
  Code joint = 0;            ///< the gap before it, if that is a single character
  bool after_comma = false;  ///< a comma is in that gap
};

std::vector<Piece> split_into_pieces(const Codes& codes) {
  std::vector<Piece> pieces;
  Codes gap;
  bool in_word = false;
  for (const Code code : codes) {
    if (is_accent(code)) continue;
    if (!belongs_to_word(code)) {
      gap += code;
      in_word = false;
      continue;
    }
    if (!in_word)
      pieces.push_back({.letters = {}, .joint = gap.size() == 1 ? gap.front() : 0, .after_comma = gap.find(',') != Codes::npos});
    in_word = true;
    gap.clear();
    const std::string_view plain = plain_letters(code);
    if (plain.empty())
      pieces.back().letters += code;
    else
      pieces.back().letters.append(plain.begin(), plain.end());
  }
  return pieces;
}

bool is_single_letter(const Codes& letters) { return letters.size() == 1 && !unicode::is_decimal(letters.front()); }

/// Whether two pieces are one word: "ocean's", "e.t.", "m*a*s*h"; but "l'avventura" is two.
bool are_joined(const Piece& before, const Piece& piece) {
  if (piece.joint == '\'') return before.letters != Codes{'l'};
  const bool dotted = piece.joint == '.' || piece.joint == '*' || piece.joint == 0xB7;
  return dotted && is_single_letter(before.letters) && is_single_letter(piece.letters);
}

std::string to_utf8(Codes letters) {
  const auto composed = utf8proc_normalize_utf32(letters.data(), static_cast<utf8proc_ssize_t>(letters.size()), UTF8PROC_COMPOSE);
  letters.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(composed, 0)));
  std::string out;
  for (const Code code : letters) unicode::append_utf8(code, out);
  return out;
}

std::string cut(std::string text) {
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size() && count < kLongestTitle; ++count) end += unicode::decode(text, end).length;
  text.resize(end);
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace

std::string normalise_title(std::string_view title) {
  const std::vector<Piece> pieces = split_into_pieces(decompose(spell_out(title)));
  std::vector<std::string> words;
  for (std::size_t i = 0; i < pieces.size();) {
    Codes letters = pieces[i].letters;
    for (++i; i < pieces.size() && are_joined(pieces[i - 1], pieces[i]); ++i) letters += pieces[i].letters;
    words.push_back(to_utf8(std::move(letters)));
  }
  if (words.size() > 1 && pieces.back().after_comma && is_article(words.back()))
    std::rotate(words.begin(), words.end() - 1, words.end());
  std::string normalised;
  for (const std::string& word : words) normalised.append(normalised.empty() ? "" : " ").append(word);
  if (normalised.empty())
    unicode::split(to_lower(title), unicode::is_space,
                   [&](std::string_view part) { normalised.append(normalised.empty() ? "" : " ").append(part); });
  return cut(std::move(normalised));
}

std::string_view without_article(std::string_view normalised) {
  const std::size_t space = normalised.find(' ');
  if (space == std::string_view::npos || !is_article(normalised.substr(0, space))) return normalised;
  return normalised.substr(space + 1);
}

}  // namespace kinora
