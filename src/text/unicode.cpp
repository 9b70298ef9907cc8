#include "text/unicode.hpp"

#include <utf8proc.h>
#include <algorithm>
#include <array>

namespace kinora::unicode {
namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

/// Case_Ignorable by Word_Break (MidLetter, MidNumLet, Single_Quote), which utf8proc does not know. Sorted.
constexpr std::array<std::int32_t, 17> kIgnorablePunctuation = {
    0x27, 0x2E, 0x3A, 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2027, 0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A};

struct Range {
  std::int32_t first;
  std::int32_t last;
};
/// Cased by Other_Uppercase and Other_Lowercase alone: ordinal indicators, Roman numerals, letters in circles and squares.
constexpr std::array<Range, 7> kOtherCased = {
    {{0xAA, 0xAA}, {0xBA, 0xBA}, {0x2160, 0x217F}, {0x24B6, 0x24E9}, {0x1F130, 0x1F149}, {0x1F150, 0x1F169}, {0x1F170, 0x1F189}}};

}  // namespace

Character decode(std::string_view text, std::size_t position) {
  if (position >= text.size()) return {};
  if (is_ascii(text[position])) return {static_cast<unsigned char>(text[position]), 1};
  utf8proc_int32_t code = kNoCharacter;
  const std::size_t left = std::min<std::size_t>(text.size() - position, 4);
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + position,
                                       static_cast<utf8proc_ssize_t>(left), &code);
  if (length <= 0) return {kNoCharacter, 1};
  return {code, static_cast<std::size_t>(length)};
}

Character decode_before(std::string_view text, std::size_t position) {
  if (position == 0) return {};
  std::size_t begin = position - 1;
  while (begin > 0 && position - begin < 4 && is_continuation(text[begin])) --begin;
  const Character character = decode(text, begin);
  if (begin + character.length == position) return character;
  return {kNoCharacter, 1};
}

void append_utf8(std::int32_t code, std::string& out) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = utf8proc_encode_char(code, bytes.data());
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

bool is_ascii(std::string_view text) {
  // Or-ing all bytes lets the compiler use wide registers; the texts are short.
  unsigned char bits = 0;
  for (const char byte : text) bits |= static_cast<unsigned char>(byte);
  return bits < 0x80;
}

bool is_space(std::int32_t code) {
  if (code < 0x80) return code == ' ' || (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x1F);
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
         code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

bool is_word(std::int32_t code) {
  if (code < 0x80)
    return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || code == '_';
  const utf8proc_category_t category = utf8proc_category(code);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool is_decimal(std::int32_t code) {
  if (code < 0x80) return code >= '0' && code <= '9';
  return utf8proc_category(code) == UTF8PROC_CATEGORY_ND;
}

CaseContext case_context(std::int32_t code) {
  if (code == kNoCharacter) return CaseContext::kOther;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
      return CaseContext::kIgnorable;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
      return CaseContext::kCased;
    default:
      break;
  }
  if (std::ranges::binary_search(kIgnorablePunctuation, code)) return CaseContext::kIgnorable;
  const auto holds_code = [code](const Range& range) { return range.first <= code && code <= range.last; };
  return std::ranges::any_of(kOtherCased, holds_code) ? CaseContext::kCased : CaseContext::kOther;
}

}  // namespace kinora::unicode
