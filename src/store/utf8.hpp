#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace kinora {

/// The offset of the first byte that starts no UTF-8 character; nullopt if there is none. Linear; ASCII goes eight bytes at a
/// time.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// Whether a byte continues a character: no string may start with it.
[[nodiscard]] inline bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The offset after the character that begins at `offset`. Bytes that begin no character count as one each.
[[nodiscard]] inline std::size_t next_character(std::string_view text, std::size_t offset) {
  ++offset;
  while (offset < text.size() && is_continuation(text[offset])) ++offset;
  return offset;
}

/// The offset of the character that ends at `offset` > 0.
[[nodiscard]] inline std::size_t previous_character(std::string_view text, std::size_t offset) {
  --offset;
  while (offset > 0 && is_continuation(text[offset])) --offset;
  return offset;
}

}  // namespace kinora
