#include "math/kernels.hpp"

#include "base/random.hpp"
#include "support/every_target.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace kinora {
namespace {

constexpr float kPoison = std::numeric_limits<float>::quiet_NaN();

/// `count` floats at `offset` floats from an aligned address, with NaN on both sides: a kernel that lets a neighbour in shows it.
class PoisonedArray {
 public:
  PoisonedArray(std::size_t count, std::size_t offset, Rng& rng)
      : values_(1, count + offset + 32), offset_(offset), count_(count) {
    for (float& value : values_.row(0)) value = kPoison;
    for (float& value : span()) value = rng.uniform_float() * 2.0F - 1.0F;
  }
  std::span<float> span() { return values_.row(0).subspan(offset_, count_); }
  bool neighbours_untouched() {
    const auto all = values_.row(0);
    for (std::size_t i = 0; i < all.size(); ++i)
      if ((i < offset_ || i >= offset_ + count_) && !std::isnan(all[i])) return false;
    return true;
  }

 private:
  Matrix values_;
  std::size_t offset_;
  std::size_t count_;
};

double exact_dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

double exact_squared_distance(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += difference * difference;
  }
  return sum;
}

std::uint32_t bits(float value) {
  std::uint32_t result = 0;
  std::memcpy(&result, &value, sizeof(result));
  return result;
}

Matrix random_matrix(std::size_t rows, std::size_t cols, Rng& rng) {
  Matrix matrix(rows, cols);
  for (std::size_t row = 0; row < rows; ++row)
    for (float& value : matrix.row(row)) value = rng.uniform_float() * 2.0F - 1.0F;
  return matrix;
}

class Kernels : public testing::OnEveryTarget {};

INSTANTIATE_TEST_SUITE_P(Targets, Kernels, testing::every_target(), testing::target_name);

TEST_P(Kernels, SumsAgreeWithDoublePrecisionAtEveryLengthAndAlignment) {
  Rng rng(7);
  for (std::size_t count = 0; count <= 140; ++count) {
    for (const std::size_t offset : {0U, 1U, 3U, 13U}) {
      PoisonedArray a(count, offset, rng);
      PoisonedArray b(count, (offset * 5) % 16, rng);
      const double tolerance = 1e-6 * (static_cast<double>(count) + 1);
      ASSERT_NEAR(dot(a.span(), b.span()), exact_dot(a.span(), b.span()), tolerance) << count << " floats at " << offset;
      ASSERT_NEAR(squared_norm(a.span()), exact_dot(a.span(), a.span()), tolerance) << count;
      ASSERT_NEAR(squared_distance(a.span(), b.span()), exact_squared_distance(a.span(), b.span()), 4 * tolerance) << count;
    }
  }
}

TEST_P(Kernels, SumsHaveTheSameBitsAtEveryAlignment) {
  Rng rng(8);
  for (const std::size_t count : {1U, 7U, 17U, 63U, 100U, 300U}) {
    PoisonedArray a(count, 0, rng);
    PoisonedArray b(count, 0, rng);
    const float expected = dot(a.span(), b.span());
    for (std::size_t offset = 1; offset < 16; ++offset) {
      PoisonedArray moved(count, offset, rng);
      std::copy(a.span().begin(), a.span().end(), moved.span().begin());
      ASSERT_EQ(bits(dot(moved.span(), b.span())), bits(expected)) << count << " floats at " << offset;
    }
  }
}

TEST_P(Kernels, AxpyAndScaleChangeTheirElementsAndNothingElse) {
  Rng rng(9);
  for (std::size_t count = 0; count <= 140; ++count) {
    PoisonedArray x(count, count % 5, rng);
    PoisonedArray y(count, count % 7, rng);
    const std::vector<float> before(y.span().begin(), y.span().end());
    axpy(0.37F, x.span(), y.span());
    for (std::size_t i = 0; i < count; ++i)
      ASSERT_NEAR(y.span()[i], before[i] + 0.37F * x.span()[i], 1e-6F) << i << " of " << count;
    const std::vector<float> added(y.span().begin(), y.span().end());
    scale_in_place(y.span(), -2.5F);
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(y.span()[i], added[i] * -2.5F) << i << " of " << count;
    ASSERT_TRUE(x.neighbours_untouched() && y.neighbours_untouched()) << count;
  }
}

