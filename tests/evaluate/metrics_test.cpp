#include "kinora/evaluate/bootstrap.hpp"
#include "kinora/evaluate/ranking_metrics.hpp"

#include "evaluate/tf_idf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace kinora {
namespace {

using Numbers = std::vector<std::uint32_t>;

nlohmann::json golden() { return nlohmann::json::parse(std::ifstream(KINORA_SOURCE_DIR "/tests/evaluate/related_golden.json")); }

TEST(Ndcg, IsThatOfScikitLearn) {
  const nlohmann::json examples = golden()["ndcg"];
  ASSERT_EQ(examples.size(), 7U);
  for (const auto& example : examples) {
    const double value = ndcg_at_k(example["ranking"].get<Numbers>(), example["relevant"].get<Numbers>(), example["k"]);
    EXPECT_NEAR(value, example["ndcg"].get<double>(), 1e-12) << example;
  }
}

TEST(Ndcg, ByHand) {
  const Numbers relevant = {2, 5};
  const double second = 1 / std::log2(3);
  EXPECT_DOUBLE_EQ(ndcg_at_k(Numbers{2, 5, 1}, relevant, 10), 1);
  EXPECT_DOUBLE_EQ(ndcg_at_k(Numbers{1, 2, 3}, relevant, 10), second / (1 + second));
  EXPECT_DOUBLE_EQ(ndcg_at_k(Numbers{1, 3, 5}, relevant, 2), 0) << "the third place does not count";
  EXPECT_DOUBLE_EQ(ndcg_at_k(Numbers{5}, relevant, 10), 1 / (1 + second)) << "a short answer misses what it leaves out";
  EXPECT_DOUBLE_EQ(ndcg_at_k(Numbers{}, relevant, 10), 0);
  EXPECT_DOUBLE_EQ(ndcg_at_k(Numbers{1}, Numbers{}, 10), 0);
  EXPECT_DOUBLE_EQ(ndcg_at_k(Numbers{2}, relevant, 1), 1) << "the ideal has one place as well";
}

TEST(Ndcg, ExpectationIsTheMeanOverAllOrders) {
  const Numbers relevant = {0, 3};
  Numbers order = {0, 1, 2, 3, 4};
  double sum = 0;
  std::size_t orders = 0;
  do {
    sum += ndcg_at_k(order, relevant, 3);
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_NEAR(expected_random_ndcg(5, 2, 3), sum / static_cast<double>(orders), 1e-12);
  EXPECT_DOUBLE_EQ(expected_random_ndcg(5, 0, 3), 0);
  EXPECT_DOUBLE_EQ(expected_random_ndcg(5, 5, 10), 1);
}

TEST(TfIdf, CosinesAreThoseOfScikitLearn) {
  const auto expected = golden()["tf_idf"];
  const TfIdf tf_idf(expected["documents"].get<std::vector<Numbers>>());
  const auto cosines = expected["cosines"].get<std::vector<std::vector<double>>>();
  for (std::size_t document = 0; document < cosines.size(); ++document) {
    std::vector<double> out(cosines.size(), 1);
    tf_idf.add_cosines(document, 2, out);
    for (std::size_t other = 0; other < out.size(); ++other)
      EXPECT_NEAR(out[other], 1 + 2 * cosines[document][other], 1e-12) << document << ", " << other;
  }
}

TEST(TfIdf, RepeatedTermsCountOnceAndNoTermsAreLikeNothing) {
  const TfIdf tf_idf({{1, 2}, {2, 1, 2, 1}, {}, {3}});
  std::vector<double> out(4);
  tf_idf.add_cosines(0, 1, out);
  EXPECT_THAT(out, ::testing::ElementsAre(::testing::DoubleNear(1, 1e-12), ::testing::DoubleNear(1, 1e-12), 0, 0));
  out.assign(4, 0);
  tf_idf.add_cosines(2, 1, out);
  EXPECT_THAT(out, ::testing::Each(0));
  const TfIdf nothing(std::vector<Numbers>(2));
  nothing.add_cosines(0, 1, std::span(out).first(2));
  EXPECT_THAT(out, ::testing::Each(0));
}

TEST(Bootstrap, IsTheSameAtAnyNumberOfThreads) {
  const auto values = golden()["bootstrap"]["values"].get<std::vector<double>>();
  const BootstrapOptions options{.resamples = 1000, .seed = 7};
  const MeanInterval alone = bootstrap_mean(values, options, 1);
  for (const unsigned threads : {2U, 3U, 8U}) {
    const MeanInterval together = bootstrap_mean(values, options, threads);
    EXPECT_EQ(together.mean, alone.mean);
    EXPECT_EQ(together.low, alone.low);
    EXPECT_EQ(together.high, alone.high);
  }
  EXPECT_NE(bootstrap_mean(values, {.resamples = 1000, .seed = 8}, 1).low, alone.low);
}

TEST(Bootstrap, IntervalIsNearTheNormalOne) {
  const auto sample = golden()["bootstrap"];
  const MeanInterval interval = bootstrap_mean(sample["values"].get<std::vector<double>>(), {}, 2);
  const double error = sample["standard_error"];
  EXPECT_NEAR(interval.mean, sample["mean"].get<double>(), 1e-12);
  EXPECT_NEAR(interval.low, interval.mean - 1.96 * error, 0.1 * error);
  EXPECT_NEAR(interval.high, interval.mean + 1.96 * error, 0.1 * error);
  const MeanInterval narrow = bootstrap_mean(sample["values"].get<std::vector<double>>(), {.level = 0.5}, 2);
  EXPECT_NEAR(narrow.high, interval.mean + 0.674 * error, 0.1 * error);
}

TEST(Bootstrap, DifferencesOfSeriesThatMoveTogetherArePaired) {
  std::vector<double> ahead;
  std::vector<double> behind;
  std::vector<double> differences;
  for (int i = 0; i < 50; ++i) {
    ahead.push_back(i % 7 + 0.25);
    behind.push_back(i % 7);
    differences.push_back(ahead.back() - behind.back());
  }
  const MeanInterval own = bootstrap_mean(ahead, {}, 1);
  const MeanInterval other = bootstrap_mean(behind, {}, 1);
  const MeanInterval difference = bootstrap_mean(differences, {}, 1);
  EXPECT_GT(other.high, own.low) << "one by one they overlap";
  EXPECT_NEAR(difference.low, 0.25, 1e-12);
  EXPECT_NEAR(difference.high, 0.25, 1e-12);
}

TEST(Bootstrap, FewValues) {
  EXPECT_EQ(bootstrap_mean({}, {}, 1).high, 0);
  const std::vector<double> one = {0.5};
  const MeanInterval interval = bootstrap_mean(one, {.resamples = 1}, 1);
  EXPECT_EQ(interval.low, 0.5);
  EXPECT_EQ(interval.high, 0.5);
}

}  // namespace
}  // namespace kinora
