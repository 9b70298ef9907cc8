#include "embedding/lockstep_team.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace kinora {
namespace {

TEST(LockstepTeam, DoesEachTaskOnce) {
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    LockstepTeam team(threads, 16);
    std::vector<int> done(16);
    for (std::size_t loop = 0; loop < 2000; ++loop) team.run(loop % 17, [&](std::size_t task) { ++done[task]; });
    int expected = 0;
    for (std::size_t task = 16; task-- > 0;) {
      for (std::size_t loop = 0; loop < 2000; ++loop) expected += loop % 17 == task + 1 ? 1 : 0;
      EXPECT_EQ(done[task], expected) << threads << ' ' << task;
    }
  }
}

TEST(LockstepTeam, LaterTasksSeeWhatEarlierOnesWrote) {
  LockstepTeam team(3, 4);
  std::vector<std::size_t> values(4);
  for (std::size_t loop = 1; loop < 3000; ++loop) {
    std::vector<std::size_t> seen(4);
    team.run(4, [&](std::size_t task) { seen[task] = values[(task + loop) % 4]; });
    team.run(4, [&](std::size_t task) { values[task] = seen[task] + 1; });
  }
  for (const std::size_t value : values) EXPECT_EQ(value, 2999U);
}

TEST(LockstepTeam, MayBeDestroyedUnused) { const LockstepTeam team(4, 1); }

}  // namespace
}  // namespace kinora
