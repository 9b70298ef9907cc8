#include "evaluate/percentile_interval.hpp"

#include "base/check.hpp"
#include "base/thread_pool.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace kinora {
namespace {

constexpr std::size_t kResamplesAShard = 64;

double quantile(const std::vector<double>& sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace

MeanInterval percentile_interval(double value, const std::function<double(Rng)>& of_resample, const BootstrapOptions& options,
                                 unsigned threads) {
  KINORA_CHECK(options.resamples > 0);
  std::vector<double> drawn(options.resamples);
  ThreadPool pool(threads);
  pool.for_each_shard((drawn.size() + kResamplesAShard - 1) / kResamplesAShard, [&](std::size_t shard) {
    const std::size_t end = std::min(drawn.size(), (shard + 1) * kResamplesAShard);
    for (std::size_t i = shard * kResamplesAShard; i < end; ++i) drawn[i] = of_resample(Rng(options.seed, i));
  });
  std::sort(drawn.begin(), drawn.end());
  return {.mean = value, .low = quantile(drawn, (1 - options.level) / 2), .high = quantile(drawn, (1 + options.level) / 2)};
}

}  // namespace kinora
