#include "kinora/classify/linear_classifier.hpp"

#include "classify/linear/dual_descent.hpp"
#include "classify/linear/folds.hpp"
#include "kinora/classify/metrics.hpp"
#include "linear_problem.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

namespace kinora {
namespace {

struct LinearGolden {
  LinearGolden() {
    std::ifstream file(KINORA_SOURCE_DIR "/tests/classify/linear_golden.json");
    json = nlohmann::json::parse(file);
    for (const auto& document : json.at("documents")) {
      for (const auto& term : document) words.push_back(term.get<std::uint32_t>());
      ends.push_back(words.size());
    }
    const auto& cells = json.at("labels");
    labels = {{}, cells.size(), cells.front().size()};
    for (const auto& row : cells)
      for (const auto& cell : row) labels.cells.push_back(cell.get<std::uint8_t>());
    rows.resize(ends.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto terms = json.at("terms").get<std::size_t>();
    weighed = weigh_documents({words, ends}, rows,
                              fit_inverse_frequencies({words, ends}, rows, terms, json.at("min_documents").get<std::size_t>()));
  }

  nlohmann::json json;
  std::vector<std::uint32_t> words;
  std::vector<std::uint64_t> ends;
  LabelMatrix labels;
  std::vector<std::size_t> rows;
  TermRows weighed;
};

TEST(LinearGolden, RowsAreThoseOfScikitLearn) {
  const LinearGolden golden;
  for (std::size_t row = 0; row < golden.rows.size(); ++row) {
    std::vector<double> dense(golden.json.at("terms").get<std::size_t>());
    for (std::size_t i = golden.weighed.begin_of(row); i < golden.weighed.ends[row]; ++i)
      dense[golden.weighed.columns[i]] = static_cast<double>(golden.weighed.values[i]);
    for (std::size_t term = 0; term < dense.size(); ++term)
      EXPECT_NEAR(dense[term], golden.json.at("rows")[row][term].get<double>(), 2e-7) << row << ", " << term;
  }
}

TEST(LinearGolden, LogitsAreThoseOfScikitLearn) {
  const LinearGolden golden;
  for (std::size_t group = 0; group < label_groups(golden.labels.labels); ++group) {
    DualDescent descent(golden.weighed, golden.labels, golden.rows, group, golden.json.at("terms").get<std::size_t>(), 5);
    ASSERT_TRUE(descent.solve(1, {}));
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(descent.solve(golden.json.at("cost").get<double>(), {}));
    for (std::size_t row = 0; row < golden.rows.size(); ++row) {
      const GroupValues margins = descent.weights().margins(golden.weighed, row);
      for (std::size_t label = group * kLabelGroup; label < std::min(golden.labels.labels, (group + 1) * kLabelGroup); ++label)
        EXPECT_NEAR(margins[label % kLabelGroup], golden.json.at("logits")[row][label].get<double>(), 2e-3)
            << row << ", " << label;
    }
  }
}

TEST(LinearClassifier, LearnsWhatTermsTell) {
  const LinearProblem problem(600);
  LinearFitReport report;
  const auto model = problem.fit({}, {}, &report);
  ASSERT_TRUE(model) << model.error().message();
  const LinearProblem unseen(300, 2);
  const KnownDocuments documents(*model, unseen);
  const MultiLabelScores scores = score_labels(unseen.labels, model->predict(documents.view()));
  EXPECT_GT(scores.micro_f1, 0.85);
  EXPECT_LT(calibration_error(model->probabilities(documents.view()).view(), unseen.labels), 0.05);
  EXPECT_LT(report.out_of_fold_loss, 0.3);
  EXPECT_EQ(report.cost, model->cost());
  ASSERT_GE(report.costs.size(), 2U);
  const auto taken = std::ranges::find(report.costs, report.cost, &LinearFitReport::Candidate::cost);
  ASSERT_NE(taken, report.costs.end());
  EXPECT_LE(taken->loss, report.costs.front().loss);
  EXPECT_LE(taken->loss, report.costs.back().loss);
}

TEST(LinearClassifier, HasTheSameBytesAtAnyNumberOfThreads) {
  const testing::TempDirectory directory;
  const LinearProblem problem(300);
  for (const unsigned threads : {1U, 2U, 7U}) {
    const auto model = problem.fit({}, {.threads = threads});
    ASSERT_TRUE(model);
    ASSERT_TRUE(model->save(directory / std::to_string(threads)));
    EXPECT_EQ(testing::read_file(directory / std::to_string(threads)), testing::read_file(directory / "1"));
  }
}

TEST(LinearClassifier, ADocumentWithoutTermsGetsTheBaseRatesAndNothingPredicted) {
  LinearProblem problem(400);
  for (std::size_t row = 0; row < 400; ++row) problem.labels.cells[row * 10] = 1;  // so probable that it were predicted
  const auto model = problem.fit();
  ASSERT_TRUE(model);
  const std::vector<std::uint64_t> ends = {0};
  const Matrix probabilities = model->probabilities({{}, ends});
  for (std::size_t label = 0; label < 10; ++label) {
    double count = 0.5;
    for (std::size_t row = 0; row < 400; ++row) count += problem.labels.row(row)[label];
    EXPECT_NEAR(probabilities.row(0)[label], count / 401, 1e-5);
  }
  EXPECT_THAT(model->predict({{}, ends}).cells, ::testing::Each(0));
}

TEST(LinearClassifier, ForgetsTermsOfTooFewDocuments) {
  LinearProblem problem(300);
  problem.terms.emplace_back("once");
  problem.words.push_back(40);
  problem.words.push_back(40);  // twice in the same document
  problem.ends.back() += 2;
  const auto model = problem.fit();
  ASSERT_TRUE(model);
  EXPECT_EQ(model->terms().size(), 40U);
  EXPECT_EQ(std::ranges::count(model->terms(), "once"), 0);
  LinearOptions options;
  options.min_documents = 1;
  const auto all = problem.fit(options);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->terms().size(), 41U);
}

TEST(LinearClassifier, TakesTheCostThatItIsGiven) {
  LinearOptions options;
  options.cost = 0.75;
  LinearFitReport report;
  const auto model = LinearProblem(100).fit(options, {}, &report);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->cost(), 0.75);
  EXPECT_TRUE(report.costs.empty());
}

TEST(LinearClassifier, TrainsWhereNoTermIsKnown) {
  LinearProblem problem(30);
  LinearOptions options;
  options.min_documents = 1000;
  const auto model = problem.fit(options);
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_TRUE(model->terms().empty());
  const testing::TempDirectory directory;
  ASSERT_TRUE(model->save(directory / "model"));
  EXPECT_TRUE(LinearClassifier::load(directory / "model"));
}

TEST(LinearClassifier, WrongInputIsRefused) {
  LinearProblem problem(30);
  const auto message = [&](const LinearOptions& options = {}) {
    const auto model = problem.fit(options);
    return model ? std::string("fitted") : model.error().message();
  };
  LinearOptions options;
  options.cost = -1;
  EXPECT_THAT(message(options), ::testing::HasSubstr("classifier.cost"));
  options = {};
  options.folds = 1;
  EXPECT_THAT(message(options), ::testing::HasSubstr("classifier.folds"));
  options = {};
  options.min_documents = 0;
  EXPECT_THAT(message(options), ::testing::HasSubstr("classifier.min_documents"));
  options = {};
  options.threshold_rows = 99;
  EXPECT_THAT(message(options), ::testing::HasSubstr("classifier.threshold_rows"));
  problem.names[1] = problem.names[0];
  EXPECT_THAT(message(), ::testing::HasSubstr("same name"));
  problem = LinearProblem(30);
  problem.words.front() = 40;
  EXPECT_THAT(message(), ::testing::HasSubstr("a term that there is not"));
  problem = LinearProblem(30);
  problem.names.pop_back();
  EXPECT_THAT(message(), ::testing::HasSubstr("differ in number"));
  problem = LinearProblem(30);
  problem.ends.pop_back();
  EXPECT_THAT(message(), ::testing::HasSubstr("differ in rows"));
  problem = LinearProblem(1);
  EXPECT_THAT(message(), ::testing::HasSubstr("too few documents"));
}

TEST(LinearClassifier, StopsWhenItIsAskedTo) {
  CancellationToken token;
  token.request();
  const auto model = LinearProblem(100).fit({}, {.threads = 2, .cancellation = &token});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kCancelled);
}

TEST(Folds, HoldEveryRowOfTheSampleOnce) {
  const FoldRows cut = cut_folds(103, 5, 60, 3);
  std::set<std::size_t> sample;
  for (std::size_t fold = 0; fold < 5; ++fold) {
    EXPECT_EQ(cut.held[fold].size(), 12U);
    EXPECT_TRUE(std::ranges::is_sorted(cut.held[fold]));
    for (const std::size_t row : cut.held[fold]) EXPECT_TRUE(sample.insert(row).second);
  }
  for (std::size_t fold = 0; fold < 5; ++fold) {
    std::set<std::size_t> both(cut.rest[fold].begin(), cut.rest[fold].end());
    EXPECT_EQ(both.size(), 48U);
    both.insert(cut.held[fold].begin(), cut.held[fold].end());
    EXPECT_EQ(both, sample);
  }
}

}  // namespace
}  // namespace kinora
