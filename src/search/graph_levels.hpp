#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace kinora {

/// A layer has about a 2^4th of the rows of the one beneath.
inline constexpr unsigned kLevelBits = 4;
inline constexpr std::size_t kMostLayers = 64 / kLevelBits;

/// A row's random number: rows are linked in its order, and it says how high a row reaches. It depends on the row alone, so that
/// rows that come later change nothing for those that are there (the finaliser of SplitMix64).
[[nodiscard]] inline std::uint64_t row_number(std::uint64_t seed, std::size_t row) {
  std::uint64_t z = seed + (static_cast<std::uint64_t>(row) + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

/// The highest layer that a row of this number is in.
[[nodiscard]] inline std::size_t level_of(std::uint64_t number) {
  return static_cast<std::size_t>(std::countl_zero(number)) / kLevelBits;
}

}  // namespace kinora
