#include "classify/baselines.hpp"

#include "base/random.hpp"
#include "kinora/classify/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kinora {
namespace {

TEST(Baselines, TheMostFrequentLabelIsPredictedForEveryRow) {
  const LabelMatrix training{{1, 0, 1, 0, 0, 1, 0, 1, 0}, 3, 3};
  const LabelMatrix predicted = predict_most_frequent(training, 2);
  EXPECT_EQ(predicted.rows, 2U);
  EXPECT_THAT(predicted.cells, ::testing::ElementsAre(0, 0, 1, 0, 0, 1));
}

TEST(Baselines, OfEquallyFrequentLabelsTheFirstIsTaken) {
  EXPECT_THAT(predict_most_frequent({{0, 1, 1}, 1, 3}, 1).cells, ::testing::ElementsAre(0, 1, 0));
}

TEST(Baselines, NoLabelsAreSurvived) {
  EXPECT_TRUE(predict_most_frequent({{}, 2, 0}, 2).cells.empty());
  EXPECT_THAT(predict_by_frequency({{0, 0}, 1, 2}, 1).cells, ::testing::ElementsAre(0, 0));
}

TEST(Baselines, ByFrequencyHasTheBestMicroF1OfAllNumbersOfLabels) {
  Rng rng(3);
  for (int round = 0; round < 20; ++round) {
    constexpr std::size_t kLabels = 7;
    LabelMatrix training{std::vector<std::uint8_t>(15 * kLabels), 15, kLabels};
    for (std::size_t i = 0; i < training.cells.size(); ++i) training.cells[i] = rng.below(10) < i % kLabels ? 1 : 0;
    const double found = score_labels(training, predict_by_frequency(training, training.rows)).micro_f1;
    // Labels by falling frequency, by brute force.
    std::vector<std::pair<std::size_t, std::size_t>> order;
    for (std::size_t label = 0; label < kLabels; ++label) {
      std::size_t count = 0;
      for (std::size_t r = 0; r < training.rows; ++r) count += training.row(r)[label];
      order.emplace_back(training.rows - count, label);
    }
    std::ranges::sort(order);
    double best = 0;
    LabelMatrix predicted{std::vector<std::uint8_t>(training.cells.size()), training.rows, kLabels};
    for (const auto& entry : order) {
      for (std::size_t r = 0; r < training.rows; ++r) predicted.cells[r * kLabels + entry.second] = 1;
      best = std::max(best, score_labels(training, predicted).micro_f1);
    }
    EXPECT_DOUBLE_EQ(found, best);
  }
}

}  // namespace
}  // namespace kinora
