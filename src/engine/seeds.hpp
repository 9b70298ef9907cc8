#pragma once

#include "base/random.hpp"

#include <cstdint>

namespace kinora {

/// What a seed is for: each purpose has its own, derived from the recipe's.
enum class SeedPurpose : std::uint64_t {
  kDoc2Vec = 1,
  kInfer = 2,
  kEncoder = 3,
  kEncoderInfer = 4,
  kClassifier = 5,
  kSpectral = 6
};

[[nodiscard]] inline std::uint64_t derive_seed(std::uint64_t seed, SeedPurpose purpose) {
  return Rng(seed, static_cast<std::uint64_t>(purpose)).next();
}

}  // namespace kinora
