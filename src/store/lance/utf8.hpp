#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace kinora::lance {

/// The offset of the first byte that starts no UTF-8 character. Linear; ASCII goes eight bytes at a time.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::span<const char> text);

/// Whether a byte continues a character: no string may start with it.
[[nodiscard]] inline bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace kinora::lance
