#include "base/spin_barrier.hpp"

#include "base/check.hpp"

#include <thread>

namespace kinora {
namespace {

constexpr int kSpins = 400;  // about 10 to 20 microseconds
// A millisecond or two: to wake a thread that sleeps takes longer than most waits, and yielding leaves the processor to others.
constexpr int kYields = 5000;

void pause_processor() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

SpinBarrier::SpinBarrier(unsigned parties) : parties_(parties), missing_(parties) { KINORA_CHECK(parties >= 1, parties); }

unsigned SpinBarrier::arrive() {
  const unsigned generation = generation_.load(std::memory_order_acquire);
  if (missing_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    missing_.store(parties_, std::memory_order_relaxed);
    generation_.fetch_add(1, std::memory_order_release);
    generation_.notify_all();
  }
  return generation;
}

void SpinBarrier::wait(unsigned arrival) {
  for (int spin = 0; spin < kSpins; ++spin) {
    if (generation_.load(std::memory_order_acquire) != arrival) return;
    pause_processor();
  }
  for (int yield = 0; yield < kYields; ++yield) {
    if (generation_.load(std::memory_order_acquire) != arrival) return;
    std::this_thread::yield();
  }
  generation_.wait(arrival, std::memory_order_acquire);
}

}  // namespace kinora
