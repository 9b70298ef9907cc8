#include "kinora/evaluate/bootstrap.hpp"

#include "base/check.hpp"
#include "evaluate/percentile_interval.hpp"

#include <numeric>

namespace kinora {
namespace {

double mean_of_resample(std::span<const double> values, Rng rng) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += values[rng.below(values.size())];
  return sum / static_cast<double>(values.size());
}

}  // namespace

MeanInterval bootstrap_mean(std::span<const double> values, const BootstrapOptions& options, unsigned threads) {
  KINORA_CHECK(options.resamples > 0);
  if (values.empty()) return {};
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  return percentile_interval(
      mean, [values](Rng rng) { return mean_of_resample(values, rng); }, options, threads);
}

}  // namespace kinora
