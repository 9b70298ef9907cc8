#include "kinora/math/matrix.hpp"

#include <gtest/gtest.h>
#include <cstdint>
#include <new>
#include <utility>

namespace kinora {
namespace {

TEST(Matrix, RowsAreAlignedZeroAndPaddedToWholeCacheLines) {
  for (const std::size_t cols : {1U, 15U, 16U, 17U, 100U}) {
    const Matrix matrix(3, cols);
    EXPECT_EQ(matrix.stride() % 16, 0U);
    EXPECT_GE(matrix.stride(), cols);
    EXPECT_LT(matrix.stride(), cols + 16);
    for (std::size_t row = 0; row < 3; ++row) EXPECT_EQ(reinterpret_cast<std::uintptr_t>(matrix.row(row).data()) % 64, 0U);
    for (std::size_t i = 0; i < 3 * matrix.stride(); ++i) ASSERT_EQ(matrix.data()[i], 0.0F);
  }
}

TEST(Matrix, ACloneIsOnItsOwn) {
  Matrix matrix(2, 3);
  matrix.row(1)[2] = 5;
  const Matrix copy = matrix.clone();
  matrix.row(1)[2] = 6;
  EXPECT_EQ(copy.row(1)[2], 5.0F);
  EXPECT_EQ(copy.view().row(1)[2], 5.0F);
}

TEST(Matrix, MayBeEmpty) {
  for (const auto& [rows, cols] : {std::pair<std::size_t, std::size_t>{0, 0}, {0, 5}, {5, 0}}) {
    const Matrix matrix(rows, cols);
    EXPECT_EQ(matrix.rows(), rows);
    EXPECT_EQ(matrix.cols(), cols);
    EXPECT_EQ(matrix.clone().view().rows, rows);
  }
}

TEST(Matrix, AMovedFromMatrixIsEmpty) {
  Matrix matrix(2, 3);
  const Matrix taken = std::move(matrix);
  EXPECT_EQ(taken.rows(), 2U);
  EXPECT_EQ(matrix.rows(), 0U);  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(matrix.view().cols, 0U);
}

TEST(Matrix, ASizeThatOverflowsIsRefusedBeforeItWraps) {
  EXPECT_THROW(Matrix(SIZE_MAX / 2, 100), std::bad_alloc);
  EXPECT_THROW(Matrix(2, SIZE_MAX - 3), std::bad_alloc);
}

}  // namespace
}  // namespace kinora
