#pragma once

#include "base/random.hpp"
#include "kinora/evaluate/bootstrap.hpp"

#include <functional>

namespace kinora {

/// The percentile bootstrap interval of a statistic (Efron and Tibshirani 1993, §13.3) around `value`, what it is of all items:
/// `of_resample` draws with the generator that it is given, one stream a resample, and is called by several threads at once. Cut
/// at (1 ± level) / 2 with linear interpolation between neighbours (numpy.quantile's default). The same at any number of threads.
/// REQUIRES: options.resamples > 0.
[[nodiscard]] MeanInterval percentile_interval(double value, const std::function<double(Rng)>& of_resample,
                                               const BootstrapOptions& options, unsigned threads);

}  // namespace kinora
