#pragma once

#include "base/random.hpp"
#include "kinora/math/matrix.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace kinora::testing {

inline Matrix uniform_vectors(Rng& rng, std::size_t rows, std::size_t cols) {
  Matrix matrix(rows, cols);
  for (std::size_t row = 0; row < rows; ++row)
    for (float& value : matrix.row(row)) value = rng.uniform_float() * 2.0F - 1.0F;
  return matrix;
}

/// Around `clusters` centres, with a common offset.
inline Matrix clustered_vectors(Rng& rng, std::size_t rows, std::size_t cols, std::size_t clusters, float spread = 0.3F) {
  const Matrix centres = uniform_vectors(rng, clusters, cols);
  Matrix matrix(rows, cols);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto centre = centres.row(rng.below(clusters));
    for (std::size_t i = 0; i < cols; ++i) {
      float normal = -2;
      for (int k = 0; k < 4; ++k) normal += rng.uniform_float();
      matrix.row(row)[i] = 0.5F + centre[i] + spread * normal;
    }
  }
  return matrix;
}

}  // namespace kinora::testing
