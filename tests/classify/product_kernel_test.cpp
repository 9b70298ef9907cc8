#include "classify/product_kernel.hpp"

#include "base/random.hpp"
#include "classify/mlp_model.hpp"
#include "support/every_target.hpp"

#include <gtest/gtest.h>

namespace kinora {
namespace {

Matrix random_matrix(std::size_t rows, std::size_t cols, Rng& rng) {
  Matrix matrix(rows, cols);
  for (std::size_t r = 0; r < rows; ++r)
    for (float& value : matrix.row(r)) value = rng.uniform_float() - 0.5F;
  return matrix;
}

struct Shape {
  std::size_t rows;
  std::size_t cols;
  std::size_t depth;
};

void PrintTo(const Shape& shape, std::ostream* out) { *out << shape.rows << " x " << shape.cols << " x " << shape.depth; }

class Products : public ::testing::TestWithParam<Shape> {};

TEST_P(Products, EqualTheDefinitionInBothOrientations) {
  const std::size_t rows = GetParam().rows;
  const std::size_t cols = GetParam().cols;
  const std::size_t depth = GetParam().depth;
  Rng rng(1);
  const Matrix a = random_matrix(rows, depth, rng);
  const Matrix b = random_matrix(depth, cols, rng);
  Matrix a_transposed(depth, rows);
  transpose(a.data(), a.stride(), a_transposed.data(), a_transposed.stride(), rows, depth);
  testing::for_every_target([&] {
    Matrix c(rows, line_stride(cols));
    Matrix c_transposed(rows, line_stride(cols));
    multiply({a.data(), a.stride(), 1}, b.data(), b.stride(), c.data(), c.stride(), rows, c.cols(), depth);
    multiply({a_transposed.data(), 1, a_transposed.stride()}, b.data(), b.stride(), c_transposed.data(), c_transposed.stride(),
             rows, c.cols(), depth);
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t col = 0; col < c.cols(); ++col) {
        double sum = 0;
        for (std::size_t k = 0; k < depth; ++k) sum += col < cols ? double{a.row(r)[k]} * b.row(k)[col] : 0.0;
        ASSERT_NEAR(c.row(r)[col], sum, 1e-5 * static_cast<double>(depth)) << r << ' ' << col;
        ASSERT_EQ(c.row(r)[col], c_transposed.row(r)[col]);
      }
  });
}

TEST_P(Products, OfAPartOfTheRowsHaveTheSameBits) {
  const std::size_t rows = GetParam().rows;
  const std::size_t cols = GetParam().cols;
  const std::size_t depth = GetParam().depth;
  Rng rng(2);
  const Matrix a = random_matrix(rows, depth, rng);
  const Matrix b = random_matrix(depth, cols, rng);
  testing::for_every_target([&] {
    Matrix whole(rows, line_stride(cols));
    multiply({a.data(), a.stride(), 1}, b.data(), b.stride(), whole.data(), whole.stride(), rows, whole.cols(), depth);
    for (std::size_t first = 0; first < rows; ++first) {
      Matrix part(rows, line_stride(cols));
      const StridedOperand all{a.data(), a.stride(), 1};
      multiply(all.from_row(first), b.data(), b.stride(), part.data(), part.stride(), rows - first, part.cols(), depth);
      for (std::size_t r = first; r < rows; ++r)
        for (std::size_t col = 0; col < whole.cols(); ++col) ASSERT_EQ(part.row(r - first)[col], whole.row(r)[col]);
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Shapes, Products,
                         ::testing::Values(Shape{1, 1, 1}, Shape{5, 16, 3}, Shape{6, 64, 7}, Shape{13, 65, 33},
                                           Shape{24, 100, 64}, Shape{7, 40, 0}));

TEST(Transpose, MovesEveryElement) {
  Rng rng(3);
  for (const auto& [rows, cols] : {std::pair{1, 1}, {4, 4}, {7, 5}, {3, 9}, {24, 64}, {33, 18}}) {
    const Matrix source = random_matrix(static_cast<std::size_t>(rows), static_cast<std::size_t>(cols), rng);
    testing::for_every_target([&] {
      Matrix target(source.cols(), source.rows());
      transpose(source.data(), source.stride(), target.data(), target.stride(), source.rows(), source.cols());
      for (std::size_t r = 0; r < source.rows(); ++r)
        for (std::size_t c = 0; c < source.cols(); ++c) ASSERT_EQ(target.row(c)[r], source.row(r)[c]);
    });
  }
}

}  // namespace
}  // namespace kinora
