#include "embedding/lockstep_team.hpp"

#include <gtest/gtest.h>
#include <chrono>
#include <thread>
#include <vector>

namespace kinora {
namespace {

TEST(LockstepTeam, CallsTheWorkOnceForEachThread) {
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    LockstepTeam team(threads);
    std::vector<int> called(threads);
    team.run([&](unsigned thread) { ++called[thread]; });
    EXPECT_EQ(called, std::vector<int>(threads, 1));
  }
}

TEST(LockstepTeam, SeesWhatAllWroteBeforeTheyMet) {
  for (const unsigned threads : {1U, 2U, 4U}) {
    LockstepTeam team(threads);
    std::vector<std::size_t> values(threads);
    std::vector<int> wrong(threads);
    team.run([&](unsigned thread) {
      for (std::size_t loop = 1; loop < 3000; ++loop) {
        values[thread] = loop;
        team.wait(thread);
        for (const std::size_t value : values) wrong[thread] += value == loop ? 0 : 1;
        team.wait(thread);
      }
    });
    EXPECT_EQ(wrong, std::vector<int>(threads));
  }
}

TEST(LockstepTeam, MayBeAStepAheadOfAnother) {
  LockstepTeam team(2);
  std::vector<std::vector<std::size_t>> values(2, std::vector<std::size_t>(3000));
  std::vector<int> wrong(2);
  team.run([&](unsigned thread) {
    std::uint32_t last = 0;
    for (std::size_t loop = 0; loop < 3000; ++loop) {
      values[thread][loop] = loop + 1;
      const std::uint32_t step = team.arrive(thread);
      if (loop > 0) {
        team.wait_for(last);
        wrong[thread] += values[1 - thread][loop - 1] == loop ? 0 : 1;
      }
      last = step;
    }
  });
  EXPECT_EQ(wrong, std::vector<int>(2));
}

TEST(LockstepTeam, WakesThoseWhoFellAsleep) {
  LockstepTeam team(3);
  int meetings = 0;
  team.run([&](unsigned thread) {
    for (int loop = 0; loop < 3; ++loop) {
      if (thread == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (thread == 0) ++meetings;
      team.wait(thread);
    }
  });
  EXPECT_EQ(meetings, 3);
}

}  // namespace
}  // namespace kinora
