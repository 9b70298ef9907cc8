#include "kinora/evaluate/bootstrap.hpp"

#include "base/check.hpp"
#include "base/random.hpp"
#include "base/thread_pool.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace kinora {
namespace {

constexpr std::size_t kResamplesAShard = 64;

double mean_of_resample(std::span<const double> values, Rng rng) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += values[rng.below(values.size())];
  return sum / static_cast<double>(values.size());
}

/// numpy.quantile's default: linear between the two values beside the place. Requires sorted values.
double quantile(const std::vector<double>& sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace

MeanInterval bootstrap_mean(std::span<const double> values, const BootstrapOptions& options, unsigned threads) {
  KINORA_CHECK(options.resamples > 0);
  if (values.empty()) return {};
  std::vector<double> means(options.resamples);
  ThreadPool pool(threads);
  pool.for_each_shard((means.size() + kResamplesAShard - 1) / kResamplesAShard, [&](std::size_t shard) {
    const std::size_t end = std::min(means.size(), (shard + 1) * kResamplesAShard);
    for (std::size_t i = shard * kResamplesAShard; i < end; ++i) means[i] = mean_of_resample(values, Rng(options.seed, i));
  });
  std::sort(means.begin(), means.end());
  return {.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()),
          .low = quantile(means, (1 - options.level) / 2),
          .high = quantile(means, (1 + options.level) / 2)};
}

}  // namespace kinora
