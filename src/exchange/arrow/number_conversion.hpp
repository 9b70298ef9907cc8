#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace kinora::exchange {

/// The number as another type, if that holds it: exactly where one of both is whole, else rounded to the nearest.
template <class Target, class Source>
[[nodiscard]] std::optional<Target> convert_number(Source number) {
  if constexpr (std::is_same_v<Target, Source>) {
    return number;
  } else if constexpr (std::is_integral_v<Target> && std::is_floating_point_v<Source>) {
    constexpr auto kEnd = static_cast<Source>(std::uint64_t{1} << static_cast<unsigned>(std::numeric_limits<Target>::digits));
    const bool exact = number >= -kEnd && number < kEnd && number == std::trunc(number);
    return exact ? std::optional(static_cast<Target>(number)) : std::nullopt;
  } else if constexpr (std::is_integral_v<Target>) {
    return std::in_range<Target>(number) ? std::optional(static_cast<Target>(number)) : std::nullopt;
  } else if constexpr (std::is_integral_v<Source>) {
    // Every whole number up to this one has a floating-point number of its own.
    constexpr auto kMost = std::uint64_t{1} << static_cast<unsigned>(std::numeric_limits<Target>::digits);
    const bool exact = std::in_range<std::int64_t>(number) &&
                       static_cast<std::int64_t>(number) <= static_cast<std::int64_t>(kMost) &&
                       static_cast<std::int64_t>(number) >= -static_cast<std::int64_t>(kMost);
    return exact ? std::optional(static_cast<Target>(number)) : std::nullopt;
  } else {
    if (std::isfinite(number) && std::abs(number) > std::numeric_limits<Target>::max()) return std::nullopt;
    return static_cast<Target>(number);
  }
}

}  // namespace kinora::exchange