TEST_P(Kernels, AxpyOfAnElementDoesNotDependOnItsPlace) {
  Rng rng(10);
  PoisonedArray x(100, 0, rng);
  PoisonedArray y(100, 0, rng);
  std::vector<float> whole(y.span().begin(), y.span().end());
  std::vector<float> pieces = whole;
  axpy(0.1F, x.span(), whole);
  for (std::size_t i = 0; i < 100; ++i) axpy(0.1F, x.span().subspan(i, 1), std::span(pieces).subspan(i, 1));
  for (std::size_t i = 0; i < 100; ++i) ASSERT_EQ(bits(whole[i]), bits(pieces[i])) << i;
}

TEST_P(Kernels, RowsGiveTheBitsOfTheirSingleKernels) {
  Rng rng(11);
  for (const std::size_t cols : {1U, 5U, 16U, 100U, 129U}) {
    const Matrix query = random_matrix(1, cols, rng);
    const Matrix rows = random_matrix(37, cols, rng);
    std::vector<float> dots(37);
    std::vector<float> distances(37);
    std::vector<float> norms(37);
    dot_rows(query.row(0), rows.view(), dots);
    squared_distance_rows(query.row(0), rows.view(), distances);
    squared_norm_rows(rows.view(), norms);
    for (std::size_t row = 0; row < 37; ++row) {
      ASSERT_EQ(bits(dots[row]), bits(dot(query.row(0), rows.row(row)))) << row << " of " << cols;
      ASSERT_EQ(bits(distances[row]), bits(squared_distance(query.row(0), rows.row(row)))) << row << " of " << cols;
      ASSERT_EQ(bits(norms[row]), bits(squared_norm(rows.row(row)))) << row << " of " << cols;
    }
  }
}

TEST_P(Kernels, CosinesOfChosenRowsFollowFromTheirDotsAndNorms) {
  Rng rng(13);
  std::vector<std::size_t> which = {36, 0, 5, 5, 12};
  for (std::size_t row = 1; row < 30; ++row) which.push_back(row);
  for (const std::size_t cols : {1U, 5U, 16U, 24U, 33U, 100U, 129U}) {
    const Matrix query = random_matrix(1, cols, rng);
    const Matrix rows = random_matrix(37, cols, rng);
    std::vector<float> cosines(which.size());
    std::vector<float> norms(which.size());
    cosine_rows(query.row(0), rows.view(), which, cosines, norms);
    for (std::size_t i = 0; i < which.size(); ++i) {
      const auto row = rows.row(which[i]);
      const float norm = squared_norm(row);
      ASSERT_NEAR(norms[i], norm, 1e-6F * static_cast<float>(cols + 1)) << i << " of " << cols;
      ASSERT_NEAR(cosines[i], dot(query.row(0), row) / std::sqrt(norm), 1e-5F) << i << " of " << cols;
    }
  }
}

TEST_P(Kernels, RowsMayBeTightlyPackedOrAbsent) {
  Rng rng(12);
  const std::vector<float> query = {1, 2, 3};
  const std::vector<float> packed = {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1};
  std::vector<float> out(4);
  dot_rows(query, {packed.data(), 4, 3, 3}, out);
  EXPECT_EQ(out, (std::vector<float>{1, 2, 3, 6}));
  squared_distance_rows(query, {packed.data(), 4, 3, 3}, out);
  EXPECT_EQ(out, (std::vector<float>{13, 11, 9, 5}));
  dot_rows(query, {nullptr, 0, 3, 3}, {});
  dot_rows({}, {packed.data(), 4, 0, 0}, out);
  EXPECT_EQ(out, (std::vector<float>{0, 0, 0, 0}));
}

TEST_P(Kernels, NanAndInfinityAreNotLost) {
  std::vector<float> a(100, 1.0F);
  const std::vector<float> b(100, 1.0F);
  a[99] = kPoison;
  EXPECT_TRUE(std::isnan(dot(a, b)));
  EXPECT_TRUE(std::isnan(squared_distance(a, b)));
  a[99] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(dot(a, b), std::numeric_limits<float>::infinity());
}

TEST(KernelsDeathTest, MismatchedSizesAreBugs) {
  const std::vector<float> query(3);
  std::vector<float> out(2);
  EXPECT_DEATH(dot_rows(query, {query.data(), 1, 3, 3}, out), "check failed");
  EXPECT_DEATH(squared_norm_rows({query.data(), 1, 3, 3}, out), "check failed");
}

}  // namespace
}  // namespace kinora
