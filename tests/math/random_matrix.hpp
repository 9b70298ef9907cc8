#pragma once

#include "base/random.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora::testing {

/// Entries from -1 to 1.
inline Matrix random_matrix(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  Rng rng(seed);
  Matrix matrix(rows, cols);
  for (std::size_t row = 0; row < rows; ++row)
    for (float& value : matrix.row(row)) value = rng.uniform_float() * 2.0F - 1.0F;
  return matrix;
}

}  // namespace kinora::testing
