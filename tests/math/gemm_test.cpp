#include "math/gemm.hpp"

#include "base/thread_pool.hpp"
#include "random_matrix.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <vector>

namespace kinora {
namespace {

using testing::random_matrix;

bool same_bits(const Matrix& a, const Matrix& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), a.rows() * a.stride() * sizeof(float)) == 0;
}

void expect_product(Transpose transpose_a, Transpose transpose_b, std::size_t m, std::size_t n, std::size_t k) {
  const bool at = transpose_a == Transpose::kYes;
  const bool bt = transpose_b == Transpose::kYes;
  const Matrix a = random_matrix(at ? k : m, at ? m : k, 1);
  const Matrix b = random_matrix(bt ? n : k, bt ? k : n, 2);
  const Matrix start = random_matrix(m, n, 3);
  Matrix c = start.clone();
  gemm(transpose_a, transpose_b, 0.5F, a.view(), b.view(), 2.0F, c.view());
  for (std::size_t row = 0; row < m; ++row) {
    for (std::size_t col = 0; col < n; ++col) {
      double sum = 0;
      for (std::size_t i = 0; i < k; ++i)
        sum += static_cast<double>(at ? a.row(i)[row] : a.row(row)[i]) * static_cast<double>(bt ? b.row(col)[i] : b.row(i)[col]);
      ASSERT_NEAR(c.row(row)[col], 0.5 * sum + 2.0 * static_cast<double>(start.row(row)[col]),
                  1e-5 * (1 + static_cast<double>(k)))
          << m << "×" << n << "×" << k << " at " << row << ", " << col;
    }
  }
}

TEST(Gemm, AgreesWithDoublePrecisionForEveryTransposition) {
  for (const Transpose a : {Transpose::kNo, Transpose::kYes})
    for (const Transpose b : {Transpose::kNo, Transpose::kYes})
      for (const auto& [m, n, k] : {std::array<std::size_t, 3>{1, 1, 1}, {3, 5, 7}, {64, 20, 100}, {17, 33, 130}})
        expect_product(a, b, m, n, k);
}

TEST(Gemm, ReadsRowsThatAreATightlyPackedPartOfALargerMatrix) {
  const std::vector<float> wide = {1, 2, 9, 9, 3, 4, 9, 9};
  const std::vector<float> identity = {1, 0, 0, 1};
  std::vector<float> out(6, -1.0F);
  gemm(Transpose::kNo, Transpose::kNo, 1.0F, {wide.data(), 2, 2, 4}, {identity.data(), 2, 2, 2}, 0.0F, {out.data(), 2, 2, 3});
  EXPECT_EQ(out, (std::vector<float>{1, 2, -1, 3, 4, -1}));
}

TEST(Gemm, LeavesThePaddingOfTheResultZero) {
  Matrix c(5, 20);
  gemm(Transpose::kNo, Transpose::kNo, 1.0F, random_matrix(5, 9, 1).view(), random_matrix(9, 20, 2).view(), 0.0F, c.view());
  for (std::size_t row = 0; row < 5; ++row)
    for (std::size_t col = 20; col < c.stride(); ++col) ASSERT_EQ(c.data()[row * c.stride() + col], 0.0F);
}

TEST(Gemm, IgnoresWhatWasInTheResultWhenBetaIsZero) {
  Matrix c(2, 2);
  for (std::size_t row = 0; row < 2; ++row) std::fill_n(c.row(row).data(), 2, std::numeric_limits<float>::quiet_NaN());
  gemm(Transpose::kNo, Transpose::kNo, 1.0F, random_matrix(2, 3, 1).view(), random_matrix(3, 2, 2).view(), 0.0F, c.view());
  for (std::size_t row = 0; row < 2; ++row)
    for (const float value : c.row(row)) EXPECT_EQ(value, value);
}

TEST(Gemm, AnEmptyInnerDimensionOnlyScales) {
  std::vector<float> c = {1, 2, 3, std::numeric_limits<float>::quiet_NaN()};
  gemm(Transpose::kNo, Transpose::kNo, 1.0F, {nullptr, 2, 0, 0}, {nullptr, 0, 2, 2}, 2.0F, {c.data(), 2, 2, 2});
  EXPECT_EQ((std::vector<float>{c[0], c[1], c[2]}), (std::vector<float>{2, 4, 6}));
  gemm(Transpose::kNo, Transpose::kNo, 1.0F, {nullptr, 2, 0, 0}, {nullptr, 0, 2, 2}, 0.0F, {c.data(), 2, 2, 2});
  EXPECT_EQ(c, (std::vector<float>{0, 0, 0, 0}));
  gemm(Transpose::kNo, Transpose::kNo, 1.0F, {nullptr, 0, 3, 3}, {nullptr, 3, 0, 0}, 0.0F, {nullptr, 0, 0, 0});
}

TEST(Gemm, HasTheSameBitsFromOneThreadAndFromSeveralAtOnce) {
  const std::vector<std::size_t> sizes = {1, 3, 31, 64, 100, 257, 512};
  const auto product = [&](std::size_t shard) {
    const std::size_t rows = sizes[shard % sizes.size()];
    const Matrix a = random_matrix(rows, 300, shard);
    const Matrix b = random_matrix(128, 300, shard + 1000);
    Matrix c(rows, 128);
    gemm(Transpose::kNo, Transpose::kYes, 1.0F, a.view(), b.view(), 0.0F, c.view());
    return c;
  };
  const std::size_t shards = 6 * sizes.size();
  std::vector<Matrix> alone(shards);
  for (std::size_t shard = 0; shard < shards; ++shard) alone[shard] = product(shard);
  for (const unsigned threads : {1U, 2U, 5U}) {
    ThreadPool pool(threads);
    std::vector<Matrix> together(shards);
    pool.for_each_shard(shards, [&](std::size_t shard) { together[shard] = product(shard); });
    for (std::size_t shard = 0; shard < shards; ++shard)
      ASSERT_TRUE(same_bits(alone[shard], together[shard])) << "product " << shard << " with " << threads << " threads";
  }
}

TEST(GemmDeathTest, AMismatchOfShapesIsABug) {
  const Matrix a(2, 3);
  Matrix c(2, 2);
  EXPECT_DEATH(gemm(Transpose::kNo, Transpose::kNo, 1.0F, a.view(), a.view(), 0.0F, c.view()), "check failed");
  EXPECT_DEATH(gemm(Transpose::kYes, Transpose::kNo, 1.0F, a.view(), a.view(), 0.0F, c.view()), "check failed");
}

}  // namespace
}  // namespace kinora
