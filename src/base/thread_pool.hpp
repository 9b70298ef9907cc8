#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kinora {

/// A fixed set of threads for blocking parallel loops. The pool decides who runs a shard, never what a shard is: callers cut
/// their work into a number of shards that does not depend on the number of threads, and merge in shard order.
class ThreadPool {
 public:
  /// `threads` >= 1 in all; the caller of for_each_shard is one of them.
  explicit ThreadPool(unsigned threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  [[nodiscard]] unsigned threads() const { return static_cast<unsigned>(workers_.size()) + 1; }

  /// Runs work(0) … work(shards - 1), each once, and returns when all are done. `work` must not throw and must not call the
  /// same pool. One loop at a time a pool.
  void for_each_shard(std::size_t shards, const std::function<void(std::size_t shard)>& work);

 private:
  void run_worker();
  void run_shards(const std::function<void(std::size_t)>& work);

  std::mutex mutex_;
  std::condition_variable start_;
  std::condition_variable finished_;
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::size_t shards_ = 0;
  std::size_t next_shard_ = 0;
  std::size_t active_workers_ = 0;
  std::size_t loop_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace kinora
