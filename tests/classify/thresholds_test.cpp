#include "classify/thresholds.hpp"

#include "base/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

double f1_at(const MatrixView& probabilities, const LabelMatrix& labels, std::size_t label, float threshold) {
  std::size_t hits = 0;
  std::size_t predicted = 0;
  std::size_t actual = 0;
  for (std::size_t r = 0; r < labels.rows; ++r) {
    const bool is_predicted = probabilities.row(r)[label] >= threshold;
    const bool is_actual = labels.row(r)[label] != 0;
    hits += is_predicted && is_actual ? 1U : 0U;
    predicted += is_predicted ? 1U : 0U;
    actual += is_actual ? 1U : 0U;
  }
  return predicted + actual == 0 ? 0.0 : 2.0 * static_cast<double>(hits) / static_cast<double>(predicted + actual);
}

TEST(BestF1Thresholds, NoThresholdIsBetter) {
  Rng rng(5);
  for (int round = 0; round < 50; ++round) {
    Matrix probabilities(1 + rng.below(40), 3);
    LabelMatrix labels{std::vector<std::uint8_t>(probabilities.rows() * 3), probabilities.rows(), 3};
    for (std::size_t r = 0; r < probabilities.rows(); ++r)
      for (std::size_t label = 0; label < 3; ++label) {
        probabilities.row(r)[label] = static_cast<float>(rng.below(12)) / 11;  // with ties
        labels.cells[r * 3 + label] = rng.below(3) == 0 ? 1 : 0;
      }
    const std::vector<float> thresholds = best_f1_thresholds(probabilities.view(), labels);
    for (std::size_t label = 0; label < 3; ++label)
      for (int candidate = -1; candidate <= 24; ++candidate)
        EXPECT_GE(f1_at(probabilities.view(), labels, label, thresholds[label]) + 1e-12,
                  f1_at(probabilities.view(), labels, label, static_cast<float>(candidate) / 22));
  }
}

TEST(BestF1Thresholds, LieMidwayAndOfEqualOnesTheHighestIsTaken) {
  Matrix probabilities(4, 1);
  for (std::size_t r = 0; r < 4; ++r) probabilities.row(r)[0] = std::array{0.9F, 0.7F, 0.2F, 0.1F}[r];
  EXPECT_FLOAT_EQ(best_f1_thresholds(probabilities.view(), {{1, 1, 0, 0}, 4, 1})[0], 0.45F);
  // {first} and {first, second, third, fourth with two hits}: F1 2/3 both.
  EXPECT_FLOAT_EQ(best_f1_thresholds(probabilities.view(), {{1, 0, 0, 1}, 4, 1})[0], 0.8F);
  EXPECT_FLOAT_EQ(best_f1_thresholds(probabilities.view(), {{1, 1, 1, 1}, 4, 1})[0], 0.1F);
}

TEST(BestF1Thresholds, LabelsThatDoNotOccurKeepTheDefault) {
  const Matrix probabilities(3, 2);
  EXPECT_THAT(best_f1_thresholds(probabilities.view(), {{0, 1, 0, 0, 0, 1}, 3, 2}), ::testing::ElementsAre(0.5F, 0.0F));
  EXPECT_THAT(best_f1_thresholds(Matrix(0, 2).view(), {{}, 0, 2}), ::testing::ElementsAre(0.5F, 0.5F));
}

TEST(ShrunkThresholds, LieBetweenTheLabelsOwnAndTheCommonOne) {
  Matrix probabilities(6, 2);
  const float values[6][2] = {{0.9F, 0.3F}, {0.8F, 0.1F}, {0.7F, 0.1F}, {0.2F, 0.1F}, {0.1F, 0.1F}, {0.1F, 0.1F}};
  for (std::size_t row = 0; row < 6; ++row) std::ranges::copy(values[row], probabilities.row(row).begin());
  const LabelMatrix labels{{1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0}, 6, 2};
  const std::vector<float> own = best_f1_thresholds(probabilities.view(), labels);  // .45 and .2
  const float common = 0.25F;                                                       // between .3, the last hit, and .2
  const std::vector<float> unshrunk = shrunk_f1_thresholds(probabilities.view(), labels, 1e-6);
  const std::vector<float> one_threshold = shrunk_f1_thresholds(probabilities.view(), labels, 1e9);
  for (std::size_t label = 0; label < 2; ++label) {
    EXPECT_NEAR(unshrunk[label], own[label], 1e-4);
    EXPECT_NEAR(one_threshold[label], common, 1e-4);
  }
  const auto log_odds = [](float p) { return std::log(p / (1 - p)); };
  const std::vector<float> shrunk = shrunk_f1_thresholds(probabilities.view(), labels, 3);
  EXPECT_NEAR(log_odds(shrunk[0]), 0.5F * log_odds(own[0]) + 0.5F * log_odds(common), 1e-4);    // of three rows
  EXPECT_NEAR(log_odds(shrunk[1]), 0.25F * log_odds(own[1]) + 0.75F * log_odds(common), 1e-4);  // of one
}

TEST(ShrunkThresholds, ALabelOfNoRowHasTheCommonOne) {
  Matrix probabilities(2, 2);
  probabilities.row(0)[0] = 0.8F;
  probabilities.row(1)[1] = 0.3F;
  EXPECT_NEAR(shrunk_f1_thresholds(probabilities.view(), {{1, 0, 0, 0}, 2, 2}, 3)[1], 0.55F, 1e-4);
}

TEST(SplitValidation, IsAPartitionDrawnByTheSeed) {
  const ValidationSplit split = split_validation(100, 0.1, 42);
  EXPECT_EQ(split.validation.size(), 10U);
  std::vector<std::size_t> all = split.train;
  all.insert(all.end(), split.validation.begin(), split.validation.end());
  std::ranges::sort(all);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(all[i], i);
  EXPECT_EQ(split_validation(100, 0.1, 42).validation, split.validation);
  EXPECT_NE(split_validation(100, 0.1, 43).validation, split.validation);
}

TEST(SplitValidation, LeavesTwoRowsToTrain) {
  EXPECT_EQ(split_validation(3, 0.99, 1).train.size(), 2U);
  EXPECT_EQ(split_validation(2, 0.5, 1).train.size(), 2U);
  EXPECT_TRUE(split_validation(50, 0.0, 1).validation.empty());
}

TEST(Sigmoid, IsStable) {
  EXPECT_EQ(sigmoid(0), 0.5F);
  EXPECT_EQ(sigmoid(-1000), 0.0F);
  EXPECT_EQ(sigmoid(1000), 1.0F);
  EXPECT_FLOAT_EQ(sigmoid(0.1F), 0.52497919F);
}

}  // namespace
}  // namespace kinora
