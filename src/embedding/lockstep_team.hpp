#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace kinora {

/// Threads that do the same loop together and wait for each other every few microseconds, where waking a sleeping thread would
/// cost more than the work: they wait by spinning, and sleep only after a while.
class LockstepTeam {
 public:
  /// `threads` >= 1 in all.
  explicit LockstepTeam(unsigned threads);

  [[nodiscard]] unsigned threads() const { return threads_; }
  /// Calls work(0) … work(threads - 1) at the same time, work(0) on the caller's thread, and returns when all have returned.
  /// `work` must not throw, and all of its calls must arrive as often.
  void run(const std::function<void(unsigned thread)>& work);
  /// Says that this thread has come as far as its next step, which is returned.
  std::uint32_t arrive(unsigned thread);
  /// Returns when all threads have arrived at a step; what they wrote before is then visible.
  void wait_for(std::uint32_t step) const;
  void wait(unsigned thread) { wait_for(arrive(thread)); }

 private:
  struct alignas(64) Place {
    std::atomic<std::uint32_t> step{0};
  };

  unsigned threads_;
  std::unique_ptr<Place[]> places_;
};

}  // namespace kinora
