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
  void arrive_and_wait();

 private:
  static constexpr std::size_t kCacheLine = 64;

  const unsigned parties_;
  alignas(kCacheLine) std::atomic<unsigned> missing_;
  alignas(kCacheLine) std::atomic<unsigned> generation_{0};
};

}  // namespace kinora
