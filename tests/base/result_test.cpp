#include "kinora/base/result.hpp"
#include "base/try.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace kinora {
namespace {

TEST(Error, TheMessageHasThePartsThatAreSet) {
  Error error{.code = ErrorCode::kNoUsableRow, .what = "the row has 15 fields"};
  EXPECT_EQ(error.message(), "the row has 15 fields");
  error.where = "movies.csv, line 19731";
  EXPECT_EQ(error.message(), "movies.csv, line 19731: the row has 15 fields");
  error.found = "15";
  EXPECT_EQ(error.message(), "movies.csv, line 19731: the row has 15 fields (found 15)");
  error.expected = "24";
  EXPECT_EQ(error.message(), "movies.csv, line 19731: the row has 15 fields (expected 24, found 15)");
  error.found.clear();
  error.next_step = "Quote cells that hold a newline";
  EXPECT_EQ(error.message(), "movies.csv, line 19731: the row has 15 fields (expected 24). Quote cells that hold a newline");
}

Result<std::unique_ptr<int>> make_number(bool good) {
  if (!good) return fail({.code = ErrorCode::kFileEmpty, .what = "no number"});
  return std::make_unique<int>(7);
}

Result<int> twice(bool first, bool second) {
  KINORA_TRY(const std::unique_ptr<int> a, make_number(first));
  KINORA_TRY(auto b, make_number(second));
  return *a + *b;
}

Result<void> check_all(bool good, int& steps) {
  ++steps;
  if (steps == 2) KINORA_TRY_VOID(make_number(good));
  ++steps;
  return {};
}

TEST(Try, TakesTheValueOrReturnsTheError) {
  EXPECT_EQ(twice(true, true).value(), 14);
  EXPECT_EQ(twice(false, true).error().code, ErrorCode::kFileEmpty);
  EXPECT_EQ(twice(true, false).error().what, "no number");
}

TEST(Try, WorksWithoutAValueAndAsTheBranchOfAnIf) {
  int steps = 1;
  EXPECT_FALSE(check_all(false, steps));
  EXPECT_EQ(steps, 2);
  steps = 0;
  EXPECT_TRUE(check_all(false, steps));
  EXPECT_EQ(steps, 2);
}

}  // namespace
}  // namespace kinora
