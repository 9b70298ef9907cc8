#include "kinora/classify/metrics.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace kinora {
namespace {

TEST(ScoreLabels, EqualsScikitLearn) {
  const auto golden = nlohmann::json::parse(std::ifstream(KINORA_SOURCE_DIR "/tests/classify/metrics_golden.json"));
  for (const auto& expected : golden["cases"]) {
    const std::size_t rows = expected["rows"];
    const std::size_t labels = expected["labels"];
    const MultiLabelScores scores = score_labels({expected["actual"].get<std::vector<std::uint8_t>>(), rows, labels},
                                                 {expected["predicted"].get<std::vector<std::uint8_t>>(), rows, labels});
    EXPECT_NEAR(scores.micro_f1, expected["micro_f1"].get<double>(), 1e-12);
    EXPECT_NEAR(scores.macro_f1, expected["macro_f1"].get<double>(), 1e-12);
    EXPECT_NEAR(scores.samples_f1, expected["samples_f1"].get<double>(), 1e-12);
    EXPECT_NEAR(scores.hamming_loss, expected["hamming_loss"].get<double>(), 1e-12);
    ASSERT_EQ(scores.labels.size(), labels);
    for (std::size_t label = 0; label < labels; ++label) {
      EXPECT_NEAR(scores.labels[label].precision, expected["precision"][label].get<double>(), 1e-12);
      EXPECT_NEAR(scores.labels[label].recall, expected["recall"][label].get<double>(), 1e-12);
      EXPECT_NEAR(scores.labels[label].f1, expected["f1"][label].get<double>(), 1e-12);
      EXPECT_EQ(scores.labels[label].support, expected["support"][label].get<std::size_t>());
    }
  }
}

TEST(ScoreLabels, OfNoRowsAreZero) {
  const MultiLabelScores scores = score_labels({{}, 0, 2}, {{}, 0, 2});
  EXPECT_EQ(scores.micro_f1, 0);
  EXPECT_EQ(scores.macro_f1, 0);
  EXPECT_EQ(scores.samples_f1, 0);
  EXPECT_EQ(scores.hamming_loss, 0);
  EXPECT_EQ(scores.labels.size(), 2U);
}

TEST(CalibrationError, IsTheMeanDistanceOfBinsOfEqualCount) {
  Matrix probabilities(4, 2);
  const float values[] = {0.1F, 0.9F, 0.2F, 0.8F, 0.3F, 0.7F, 0.4F, 0.6F};
  for (std::size_t i = 0; i < 8; ++i) probabilities.row(i / 2)[i % 2] = values[i];
  const LabelMatrix actual{{0, 1, 0, 1, 1, 1, 0, 1}, 4, 2};
  EXPECT_NEAR(calibration_error(probabilities.view(), actual, 1), std::abs(0.5 - 5.0 / 8), 1e-6);
  EXPECT_NEAR(calibration_error(probabilities.view(), actual, 2), (std::abs(0.25 - 0.25) + std::abs(0.75 - 1)) / 2, 1e-6);
  EXPECT_NEAR(calibration_error(probabilities.view(), actual, 8), (0.1 + 0.2 + 0.7 + 0.4 + 0.4 + 0.3 + 0.2 + 0.1) / 8, 1e-6);
  EXPECT_EQ(calibration_error(Matrix(0, 2).view(), {{}, 0, 2}), 0);
}

}  // namespace
}  // namespace kinora
