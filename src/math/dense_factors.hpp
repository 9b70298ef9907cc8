#pragma once

#include "kinora/math/matrix.hpp"

#include <vector>

namespace kinora {

/// Replaces the columns of `matrix` by an orthonormal basis of the space that they span (Householder reflections, LAPACK's SGELQF
/// and SORGLQ of the transpose); columns that depend on others become further orthonormal ones. REQUIRES: rows >= cols >= 1.
void orthonormalise_columns(const MutableMatrixView& matrix);

/// The eigenvalues of a symmetric matrix with its eigenvectors, by descending absolute value.
struct SymmetricEigen {
  std::vector<float> values;
  Matrix vectors;  ///< column i belongs to values[i], has length 1; the sign is such that its first largest entry is positive
};

/// LAPACK's SSYEV. `matrix` is square; only its lower triangle is read.
[[nodiscard]] SymmetricEigen symmetric_eigen(const MatrixView& matrix);

}  // namespace kinora
