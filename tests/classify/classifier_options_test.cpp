#include "kinora/classify/genre_classifier.hpp"

#include <gtest/gtest.h>
#include <functional>
#include <limits>

namespace kinora {
namespace {

TEST(ClassifierOptions, TheDefaultsAreValid) { EXPECT_TRUE(ClassifierOptions{}.validate()); }

TEST(ClassifierOptions, HiddenLayersMayBeMissing) {
  ClassifierOptions options;
  options.hidden.clear();
  EXPECT_TRUE(options.validate());
}

TEST(ClassifierOptions, AbsurdValuesAreNamed) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<std::pair<std::string, std::function<void(ClassifierOptions&)>>> cases = {
      {"hidden",
       [](auto& o) {
         o.hidden = {512, 0};
       }},
      {"hidden", [](auto& o) { o.hidden = {1'000'000'000}; }},
      {"hidden", [](auto& o) { o.hidden.assign(1000, 8); }},
      {"dropout", [](auto& o) { o.dropout = 1; }},
      {"dropout", [](auto& o) { o.dropout = -0.1; }},
      {"dropout", [=](auto& o) { o.dropout = nan; }},
      {"learning_rate", [](auto& o) { o.learning_rate = 0; }},
      {"learning_rate", [=](auto& o) { o.learning_rate = nan; }},
      {"learning_rate", [](auto& o) { o.learning_rate = 2; }},
      {"epochs", [](auto& o) { o.epochs = 0; }},
      {"epochs", [](auto& o) { o.epochs = 1'000'000'000; }},
      {"batch", [](auto& o) { o.batch = 1; }},
      {"batch", [](auto& o) { o.batch = 1'000'000'000; }},
      {"logit_threshold", [=](auto& o) { o.logit_threshold = nan; }},
      {"query_logit_threshold", [](auto& o) { o.query_logit_threshold = std::numeric_limits<double>::infinity(); }},
      {"validation_fraction", [](auto& o) { o.validation_fraction = 1; }},
      {"validation_fraction", [=](auto& o) { o.validation_fraction = nan; }},
  };
  for (const auto& entry : cases) {
    ClassifierOptions options;
    entry.second(options);
    const Result<void> result = options.validate();
    ASSERT_FALSE(result) << entry.first;
    EXPECT_EQ(result.error().code, ErrorCode::kRecipeValue);
    EXPECT_EQ(result.error().where, "classifier." + entry.first);
    EXPECT_FALSE(result.error().next_step.empty());
  }
}

}  // namespace
}  // namespace kinora
