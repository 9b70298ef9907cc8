#include "embedding/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace kinora {
namespace {

constexpr std::uint32_t kAlways = std::numeric_limits<std::uint32_t>::max();

/// The largest 32-bit number that is drawn with at most this probability.
std::uint32_t threshold_of(double probability) {
  if (probability >= 1) return kAlways;
  return static_cast<std::uint32_t>(std::max(probability, 0.0) * static_cast<double>(kAlways));
}

}  // namespace

std::vector<std::uint32_t> keep_thresholds(std::span<const std::uint64_t> counts, double sample) {
  std::vector<std::uint32_t> thresholds(counts.size(), kAlways);
  if (sample == 0) return thresholds;
  const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  const double limit = sample < 1 ? sample * total : std::floor(sample * (3 + std::sqrt(5.0)) / 2);
  for (std::size_t word = 0; word < counts.size(); ++word) {
    const double ratio = static_cast<double>(counts[word]) / limit;
    thresholds[word] = threshold_of((std::sqrt(ratio) + 1) / ratio);
  }
  return thresholds;
}

double keep_probability(std::uint32_t threshold) { return (static_cast<double>(threshold) + 1) / 0x1p32; }

NoiseTable::NoiseTable(std::span<const std::uint64_t> counts, double exponent)
    : cells_(counts.size()), probabilities_(counts.size()) {
  double total = 0;
  for (std::size_t word = 0; word < counts.size(); ++word)
    total += probabilities_[word] = std::pow(static_cast<double>(counts[word]), exponent);
  std::vector<double> height(counts.size());  // of each cell; 1 is a full one
  std::vector<WordId> low;
  std::vector<WordId> high;
  for (std::size_t word = 0; word < counts.size(); ++word) {
    probabilities_[word] /= total;
    height[word] = probabilities_[word] * static_cast<double>(counts.size());
    (height[word] < 1 ? low : high).push_back(static_cast<WordId>(word));
  }
  while (!low.empty() && !high.empty()) {
    const WordId filled = low.back();
    const WordId giver = high.back();
    low.pop_back();
    cells_[filled] = {threshold_of(height[filled]), giver};
    height[giver] -= 1 - height[filled];
    if (height[giver] < 1) {
      high.pop_back();
      low.push_back(giver);
    }
  }
  // What is left differs from a full cell by rounding alone.
  for (const WordId word : low) cells_[word] = {kAlways, word};
  for (const WordId word : high) cells_[word] = {kAlways, word};
}

}  // namespace kinora
