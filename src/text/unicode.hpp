#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Characters as Python's str and re see them (docs/decisions/0301-unicode-as-python.md). Bytes that are no UTF-8 are characters
/// of their own, one byte long, without any property.
namespace kinora::unicode {

inline constexpr std::int32_t kNoCharacter = -1;

struct Character {
  std::int32_t code = kNoCharacter;  ///< kNoCharacter for a byte that is no UTF-8
  std::size_t length = 0;            ///< in bytes; 0 only at the end of the text
};

/// The character that starts at `position`. Requires position <= text.size().
[[nodiscard]] Character decode(std::string_view text, std::size_t position);
/// The character that ends just before `position`.
[[nodiscard]] Character decode_before(std::string_view text, std::size_t position);
void append_utf8(std::int32_t code, std::string& out);

[[nodiscard]] inline bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }
[[nodiscard]] bool is_ascii(std::string_view text);

[[nodiscard]] bool is_space(std::int32_t code);    ///< str.isspace, \s
[[nodiscard]] bool is_word(std::int32_t code);     ///< \w
[[nodiscard]] bool is_decimal(std::int32_t code);  ///< str.isdecimal, \d

/// Calls visit(part) for every part of the text between separators; parts are not empty.
template <class IsSeparator, class Visit>
void split(std::string_view text, IsSeparator is_separator, Visit visit) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character character = decode(text, i);
    if (is_separator(character.code)) {
      if (i > begin) visit(text.substr(begin, i - begin));
      begin = i + character.length;
    }
    i += character.length;
  }
  if (begin < text.size()) visit(text.substr(begin));
}

/// What a character is to the rule of the final sigma (Unicode, SpecialCasing, Final_Sigma).
enum class CaseContext : std::uint8_t { kOther, kCased, kIgnorable };
[[nodiscard]] CaseContext case_context(std::int32_t code);

}  // namespace kinora::unicode
