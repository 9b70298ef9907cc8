#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kinora {

/// A safetensors file made by hand, so that it can be wrong in any way.
inline std::string safetensors_bytes(std::string_view header, std::string_view data) {
  std::string bytes;
  std::uint64_t length = header.size();
  for (int i = 0; i < 8; ++i, length >>= 8U) bytes += static_cast<char>(length & 0xFFU);
  bytes += header;
  bytes += data;
  return bytes;
}

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

}  // namespace kinora
