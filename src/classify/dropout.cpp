#include "classify/dropout.hpp"

#include "classify/layer_kernels.hpp"
#include "classify/random_streams.hpp"

namespace kinora {
namespace {

constexpr std::uint64_t kLayersPerStep = 64;  // more than a classifier can have (classifier_options.cpp)
constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;

/// The output function of SplitMix64: a whole generator for each unit would cost more than its mask.
std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

}  // namespace

RandomDropout::RandomDropout(double rate, std::uint64_t seed)
    : rate_(static_cast<float>(rate)), scale_(static_cast<float>(1.0 / (1.0 - rate))), seed_(seed) {}

void RandomDropout::fill(std::uint64_t step, std::size_t layer, std::size_t unit, std::span<float> mask) const {
  const std::uint64_t stream = kDropoutStream + step * kLayersPerStep + layer;
  const std::uint64_t key = mix(mix(mix(seed_ + kGolden) + stream * kGolden) + (unit + 1) * kGolden);
  dropout_row(key, rate_, scale_, mask.size(), mask.data());
}

}  // namespace kinora
