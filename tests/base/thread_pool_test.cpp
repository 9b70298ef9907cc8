#include "base/thread_pool.hpp"

#include <gtest/gtest.h>
#include <atomic>
#include <latch>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

namespace kinora {
namespace {

TEST(ThreadPool, RunsEachShardOnceWhateverTheNumbers) {
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    for (const std::size_t shards : {0U, 1U, 2U, 7U, 100U}) {
      std::vector<std::atomic<int>> runs(shards);
      pool.for_each_shard(shards, [&](std::size_t shard) { ++runs[shard]; });
      for (std::size_t shard = 0; shard < shards; ++shard) ASSERT_EQ(runs[shard], 1) << shard << " of " << shards;
    }
  }
}

TEST(ThreadPool, HasFinishedAllWorkWhenItReturns) {
  ThreadPool pool(4);
  std::vector<std::size_t> results(16);
  std::size_t total = 0;
  for (std::size_t loop = 0; loop < 5000; ++loop) {
    pool.for_each_shard(results.size(), [&](std::size_t shard) { results[shard] = shard + loop; });
    total += std::accumulate(results.begin(), results.end(), std::size_t{0});
  }
  EXPECT_EQ(total, 5000U * 120U + 16U * (4999U * 5000U / 2U));
}

TEST(ThreadPool, ShardsRunAtTheSameTime) {
  ThreadPool pool(3);
  std::latch all_here(3);  // one thread alone would wait here for ever
  std::vector<std::thread::id> ran_by(3);
  pool.for_each_shard(3, [&](std::size_t shard) {
    ran_by[shard] = std::this_thread::get_id();
    all_here.arrive_and_wait();
  });
  EXPECT_EQ(std::set<std::thread::id>(ran_by.begin(), ran_by.end()).size(), 3U);
}

TEST(ThreadPool, OneThreadIsTheCallers) {
  ThreadPool pool(1);
  const std::thread::id caller = std::this_thread::get_id();
  std::vector<std::size_t> order;
  pool.for_each_shard(5, [&](std::size_t shard) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    order.push_back(shard);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(ThreadPool, PoolsAreMadeAndEndedWithoutWork) {
  for (int i = 0; i < 200; ++i) {
    ThreadPool pool(4);
    if (i % 2 == 0) pool.for_each_shard(2, [](std::size_t) {});
  }
}

TEST(ThreadPool, SeveralPoolsWorkSideBySide) {
  std::atomic<std::size_t> sum = 0;
  ThreadPool outer(3);
  outer.for_each_shard(6, [&](std::size_t) {
    ThreadPool inner(2);
    inner.for_each_shard(100, [&](std::size_t shard) { sum += shard; });
  });
  EXPECT_EQ(sum, 6U * 4950U);
}

TEST(ThreadPoolDeathTest, NoThreadAtAllIsABug) { EXPECT_DEATH(ThreadPool(0), "check failed"); }

}  // namespace
}  // namespace kinora
