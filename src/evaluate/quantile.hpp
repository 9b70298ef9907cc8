#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace kinora {

/// numpy.quantile's default: linear between the two values beside the place. REQUIRES: `sorted` is sorted and not empty.
[[nodiscard]] inline double quantile_of_sorted(const std::vector<double>& sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace kinora
