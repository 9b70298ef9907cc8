#include "kinora/evaluate/bootstrap.hpp"

#include "base/check.hpp"
#include "base/random.hpp"
#include "base/thread_pool.hpp"
#include "evaluate/quantile.hpp"

#include <algorithm>
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
          .low = quantile_of_sorted(means, (1 - options.level) / 2),
          .high = quantile_of_sorted(means, (1 + options.level) / 2)};
}

}  // namespace kinora
