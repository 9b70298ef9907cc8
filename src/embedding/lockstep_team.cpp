#include "embedding/lockstep_team.hpp"

#include "base/check.hpp"

#include <thread>
#include <vector>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace kinora {
namespace {

constexpr int kSpins = 2000;  // some tens of microseconds, longer than most waits

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  _mm_pause();
#endif
}

/// Steps may wrap around.
bool is_before(std::uint32_t seen, std::uint32_t step) { return static_cast<std::int32_t>(seen - step) < 0; }

}  // namespace

LockstepTeam::LockstepTeam(unsigned threads) : threads_(threads), places_(new Place[threads]) {
  KINORA_CHECK(threads >= 1, threads);
}

void LockstepTeam::run(const std::function<void(unsigned)>& work) {
  std::vector<std::thread> helpers;
  for (unsigned thread = 1; thread < threads_; ++thread) helpers.emplace_back([&work, thread] { work(thread); });
  work(0);
  for (std::thread& helper : helpers) helper.join();
}

std::uint32_t LockstepTeam::arrive(unsigned thread) {
  std::atomic<std::uint32_t>& own = places_[thread].step;
  const std::uint32_t step = own.load(std::memory_order_relaxed) + 1;
  own.store(step);  // sequentially consistent: a waiter that is not seen here sees this
  own.notify_all();
  return step;
}

void LockstepTeam::wait_for(std::uint32_t step) const {
  for (unsigned other = 0; other < threads_; ++other) {
    const std::atomic<std::uint32_t>& place = places_[other].step;
    std::uint32_t seen = place.load(std::memory_order_acquire);
    for (int spins = 0; is_before(seen, step); ++spins) {
      if (spins < kSpins)
        relax();
      else
        place.wait(seen, std::memory_order_acquire);
      seen = place.load(std::memory_order_acquire);
    }
  }
}

}  // namespace kinora
