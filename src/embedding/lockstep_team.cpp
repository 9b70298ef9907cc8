#include "embedding/lockstep_team.hpp"

#include "base/check.hpp"

#include <limits>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace kinora {
namespace {

constexpr std::uint64_t kStop = std::numeric_limits<std::uint64_t>::max();
constexpr unsigned kTaskBits = 16;
constexpr int kSpins = 1000;  // some ten microseconds, longer than most waits

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  _mm_pause();
#endif
}

template <class Condition>
void spin_until(Condition condition) {
  for (int spins = 0; !condition(); ++spins) {
    if (spins < kSpins)
      relax();
    else
      std::this_thread::yield();
  }
}

}  // namespace

LockstepTeam::LockstepTeam(unsigned threads, std::size_t most_tasks)
    : threads_(threads), states_(new TaskState[most_tasks]), most_tasks_(most_tasks) {
  KINORA_CHECK(threads >= 1 && most_tasks < (1U << kTaskBits), threads, most_tasks);
  for (std::size_t thread = 1; thread < threads_; ++thread) helpers_.emplace_back([this, thread] { help(thread); });
}

LockstepTeam::~LockstepTeam() {
  published_.store(kStop, std::memory_order_release);
  for (std::thread& helper : helpers_) helper.join();
}

void LockstepTeam::run_tasks(std::size_t tasks, Job job) {
  KINORA_DCHECK(tasks <= most_tasks_, tasks, most_tasks_);
  if (threads_ == 1) {
    for (std::size_t task = 0; task < tasks; ++task) job.call(job.context, task);
    return;
  }
  job_ = job;
  ++loop_;
  published_.store((loop_ << kTaskBits) | tasks, std::memory_order_release);
  take_part(0, loop_, tasks);
  for (std::size_t task = 0; task < tasks; ++task)
    spin_until([&] { return states_[task].done.load(std::memory_order_acquire) == loop_; });
}

void LockstepTeam::help(std::size_t thread) {
  std::uint64_t seen = 0;
  while (true) {
    spin_until([&] { return published_.load(std::memory_order_acquire) != seen; });
    seen = published_.load(std::memory_order_acquire);
    if (seen == kStop) return;
    take_part(thread, seen >> kTaskBits, seen & ((1U << kTaskBits) - 1));
  }
}

/// A task can be taken for `loop` only while the caller waits in that loop, so job_ is that loop's.
void LockstepTeam::take_part(std::size_t thread, std::uint64_t loop, std::size_t tasks) {
  const auto try_task = [&](std::size_t task) {
    std::uint64_t earlier = states_[task].taken.load(std::memory_order_relaxed);
    if (earlier >= loop) return;
    if (!states_[task].taken.compare_exchange_strong(earlier, loop, std::memory_order_acquire)) return;
    job_.call(job_.context, task);
    states_[task].done.store(loop, std::memory_order_release);
  };
  for (std::size_t task = thread; task < tasks; task += threads_) try_task(task);
  for (std::size_t task = 0; task < tasks; ++task) try_task(task);
}

}  // namespace kinora
