#include "kinora/embedding/doc2vec_options.hpp"

#include <gtest/gtest.h>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace kinora {
namespace {

TEST(Doc2VecOptionsTest, DefaultsAreValid) {
  EXPECT_TRUE(Doc2VecOptions{}.validate());
  EXPECT_TRUE(InferOptions{}.validate());
}

TEST(Doc2VecOptionsTest, TheArticlesScheduleIsValid) {
  Doc2VecOptions options;
  options.schedule = AlphaSchedule::kRestarted;
  options.restarts = 10;
  EXPECT_TRUE(options.validate());
}

struct BadOption {
  std::string key;
  std::function<void(Doc2VecOptions&)> spoil;
};

TEST(Doc2VecOptionsTest, ErrorsNameTheKeyAsTheRecipeWritesIt) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  const std::vector<BadOption> cases = {
      {"doc2vec.dimension", [](auto& o) { o.dimension = 0; }},
      {"doc2vec.dimension", [](auto& o) { o.dimension = 4097; }},
      {"doc2vec.window", [](auto& o) { o.window = 0; }},
      {"doc2vec.window", [](auto& o) { o.window = 101; }},
      {"doc2vec.negative", [](auto& o) { o.negative = 101; }},
      {"doc2vec.negative", [](auto& o) { o.negative = 0; }},
      {"doc2vec.noise_exponent", [=](auto& o) { o.noise_exponent = nan; }},
      {"doc2vec.sample", [](auto& o) { o.sample = -1; }},
      {"doc2vec.sample", [=](auto& o) { o.sample = infinite; }},
      {"doc2vec.alpha", [](auto& o) { o.alpha = 0; }},
      {"doc2vec.alpha", [=](auto& o) { o.alpha = nan; }},
      {"doc2vec.min_alpha", [](auto& o) { o.min_alpha = 1; }},
      {"doc2vec.min_alpha", [](auto& o) { o.min_alpha = -0.1; }},
      {"doc2vec.epochs", [](auto& o) { o.epochs = 0; }},
      {"doc2vec.epochs", [](auto& o) { o.epochs = 1'000'000'000; }},
      {"doc2vec.epochs", [](auto& o) { o.schedule = AlphaSchedule::kRestarted, o.epochs = 1001, o.restarts = 10; }},
      {"doc2vec.restarts", [](auto& o) { o.restarts = 0; }},
      {"doc2vec.restarts", [](auto& o) { o.restarts = 2; }},
      {"doc2vec.restarts", [](auto& o) { o.schedule = AlphaSchedule::kRestarted, o.restarts = std::size_t{1} << 60U; }},
  };
  for (const BadOption& bad : cases) {
    Doc2VecOptions options;
    bad.spoil(options);
    const auto checked = options.validate();
    ASSERT_FALSE(checked) << bad.key;
    EXPECT_EQ(checked.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(checked.error().message().find(bad.key), std::string::npos) << checked.error().message();
    EXPECT_FALSE(checked.error().expected.empty());
    EXPECT_FALSE(checked.error().found.empty());
  }
}

TEST(Doc2VecOptionsTest, HierarchicalSoftmaxNeedsNoNoise) {
  Doc2VecOptions options;
  options.negative = 0;
  options.hierarchical_softmax = true;
  EXPECT_TRUE(options.validate());
}

TEST(InferOptionsTest, ErrorsNameTheKey) {
  InferOptions options;
  options.epochs = 0;
  EXPECT_NE(options.validate().error().message().find("infer.epochs"), std::string::npos);
  options = {};
  options.alpha = -1;
  EXPECT_NE(options.validate().error().message().find("infer.alpha"), std::string::npos);
  options = {};
  options.min_alpha = 0.5;
  EXPECT_NE(options.validate().error().message().find("infer.min_alpha"), std::string::npos);
}

}  // namespace
}  // namespace kinora
