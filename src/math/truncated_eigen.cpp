#include "math/truncated_eigen.hpp"

#include "base/check.hpp"
#include "base/random.hpp"
#include "math/gemm.hpp"

#include <algorithm>

namespace kinora {
namespace {

/// Independent entries of mean 0 and one variance, which serve as well as Gaussian ones.
Matrix random_directions(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  Matrix directions(rows, cols);
  Rng rng(seed);
  for (std::size_t row = 0; row < rows; ++row)
    for (float& value : directions.row(row)) value = 2 * rng.uniform_float() - 1;
  return directions;
}

}  // namespace

SymmetricEigen truncated_eigen(const SparseMatrix& matrix, const TruncatedEigenOptions& options, ThreadPool& pool) {
  const std::size_t rows = matrix.rows();
  KINORA_CHECK(rows > 0, rows);
  const std::size_t rank = std::min(options.rank, rows);
  const std::size_t width = std::min(rank + options.oversampling, rows);
  Matrix basis = random_directions(rows, width, options.seed);
  Matrix product(rows, width);
  for (std::size_t pass = 0; pass <= options.power_iterations; ++pass) {
    multiply(matrix, std::as_const(basis).view(), product.view(), pool);
    std::swap(basis, product);
    orthonormalise_columns(basis.view());
  }
  multiply(matrix, std::as_const(basis).view(), product.view(), pool);
  Matrix projected(width, width);
  gemm(Transpose::kYes, Transpose::kNo, 1, std::as_const(basis).view(), std::as_const(product).view(), 0, projected.view());
  const SymmetricEigen small = symmetric_eigen(std::as_const(projected).view());
  SymmetricEigen leading{.values = {small.values.begin(), small.values.begin() + static_cast<std::ptrdiff_t>(rank)},
                         .vectors = Matrix(rows, rank)};
  MatrixView chosen = small.vectors.view();
  chosen.cols = rank;
  gemm(Transpose::kNo, Transpose::kNo, 1, std::as_const(basis).view(), chosen, 0, leading.vectors.view());
  return leading;
}

}  // namespace kinora
