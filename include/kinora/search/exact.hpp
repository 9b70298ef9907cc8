#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"
#include "kinora/search/metric.hpp"
#include "kinora/search/row_selection.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

struct KINORA_EXPORT SearchHit {
  std::size_t row = 0;
  std::int64_t id = 0;
  float distance = 0;
};

/// The k nearest rows, exact: distance ascending, then id; without ids, the row number. `selection` has a byte for each row, or
/// none: then all rows are asked. Never returned: rows that it leaves out, and rows without a distance, as in LanceDB: those with
/// a NaN, and with the cosine zero vectors (all rows if the query is zero). Fewer than k only if fewer remain. One pass over the
/// vectors. Thread-safe. Errors: kInvalidArgument if the query's length is not vectors.cols or it is not finite, or the lengths
/// do not fit.
[[nodiscard]] KINORA_EXPORT Result<std::vector<SearchHit>> search_exact(const MatrixView& vectors,
                                                                        std::span<const std::int64_t> ids,
                                                                        std::span<const float> query, Metric metric,
                                                                        std::size_t k, const RowSelection& selection);

}  // namespace kinora
