#include "evaluate/roc_auc.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace kinora {
namespace {

double by_counting(const std::vector<ScoredLabel>& scored) {
  double right = 0;
  double pairs = 0;
  for (const auto& [positive_score, is_positive] : scored)
    for (const auto& [negative_score, is_other_positive] : scored) {
      if (!is_positive || is_other_positive) continue;
      ++pairs;
      right += positive_score > negative_score ? 1 : positive_score == negative_score ? 0.5 : 0;
    }
  return right / pairs;
}

TEST(RocAuc, IsTheShareOfPairsInTheRightOrder) {
  EXPECT_DOUBLE_EQ(roc_auc({{0.1, false}, {0.4, false}, {0.35, true}, {0.8, true}}), 0.75) << "scikit-learn's example";
  Rng rng(3);
  std::vector<ScoredLabel> scored;
  for (std::size_t i = 0; i < 200; ++i) scored.emplace_back(static_cast<double>(rng.below(20)), rng.below(3) == 0);
  EXPECT_NEAR(roc_auc(scored), by_counting(scored), 1e-12);
}

TEST(RocAuc, OneClassAloneTellsNothing) {
  EXPECT_EQ(roc_auc({}), 0.5);
  EXPECT_EQ(roc_auc({{1, true}, {2, true}}), 0.5);
}

TEST(RocAuc, IntervalHoldsTheFigureAndDoesNotDependOnThreads) {
  Rng rng(5);
  std::vector<ScoredLabel> scored;
  for (std::size_t i = 0; i < 300; ++i) {
    const bool positive = rng.below(2) == 0;
    scored.emplace_back(rng.uniform_double() + (positive ? 0.3 : 0), positive);
  }
  const MeanInterval one = bootstrap_roc_auc(scored, {.resamples = 500}, 1);
  const MeanInterval three = bootstrap_roc_auc(scored, {.resamples = 500}, 3);
  EXPECT_LT(one.low, one.mean);
  EXPECT_GT(one.high, one.mean);
  EXPECT_EQ(one.low, three.low);
  EXPECT_EQ(one.high, three.high);
}

}  // namespace
}  // namespace kinora
