#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <string_view>

namespace kinora {

/// How far two vectors are apart, in LanceDB's definitions; smaller is nearer in all three.
enum class Metric : std::uint8_t {
  kCosine,  ///< 1 - a·b / (|a| |b|); 0..2; a zero vector has no direction and so no distance
  kL2,      ///< |a - b|², squared
  kDot      ///< 1 - a·b
};

[[nodiscard]] KINORA_EXPORT Result<Metric> parse_metric(std::string_view name);
[[nodiscard]] KINORA_EXPORT std::string_view metric_name(Metric metric);
/// The similarity of a distance, higher is nearer: cosine a·b/(|a||b|) in -1..1; L2 1/(1+d) in (0, 1]; dot a·b.
[[nodiscard]] KINORA_EXPORT float similarity_of_distance(Metric metric, float distance);

}  // namespace kinora
