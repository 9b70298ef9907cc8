#include "kinora/classify/genre_classifier.hpp"

#include "classify/thresholds.hpp"
#include "kinora/classify/metrics.hpp"
#include "toy_problem.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <limits>

namespace kinora {
namespace {

Result<GenreClassifier> fit(const ToyProblem& problem, const ClassifierOptions& options, const Execution& execution = {},
                            std::vector<double>* losses = nullptr) {
  return GenreClassifier::fit(problem.features.view(), problem.labels, problem.names, options, execution, losses);
}

TEST(GenreClassifier, LearnsWhatCanBeLearnt) {
  std::vector<double> losses;
  const auto classifier = fit(ToyProblem(1500), toy_options(), {}, &losses);
  ASSERT_TRUE(classifier);
  ASSERT_EQ(losses.size(), 12U);
  EXPECT_LT(losses.back(), losses.front() / 2);
  EXPECT_EQ(classifier->dimension(), 6U);

  const ToyProblem test(500, 2);
  const Matrix logits = classifier->logits(test.features.view());
  const MultiLabelScores scores = score_labels(test.labels, classifier->predict(logits.view()));
  EXPECT_GT(scores.micro_f1, 0.9);
  EXPECT_LT(GenreClassifier::loss(logits.view(), test.labels), 0.25);
  const Matrix probabilities = classifier->probabilities(test.features.view());
  for (std::size_t r = 0; r < logits.rows(); ++r)
    for (std::size_t label = 0; label < 3; ++label)
      EXPECT_NEAR(probabilities.row(r)[label], 1 / (1 + std::exp(-double{logits.row(r)[label]})), 1e-6);
}

TEST(GenreClassifier, GivesTheSameBitsAtAnyNumberOfThreads) {
  const ToyProblem problem(200);
  std::vector<double> expected_losses;
  const auto expected = fit(problem, toy_options(), {.threads = 1}, &expected_losses);
  ASSERT_TRUE(expected);
  for (const unsigned threads : {2U, 9U}) {
    std::vector<double> losses;
    const auto found = fit(problem, toy_options(), {.threads = threads}, &losses);
    ASSERT_TRUE(found);
    EXPECT_EQ(losses, expected_losses);
    EXPECT_TRUE(std::ranges::equal(found->thresholds(), expected->thresholds()));
    EXPECT_TRUE(
        std::ranges::equal(found->logits(problem.features.view()).row(7), expected->logits(problem.features.view()).row(7)));
  }
}

TEST(GenreClassifier, TheSeedDecidesTheModel) {
  const ToyProblem problem(100);
  ClassifierOptions options = toy_options();
  options.epochs = 1;
  const auto first = fit(problem, options);
  options.seed = 43;
  const auto second = fit(problem, options);
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->logits(problem.features.view()).row(0)[0], second->logits(problem.features.view()).row(0)[0]);
}

TEST(GenreClassifier, WorksWithoutHiddenLayersAndWithoutDropout) {
  ClassifierOptions options = toy_options();
  options.hidden.clear();
  options.dropout = 0;
  options.learning_rate = 0.05;
  std::vector<double> losses;
  const ToyProblem problem(400);
  ASSERT_TRUE(fit(problem, options, {.threads = 2}, &losses));
  EXPECT_LT(losses.back(), losses.front());
}

TEST(GenreClassifier, LogitPolicyComparesLogits) {
  ClassifierOptions options = toy_options();
  options.epochs = 1;
  options.thresholds = ThresholdPolicy::kLogit;
  options.logit_threshold = 0.5;
  options.query_logit_threshold = 0.25;
  const auto classifier = fit(ToyProblem(64), options);
  ASSERT_TRUE(classifier);
  Matrix logits(1, 3);
  logits.row(0)[0] = 0.5F;
  logits.row(0)[1] = 0.25F;
  logits.row(0)[2] = 0.75F;
  EXPECT_THAT(classifier->predict(logits.view()).cells, ::testing::ElementsAre(0, 0, 1));
  EXPECT_THAT(classifier->predict_query(logits.view()).cells, ::testing::ElementsAre(1, 1, 1));
  EXPECT_THAT(classifier->thresholds(), ::testing::Each(::testing::FloatEq(sigmoid(0.5F))));
}

TEST(GenreClassifier, PerLabelPolicyComparesProbabilities) {
  const ToyProblem problem(600);
  const auto classifier = fit(problem, toy_options());
  ASSERT_TRUE(classifier);
  const Matrix logits = classifier->logits(problem.features.view());
  const Matrix probabilities = classifier->probabilities(problem.features.view());
  const LabelMatrix predicted = classifier->predict(logits.view());
  for (std::size_t r = 0; r < predicted.rows; ++r)
    for (std::size_t label = 0; label < 3; ++label)
      EXPECT_EQ(predicted.row(r)[label] != 0, probabilities.row(r)[label] >= classifier->thresholds()[label]);
  EXPECT_EQ(classifier->predict_query(logits.view()).cells, predicted.cells);
}

TEST(GenreClassifier, ValidationRowsDoNotTrain) {
  ToyProblem problem(100);
  ClassifierOptions options = toy_options();
  options.epochs = 2;
  const ValidationSplit split = split_validation(100, options.validation_fraction, options.seed);
  const auto before = fit(problem, options);
  for (const std::size_t row : split.validation) std::ranges::fill(problem.features.row(row), 100.0F);
  const auto after = fit(problem, options);
  ASSERT_TRUE(before && after);
  const ToyProblem test(5, 3);
  EXPECT_TRUE(std::ranges::equal(before->logits(test.features.view()).row(4), after->logits(test.features.view()).row(4)));
}

TEST(GenreClassifier, ReportsItsWork) {
  struct Recorder final : Observer {
    std::vector<std::pair<std::uint64_t, double>> figures;
    std::uint64_t total = 0;
    std::uint64_t done = 0;
    bool ended = false;
    void stage_begin(std::string_view stage, std::uint64_t units, std::string_view unit) override {
      EXPECT_EQ(stage, "classifier");
      EXPECT_EQ(unit, "steps");
      total = units;
    }
    void stage_progress(std::uint64_t units) override {
      EXPECT_GE(units, done);
      done = units;
    }
    void stage_end() override { ended = true; }
    void figure(std::string_view name, std::uint64_t step, double value) override {
      EXPECT_EQ(name, "classifier loss");
      figures.emplace_back(step, value);
    }
  } recorder;
  std::vector<double> losses = {99};
  ASSERT_TRUE(fit(ToyProblem(200), toy_options(), {.threads = 2, .observer = &recorder}, &losses));
  EXPECT_EQ(recorder.total, 12U * 12U);  // 180 training rows, the last batch has four
  EXPECT_EQ(recorder.done, recorder.total);
  EXPECT_TRUE(recorder.ended);
  ASSERT_EQ(recorder.figures.size(), losses.size());
  for (std::size_t epoch = 0; epoch < losses.size(); ++epoch) {
    EXPECT_EQ(recorder.figures[epoch].first, epoch);
    EXPECT_EQ(recorder.figures[epoch].second, losses[epoch]);
  }
}

TEST(GenreClassifier, StopsOnRequest) {
  CancellationToken token;
  token.request();
  const auto classifier = fit(ToyProblem(50), toy_options(), {.cancellation = &token});
  ASSERT_FALSE(classifier);
  EXPECT_EQ(classifier.error().code, ErrorCode::kCancelled);
}

TEST(GenreClassifier, RefusesWhatCannotBeTrainedOn) {
  const ClassifierOptions options = toy_options();
  const auto code = [&](const ToyProblem& problem) {
    const auto result = fit(problem, options);
    return result ? std::string("accepted") : result.error().what;
  };
  EXPECT_EQ(code(ToyProblem(0)), "too few rows to train a classifier");
  EXPECT_EQ(code(ToyProblem(1)), "too few rows to train a classifier");
  ToyProblem names(10);
  names.names.pop_back();
  EXPECT_EQ(code(names), "labels and names differ in number");
  ToyProblem twice(10);
  twice.names[0] = twice.names[2];
  EXPECT_EQ(code(twice), "two labels have the same name");
  ToyProblem rows(10);
  rows.features = Matrix(9, 6);
  EXPECT_EQ(code(rows), "features and labels differ in rows");
  ToyProblem cells(10);
  cells.labels.cells.pop_back();
  EXPECT_EQ(code(cells), "the label matrix is of another size than it says");
  ToyProblem nan(10);
  nan.features.row(7)[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(code(nan), "a feature is not a finite number");
  ToyProblem columns(10);
  columns.features = Matrix(10, 0);
  EXPECT_EQ(code(columns), "a classifier needs at least one feature");
  ToyProblem labels(10);
  labels.labels = {{}, 10, 0};
  labels.names.clear();
  EXPECT_EQ(code(labels), "a classifier needs at least one label");
  ClassifierOptions invalid;
  invalid.batch = 1;
  EXPECT_FALSE(fit(ToyProblem(10), invalid));
}

TEST(Loss, IsTheMeanOverAllCells) {
  Matrix logits(2, 1);
  logits.row(1)[0] = -2000;
  EXPECT_NEAR(GenreClassifier::loss(logits.view(), {{1, 1}, 2, 1}), (std::log(2.0) + 2000) / 2, 1e-9);
  EXPECT_EQ(GenreClassifier::loss(Matrix(0, 1).view(), {{}, 0, 1}), 0);
}

}  // namespace
}  // namespace kinora
