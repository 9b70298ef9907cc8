#include "base/thread_pool.hpp"

#include "base/check.hpp"

namespace kinora {

ThreadPool::ThreadPool(unsigned threads) {
  KINORA_CHECK(threads >= 1, threads);
  workers_.reserve(threads - 1);
  for (unsigned i = 1; i < threads; ++i) workers_.emplace_back([this] { run_worker(); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  start_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::for_each_shard(std::size_t shards, const std::function<void(std::size_t)>& work) {
  if (workers_.empty() || shards <= 1) {
    for (std::size_t shard = 0; shard < shards; ++shard) work(shard);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    shards_ = shards;
    next_shard_ = 0;
    active_workers_ = workers_.size();
    ++loop_;
  }
  start_.notify_all();
  run_shards(work);
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [this] { return active_workers_ == 0; });
  work_ = nullptr;
}

void ThreadPool::run_worker() {
  std::size_t seen_loop = 0;
  while (true) {
    const std::function<void(std::size_t)>* work = nullptr;
    {
      std::unique_lock lock(mutex_);
      start_.wait(lock, [&] { return stopping_ || loop_ != seen_loop; });
      if (stopping_) return;
      seen_loop = loop_;
      work = work_;
    }
    run_shards(*work);
    const std::lock_guard lock(mutex_);
    if (--active_workers_ == 0) finished_.notify_one();
  }
}

void ThreadPool::run_shards(const std::function<void(std::size_t)>& work) {
  while (true) {
    std::size_t shard = 0;
    {
      const std::lock_guard lock(mutex_);
      if (next_shard_ == shards_) return;
      shard = next_shard_++;
    }
    work(shard);
  }
}

}  // namespace kinora
