#include "math/truncated_eigen.hpp"

#include "math/gemm.hpp"
#include "math/kernels.hpp"
#include "random_matrix.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <utility>

namespace kinora {
namespace {

using testing::random_matrix;

Matrix product_with_transpose(const Matrix& left, const Matrix& right) {
  Matrix product(left.cols(), right.cols());
  gemm(Transpose::kYes, Transpose::kNo, 1, left.view(), right.view(), 0, product.view());
  return product;
}

SparseMatrix sparse_of(const Matrix& dense) {
  SparseMatrix sparse;
  for (std::size_t row = 0; row < dense.rows(); ++row) {
    for (std::size_t col = 0; col < dense.cols(); ++col) {
      if (dense.row(row)[col] == 0) continue;
      sparse.columns.push_back(static_cast<std::uint32_t>(col));
      sparse.values.push_back(dense.row(row)[col]);
    }
    sparse.ends.push_back(sparse.columns.size());
  }
  return sparse;
}

TEST(DenseFactors, OrthonormalColumnsSpanWhatTheySpanned) {
  Matrix matrix = random_matrix(50, 7, 1);
  const Matrix before = matrix.clone();
  orthonormalise_columns(matrix.view());
  const Matrix gram = product_with_transpose(matrix, matrix);
  for (std::size_t i = 0; i < 7; ++i)
    for (std::size_t j = 0; j < 7; ++j) EXPECT_NEAR(gram.row(i)[j], i == j ? 1 : 0, 1e-5);
  // What the basis leaves over of the columns that were there.
  const Matrix coordinates = product_with_transpose(matrix, before);
  Matrix rest = before.clone();
  gemm(Transpose::kNo, Transpose::kNo, -1, std::as_const(matrix).view(), coordinates.view(), 1, rest.view());
  for (std::size_t row = 0; row < 50; ++row)
    for (const float value : rest.row(row)) EXPECT_NEAR(value, 0, 1e-5);
}

TEST(DenseFactors, DependentColumnsBecomeOrthonormalToo) {
  Matrix matrix(6, 3);
  for (std::size_t row = 0; row < 6; ++row) matrix.row(row)[0] = matrix.row(row)[1] = 1;
  orthonormalise_columns(matrix.view());
  const Matrix gram = product_with_transpose(matrix, matrix);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(gram.row(i)[i], 1, 1e-5);
}

TEST(DenseFactors, EigenvaluesComeByAbsoluteValue) {
  Matrix matrix(3, 3);
  matrix.row(0)[0] = 2;
  matrix.row(1)[1] = -5;
  matrix.row(2)[2] = 3;
  const SymmetricEigen eigen = symmetric_eigen(std::as_const(matrix).view());
  ASSERT_EQ(eigen.values.size(), 3U);
  EXPECT_FLOAT_EQ(eigen.values[0], -5);
  EXPECT_FLOAT_EQ(eigen.values[1], 3);
  EXPECT_FLOAT_EQ(eigen.values[2], 2);
  EXPECT_FLOAT_EQ(eigen.vectors.row(1)[0], 1) << "the sign is that of the largest entry";
}

TEST(TruncatedEigen, FindsTheLeadingEigenvectorsOfASymmetricMatrix) {
  constexpr std::size_t kRows = 120;
  constexpr std::size_t kRank = 5;
  Matrix basis = random_matrix(kRows, kRank, 3);
  orthonormalise_columns(basis.view());
  const std::vector<float> values = {9, -7, 5, 3, 2};
  Matrix scaled = basis.clone();
  for (std::size_t row = 0; row < kRows; ++row)
    for (std::size_t i = 0; i < kRank; ++i) scaled.row(row)[i] *= values[i];
  Matrix dense(kRows, kRows);
  gemm(Transpose::kNo, Transpose::kYes, 1, std::as_const(scaled).view(), std::as_const(basis).view(), 0, dense.view());
  const SparseMatrix sparse = sparse_of(dense);
  ThreadPool pool(2);
  const SymmetricEigen found = truncated_eigen(sparse, {.rank = kRank}, pool);
  ASSERT_EQ(found.values.size(), kRank);
  for (std::size_t i = 0; i < kRank; ++i) {
    EXPECT_NEAR(found.values[i], values[i], 1e-4);
    float overlap = 0;
    for (std::size_t row = 0; row < kRows; ++row) overlap += found.vectors.row(row)[i] * basis.row(row)[i];
    EXPECT_NEAR(std::abs(overlap), 1, 1e-4) << "eigenvector " << i;
  }
}

TEST(TruncatedEigen, TheSameAtAnyNumberOfThreads) {
  const Matrix half = random_matrix(700, 700, 4);
  Matrix symmetric(700, 700);
  for (std::size_t i = 0; i < 700; ++i)
    for (std::size_t j = 0; j < 700; ++j) symmetric.row(i)[j] = half.row(i)[j] + half.row(j)[i];
  const SparseMatrix sparse = sparse_of(symmetric);
  ThreadPool one(1);
  ThreadPool three(3);
  const SymmetricEigen first = truncated_eigen(sparse, {.rank = 8}, one);
  const SymmetricEigen second = truncated_eigen(sparse, {.rank = 8}, three);
  EXPECT_EQ(first.values, second.values);
  for (std::size_t row = 0; row < 700; ++row)
    for (std::size_t i = 0; i < 8; ++i) ASSERT_EQ(first.vectors.row(row)[i], second.vectors.row(row)[i]);
}

TEST(TruncatedEigen, RankIsAtMostTheNumberOfRows) {
  Matrix tiny(2, 2);
  tiny.row(0)[1] = tiny.row(1)[0] = 1;
  ThreadPool pool(1);
  const SymmetricEigen found = truncated_eigen(sparse_of(tiny), {.rank = 64}, pool);
  ASSERT_EQ(found.values.size(), 2U);
  EXPECT_NEAR(std::abs(found.values[0]), 1, 1e-6);
}

}  // namespace
}  // namespace kinora
