#pragma once

#include "base/thread_pool.hpp"
#include "math/dense_factors.hpp"
#include "math/sparse_matrix.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora {

/// How the leading eigenvectors are sought.
struct TruncatedEigenOptions {
  std::size_t rank = 64;  ///< how many; as many as the matrix has rows at most
  std::size_t oversampling = 10;
  std::size_t power_iterations = 4;
  std::uint64_t seed = 1;
};

/// About the `rank` eigenvalues of largest absolute value of a symmetric sparse matrix, with their eigenvectors as the columns of
/// a rows × rank matrix: the randomised range finder with subspace iteration and the projection on it (Halko, Martinsson and
/// Tropp 2011, algorithms 4.4 and 5.3). The same at any number of threads. O(entries · (rank + oversampling) · iterations).
/// REQUIRES: `matrix` is square and symmetric with at least one row.
[[nodiscard]] SymmetricEigen truncated_eigen(const SparseMatrix& matrix, const TruncatedEigenOptions& options, ThreadPool& pool);

}  // namespace kinora
