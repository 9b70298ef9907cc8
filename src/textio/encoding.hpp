#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kinora::textio {

/// How well bytes read as UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing above U+10FFFF).
struct Utf8Census {
  std::size_t multibyte = 0;  ///< well-formed characters outside ASCII
  std::size_t malformed = 0;  ///< maximal malformed sequences
};

[[nodiscard]] Utf8Census count_utf8(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text);

/// UTF-8 with U+FFFD in place of every malformed sequence, as Python's errors="replace" has it.
[[nodiscard]] std::string replace_malformed(std::string_view text);

/// Windows-1252, of which ISO-8859-1 is a part as far as text goes, as UTF-8.
[[nodiscard]] std::string from_windows_1252(std::string_view text);

void append_utf8(std::uint32_t code_point, std::string& out);
/// Writes at most 4 bytes and returns how many. Requires a code point <= U+10FFFF that is no surrogate.
std::size_t write_utf8(std::uint32_t code_point, char* out);

}  // namespace kinora::textio
