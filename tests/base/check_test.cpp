#include "base/check.hpp"

#include <gtest/gtest.h>

namespace kinora {
namespace {

TEST(Check, PassesOnceAndQuietly) {
  int calls = 0;
  KINORA_CHECK(++calls == 1);
  EXPECT_EQ(calls, 1);
}

TEST(CheckDeathTest, AbortsWithTheConditionAndItsValues) {
  const int row = 7;
  EXPECT_DEATH(KINORA_CHECK(row < 3, row, "rows"), "check_test.cpp:[0-9]+: check failed: row < 3 with 7 rows");
  EXPECT_DEATH(KINORA_CHECK(row < 3), "check failed: row < 3\n");
#ifndef NDEBUG
  EXPECT_DEATH(KINORA_DCHECK(row < 3, row), "check failed: row < 3 with 7");
#endif
}

}  // namespace
}  // namespace kinora
