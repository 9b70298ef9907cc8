#pragma once

#include <atomic>
#include <cstddef>

namespace kinora {

/// A reusable barrier for threads that meet every few microseconds: it spins first, then yields, then sleeps, so that a meeting
/// of threads that run costs well under a microsecond and one that is held up wastes no processor. What a thread wrote before
/// arrive_and_wait() is seen by all after it.
class SpinBarrier {
 public:
  /// `parties` >= 1 threads meet.
  explicit SpinBarrier(unsigned parties);
  SpinBarrier(const SpinBarrier&) = delete;
  SpinBarrier& operator=(const SpinBarrier&) = delete;

  /// Returns when all parties have called it once more.
  void arrive_and_wait() { wait(arrive()); }

  /// The two halves of it, for work that the others need not wait for: arrive() hands over what was written before it and returns
  /// at once, wait() of what it returned ends when all parties have arrived. A party waits before it arrives again.
  [[nodiscard]] unsigned arrive();
  void wait(unsigned arrival);

 private:
  static constexpr std::size_t kCacheLine = 64;

  const unsigned parties_;
  alignas(kCacheLine) std::atomic<unsigned> missing_;
  alignas(kCacheLine) std::atomic<unsigned> generation_{0};
};

}  // namespace kinora
