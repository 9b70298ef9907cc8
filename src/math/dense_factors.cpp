#include "math/dense_factors.hpp"

#include "base/check.hpp"
#include "math/blas_threads.hpp"

#include <cblas.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

// OpenBLAS holds LAPACK; Debian's headers of it declare BLAS alone.
// NOLINTBEGIN(readability-identifier-naming): LAPACK's names.
extern "C" {
void sgelqf_(const blasint* m, const blasint* n, float* a, const blasint* lda, float* tau, float* work, const blasint* lwork,
             blasint* info);
void sorglq_(const blasint* m, const blasint* n, const blasint* k, float* a, const blasint* lda, const float* tau, float* work,
             const blasint* lwork, blasint* info);
void ssyev_(const char* jobz, const char* uplo, const blasint* n, float* a, const blasint* lda, float* w, float* work,
            const blasint* lwork, blasint* info);
}
// NOLINTEND(readability-identifier-naming)

namespace kinora {
namespace {

blasint lapack_size(std::size_t size) {
  KINORA_CHECK(size <= static_cast<std::size_t>(std::numeric_limits<blasint>::max()), size);
  return static_cast<blasint>(size);
}

/// Calls a routine twice: for the room it wants, and with that room.
template <class Routine>
void with_workspace(const Routine& routine) {
  float wanted = 0;
  blasint room = -1;
  blasint info = 0;
  routine(&wanted, &room, &info);
  KINORA_CHECK(info == 0, info);
  room = std::max<blasint>(1, static_cast<blasint>(wanted));
  std::vector<float> work(static_cast<std::size_t>(room));
  routine(work.data(), &room, &info);
  KINORA_CHECK(info == 0, info);
}

void make_first_largest_positive(std::span<float> vector) {
  const auto largest = std::max_element(vector.begin(), vector.end(), [](float a, float b) { return std::abs(a) < std::abs(b); });
  if (largest == vector.end() || *largest >= 0) return;
  for (float& value : vector) value = -value;
}

}  // namespace

void orthonormalise_columns(const MutableMatrixView& matrix) {
  KINORA_CHECK(matrix.rows >= matrix.cols && matrix.cols >= 1, matrix.rows, matrix.cols);
  use_one_blas_thread();
  // Row by row in memory is the transpose column by column, of which an LQ factorisation makes the rows orthonormal.
  const blasint m = lapack_size(matrix.cols);
  const blasint n = lapack_size(matrix.rows);
  const blasint stride = lapack_size(matrix.stride);
  std::vector<float> tau(matrix.cols);
  with_workspace([&](float* work, const blasint* room, blasint* info) {
    sgelqf_(&m, &n, matrix.data, &stride, tau.data(), work, room, info);
  });
  with_workspace([&](float* work, const blasint* room, blasint* info) {
    sorglq_(&m, &n, &m, matrix.data, &stride, tau.data(), work, room, info);
  });
}

SymmetricEigen symmetric_eigen(const MatrixView& matrix) {
  KINORA_CHECK(matrix.rows == matrix.cols, matrix.rows, matrix.cols);
  use_one_blas_thread();
  const std::size_t size = matrix.rows;
  const blasint n = lapack_size(size);
  std::vector<float> rows(size * size);
  for (std::size_t row = 0; row < size; ++row)
    for (std::size_t col = 0; col <= row; ++col) rows[row * size + col] = matrix.row(row)[col];
  std::vector<float> rising(size);
  // The lower triangle by rows is the upper one by columns.
  with_workspace([&](float* work, const blasint* room, blasint* info) {
    ssyev_("V", "U", &n, rows.data(), &n, rising.data(), work, room, info);
  });
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return std::abs(rising[a]) > std::abs(rising[b]); });
  SymmetricEigen eigen{.values = {}, .vectors = Matrix(size, size)};
  for (std::size_t place = 0; place < size; ++place) {
    const std::span<float> vector = std::span(rows).subspan(order[place] * size, size);
    make_first_largest_positive(vector);
    eigen.values.push_back(rising[order[place]]);
    for (std::size_t row = 0; row < size; ++row) eigen.vectors.row(row)[place] = vector[row];
  }
  return eigen;
}

}  // namespace kinora
