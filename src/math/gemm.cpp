#include "math/gemm.hpp"

#include "base/check.hpp"
#include "math/blas_threads.hpp"

#include <cblas.h>
#include <limits>

namespace kinora {
namespace {

blasint blas_size(std::size_t size) {
  KINORA_CHECK(size <= static_cast<std::size_t>(std::numeric_limits<blasint>::max()), size);
  return static_cast<blasint>(size);
}

CBLAS_TRANSPOSE blas_transpose(Transpose transpose) { return transpose == Transpose::kYes ? CblasTrans : CblasNoTrans; }

void scale_rows(const MutableMatrixView& c, float beta) {
  for (std::size_t row = 0; row < c.rows; ++row)
    for (float& value : c.row(row)) value = beta == 0.0F ? 0.0F : value * beta;
}

}  // namespace

void gemm(Transpose transpose_a, Transpose transpose_b, float alpha, const MatrixView& a, const MatrixView& b, float beta,
          const MutableMatrixView& c) {
  const bool a_transposed = transpose_a == Transpose::kYes;
  const bool b_transposed = transpose_b == Transpose::kYes;
  const std::size_t inner = a_transposed ? a.rows : a.cols;
  KINORA_CHECK((a_transposed ? a.cols : a.rows) == c.rows, a.rows, a.cols, c.rows);
  KINORA_CHECK((b_transposed ? b.rows : b.cols) == c.cols, b.rows, b.cols, c.cols);
  KINORA_CHECK((b_transposed ? b.cols : b.rows) == inner, b.rows, b.cols, inner);
  KINORA_CHECK(a.stride >= a.cols && b.stride >= b.cols && c.stride >= c.cols, a.stride, b.stride, c.stride);
  if (c.rows == 0 || c.cols == 0) return;
  if (inner == 0) {
    scale_rows(c, beta);
    return;
  }
  use_one_blas_thread();
  cblas_sgemm(CblasRowMajor, blas_transpose(transpose_a), blas_transpose(transpose_b), blas_size(c.rows), blas_size(c.cols),
              blas_size(inner), alpha, a.data, blas_size(a.stride), b.data, blas_size(b.stride), beta, c.data,
              blas_size(c.stride));
}

}  // namespace kinora
