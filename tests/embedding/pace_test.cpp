#include "embedding/pace.hpp"

#include <gtest/gtest.h>

namespace kinora {
namespace {

/// Rounds that took part together, of one cycle.
std::size_t rounds_together(Pace& pace, double seconds_together, double seconds_alone) {
  std::size_t together = 0;
  for (std::size_t round = 0; round < Pace::kCycle; ++round) {
    if (pace.together()) ++together;
    pace.end_round(1000, pace.together() ? seconds_together : seconds_alone);
  }
  return together;
}

TEST(Pace, GoesTheFasterWayAndTriesBothInEachCycle) {
  Pace pace;
  EXPECT_TRUE(pace.together());
  EXPECT_EQ(rounds_together(pace, 0.5, 1), Pace::kCycle - Pace::kTry);
  EXPECT_EQ(rounds_together(pace, 5, 1), Pace::kTry);
  EXPECT_EQ(rounds_together(pace, 0.5, 1), Pace::kCycle - Pace::kTry);
}

TEST(Pace, ComparesBySpeedWhereRoundsDifferInSize) {
  Pace pace;
  for (std::size_t round = 0; round < 2 * Pace::kTry; ++round)
    pace.end_round(pace.together() ? 1000 : 100, pace.together() ? 2 : 1);
  EXPECT_TRUE(pace.together());
}

}  // namespace
}  // namespace kinora
