#include "base/spin_barrier.hpp"

#include <gtest/gtest.h>
#include <chrono>
#include <thread>
#include <vector>

namespace kinora {
namespace {

TEST(SpinBarrier, OfOneNeverWaits) {
  SpinBarrier barrier(1);
  for (int i = 0; i < 100; ++i) barrier.arrive_and_wait();
}

TEST(SpinBarrier, WhatWasWrittenBeforeIsSeenBehind) {
  for (const unsigned parties : {2U, 3U, 8U}) {
    constexpr int kRounds = 500;
    SpinBarrier barrier(parties);
    // Plain ints: ThreadSanitizer sees a race if the barrier does not order them.
    std::vector<int> written(parties);
    std::vector<int> wrong(parties);
    std::vector<std::thread> threads;
    for (unsigned party = 0; party < parties; ++party)
      threads.emplace_back([&, party] {
        for (int round = 1; round <= kRounds; ++round) {
          written[party] = round;
          barrier.arrive_and_wait();
          for (const int value : written) wrong[party] += value == round ? 0 : 1;
          barrier.arrive_and_wait();
        }
      });
    for (std::thread& thread : threads) thread.join();
    for (const int count : wrong) EXPECT_EQ(count, 0);
  }
}

TEST(SpinBarrier, AnArrivalHandsOverWhatWasWrittenBeforeItAlone) {
  constexpr unsigned kParties = 3;
  constexpr int kRounds = 500;
  SpinBarrier barrier(kParties);
  std::vector<int> written(kParties);
  std::vector<int> own(kParties);
  std::vector<int> wrong(kParties);
  std::vector<std::thread> threads;
  for (unsigned party = 0; party < kParties; ++party)
    threads.emplace_back([&, party] {
      for (int round = 1; round <= kRounds; ++round) {
        written[party] = round;
        const unsigned arrival = barrier.arrive();
        ++own[party];  // work that the others need not wait for
        barrier.wait(arrival);
        for (const int value : written) wrong[party] += value == round ? 0 : 1;
        barrier.arrive_and_wait();
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const int count : wrong) EXPECT_EQ(count, 0);
  for (const int count : own) EXPECT_EQ(count, kRounds);
}

TEST(SpinBarrier, WaitsForALateParty) {
  SpinBarrier barrier(2);
  bool late_came = false;
  std::thread late([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    late_came = true;
    barrier.arrive_and_wait();
  });
  barrier.arrive_and_wait();
  EXPECT_TRUE(late_came);
  late.join();
}

}  // namespace
}  // namespace kinora
