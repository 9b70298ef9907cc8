#pragma once

#include "store/filter/text_block.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora::filter {

/// Bits that may be read behind a map of places.
inline constexpr std::size_t kBytesBehindPlaces = sizeof(std::uint64_t);

/// Sets kTrue for each string of the block that holds one of `count` matches of `length` bytes from end to end. Bit i of
/// `places`, least significant first, says that a match begins at byte i of the block's text; there are whole words of them, and
/// kBytesBehindPlaces zeros.
void mark_rows_with(const TextBlock& block, std::size_t length, const std::uint8_t* places, std::size_t count, Truth* out);

}  // namespace kinora::filter
