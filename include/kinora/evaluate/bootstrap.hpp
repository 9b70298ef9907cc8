#pragma once

#include "kinora/base/export.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora {

struct KINORA_EXPORT BootstrapOptions {
  std::size_t resamples = 10'000;
  double level = 0.95;      ///< (0, 1)
  std::uint64_t seed = 42;  ///< resample r draws from stream r of it
};

/// A mean and where it would lie if the values had been drawn anew.
struct KINORA_EXPORT MeanInterval {
  double mean = 0;
  double low = 0;
  double high = 0;
};

/// The mean of the values and the percentile bootstrap interval of it (Efron & Tibshirani 1993, §13.3): the means of resamples
/// with replacement, cut at (1 ± level) / 2 with linear interpolation between neighbours. Two series of the same length are
/// resampled alike under one seed, so that the interval of their differences is a paired one. The same at any number of threads.
/// Without values all three are 0.
[[nodiscard]] KINORA_EXPORT MeanInterval bootstrap_mean(std::span<const double> values, const BootstrapOptions& options,
                                                        unsigned threads);

}  // namespace kinora
