#include "classify/dropout.hpp"

#include "kinora/math/matrix.hpp"
#include "support/every_target.hpp"

#include <gtest/gtest.h>
#include <algorithm>

namespace kinora {
namespace {

Matrix mask_of(const Dropout& dropout, std::uint64_t step, std::size_t layer, std::size_t unit, std::size_t count) {
  Matrix mask(1, count);
  dropout.fill(step, layer, unit, mask.row(0));
  return mask;
}

double kept_share(const Matrix& mask) {
  return static_cast<double>(mask.cols() - static_cast<std::size_t>(std::ranges::count(mask.row(0), 0.0F))) /
         static_cast<double>(mask.cols());
}

double agreement(const Matrix& a, const Matrix& b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < a.cols(); ++i) equal += a.row(0)[i] == b.row(0)[i] ? 1U : 0U;
  return static_cast<double>(equal) / static_cast<double>(a.cols());
}

TEST(RandomDropout, KeepsTheRightShareAndScalesIt) {
  const RandomDropout dropout(0.2, 42);
  EXPECT_FLOAT_EQ(dropout.scale(), 1.25F);
  std::size_t kept = 0;
  constexpr std::size_t kUnits = 512;
  constexpr std::size_t kRows = 64;
  for (std::uint64_t step = 0; step < 10; ++step)
    for (std::size_t unit = 0; unit < kUnits; ++unit) {
      const Matrix mask = mask_of(dropout, step, 0, unit, kRows);
      for (const float factor : mask.row(0)) {
        ASSERT_TRUE(factor == 0.0F || factor == 1.25F);
        if (factor != 0.0F) ++kept;
      }
    }
  // Six standard deviations of the mean of 327,680 draws.
  EXPECT_NEAR(static_cast<double>(kept) / (10 * kUnits * kRows), 0.8, 0.0042);
}

TEST(RandomDropout, EachPositionKeepsTheRightShare) {
  const RandomDropout dropout(0.5, 7);
  std::vector<int> kept(64);
  for (std::uint64_t step = 0; step < 2000; ++step) {
    const Matrix mask = mask_of(dropout, step, 1, 3, kept.size());
    for (std::size_t r = 0; r < kept.size(); ++r) kept[r] += mask.row(0)[r] != 0.0F ? 1 : 0;
  }
  for (const int count : kept) EXPECT_NEAR(count, 1000, 135);  // six standard deviations
}

TEST(RandomDropout, StepsLayersUnitsAndSeedsAreIndependent) {
  constexpr std::size_t kCount = 20'000;
  const RandomDropout dropout(0.5, 1);
  const Matrix mask = mask_of(dropout, 5, 1, 9, kCount);
  EXPECT_NEAR(kept_share(mask), 0.5, 0.022);
  for (const Matrix& other : {mask_of(dropout, 6, 1, 9, kCount), mask_of(dropout, 5, 2, 9, kCount),
                              mask_of(dropout, 5, 1, 10, kCount), mask_of(RandomDropout(0.5, 2), 5, 1, 9, kCount)})
    EXPECT_NEAR(agreement(mask, other), 0.5, 0.022);
}

TEST(RandomDropout, NeighbouringRowsAreIndependent) {
  const Matrix mask = mask_of(RandomDropout(0.5, 3), 0, 0, 0, 20'001);
  for (std::size_t lag = 1; lag <= 16; ++lag) {
    std::size_t equal = 0;
    for (std::size_t i = lag; i < mask.cols(); ++i) equal += mask.row(0)[i] == mask.row(0)[i - lag] ? 1U : 0U;
    EXPECT_NEAR(static_cast<double>(equal) / 20'000, 0.5, 0.022) << lag;
  }
}

TEST(RandomDropout, DoesNotDependOnTheInstructionSetOrTheCount) {
  const RandomDropout dropout(0.3, 11);
  const Matrix expected = mask_of(dropout, 2, 1, 4, 100);
  testing::for_every_target([&] {
    const Matrix mask = mask_of(dropout, 2, 1, 4, 37);
    EXPECT_TRUE(std::ranges::equal(mask.row(0), expected.row(0).first(37)));
  });
}

TEST(RandomDropout, RateZeroKeepsAll) {
  const Matrix mask = mask_of(RandomDropout(0.0, 1), 0, 0, 0, 1000);
  EXPECT_EQ(kept_share(mask), 1.0);
  EXPECT_EQ(mask.row(0)[0], 1.0F);
}

}  // namespace
}  // namespace kinora
