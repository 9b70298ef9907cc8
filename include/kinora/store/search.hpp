#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"
#include "kinora/store/filter.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

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

struct KINORA_EXPORT SearchHit {
  std::size_t row = 0;
  std::int64_t id = 0;
  float distance = 0;
};

/// The k nearest rows, exact: distance ascending, then id. `selection` has a byte for each row, or none: then all rows are asked.
/// Never returned: rows that it leaves out, and rows without a distance, as in LanceDB: those with a NaN, and with the cosine
/// zero vectors (all rows if the query is zero). Fewer than k only if fewer remain. One pass over the vectors. Thread-safe.
/// Errors: kInvalidArgument if the query's length is not vectors.cols or it is not finite, or the lengths do not fit.
[[nodiscard]] KINORA_EXPORT Result<std::vector<SearchHit>> search_exact(const MatrixView& vectors,
                                                                        std::span<const std::int64_t> ids,
                                                                        std::span<const float> query, Metric metric,
                                                                        std::size_t k, const RowSelection& selection);

}  // namespace kinora
