#pragma once

#include "store/lance/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora::lance {

/// Values lie packed in blocks of this many.
inline constexpr std::size_t kPackedBlock = 1024;

/// Unpacks a block of 1024 values that were packed to `width` bits each in FastLanes' order, into values of `bits` (8, 16, 32 or
/// 64) bits. `packed` has 128 × width bytes, `out` 128 × bits; width <= bits.
void unpack_block(Bytes packed, std::size_t width, std::size_t bits, std::span<std::byte> out);

}  // namespace kinora::lance
