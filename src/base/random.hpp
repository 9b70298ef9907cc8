#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace kinora {

/// xoshiro256++ (Blackman & Vigna, 2019), seeded by SplitMix64: own generator, because the distributions of the standard
/// library differ from one library to the next. A value type; a copy continues the same sequence on its own.
class Rng {
 public:
  /// Streams of one seed are independent of each other: one stream a shard, a document, an epoch.
  explicit Rng(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t next() {
    const std::uint64_t result = rotate_left(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate_left(state_[3], 45);
    return result;
  }

  /// Uniform in [0, 1), 24 bits.
  float uniform_float() { return static_cast<float>(next() >> 40U) * 0x1.0p-24F; }
  /// Uniform in [0, 1), 53 bits.
  double uniform_double() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  /// Uniform in [0, bound) without bias (Lemire, 2019). Requires bound > 0.
  std::uint64_t below(std::uint64_t bound);

  /// Fisher–Yates.
  template <class T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  static std::uint64_t rotate_left(std::uint64_t x, unsigned k) { return (x << k) | (x >> (64U - k)); }

  std::uint64_t state_[4]{};
};

}  // namespace kinora
