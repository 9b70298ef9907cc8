#pragma once

#include "store/lance/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace kinora::lance {

/// Values that no longer are compressed: of one width, or bytes of any length.
struct Values {
  std::uint64_t count = 0;
  std::uint64_t bits = 0;           ///< of one value; 0: they are of any length
  Bytes bytes;                      ///< the values back to back; those of less than 8 bits least significant first
  std::vector<std::uint64_t> ends;  ///< bits == 0: where each ends in `bytes`
  Bytes element_validity;           ///< lists of fixed size whose elements may be null: a bit for each element of each value
  std::uint64_t elements = 0;       ///< ... of one value
  std::vector<std::shared_ptr<const void>> owners;  ///< of the bytes that are not the file's

  [[nodiscard]] bool variable() const { return bits == 0; }
  [[nodiscard]] Bytes value(std::size_t index) const {
    if (!variable()) return bytes.subspan(index * bits / 8, bits / 8);
    const std::size_t begin = index == 0 ? 0 : ends[index - 1];
    return bytes.subspan(begin, ends[index] - begin);
  }
};

/// Bytes that were made here, with what keeps them alive.
inline Bytes keep(std::vector<std::byte> made, Values& values) {
  auto owned = std::make_shared<const std::vector<std::byte>>(std::move(made));
  const Bytes bytes(*owned);
  values.owners.push_back(std::move(owned));
  return bytes;
}

/// ceil(count × bits / 8), or false if that is no 64-bit number.
[[nodiscard]] inline bool byte_size(std::uint64_t count, std::uint64_t bits, std::uint64_t& bytes) {
  std::uint64_t total = 0;
  if (__builtin_mul_overflow(count, bits, &total) || __builtin_add_overflow(total, 7, &total)) return false;
  bytes = total / 8;
  return true;
}

[[nodiscard]] inline bool bit_at(Bytes bits, std::uint64_t index) {
  return (std::to_integer<unsigned>(bits[index / 8]) >> (index % 8) & 1U) != 0;
}

}  // namespace kinora::lance
