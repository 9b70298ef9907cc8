#pragma once

#include "kinora/base/result.hpp"
#include "search/exact_search.hpp"
#include "search/graph_parts.hpp"
#include "store/open_version.hpp"
#include "store/search/column_index.hpp"
#include "store/search/plan.hpp"

#include <cstddef>
#include <span>

namespace kinora {

/// A filtered search that asks the filter last.
struct Overfetch {
  const OpenVersion& open;
  const ColumnIndex& index;
  const GraphParts& graph;  ///< the index's
  const Filter& filter;
  const RowSelection& searchable;  ///< physical rows; empty = all
};

struct OverfetchOutcome {
  bool enough = false;  ///< candidates passed the filter
  double share = 0;     ///< of the candidates that did
};

/// Shows `search`, which is of the index's parts, the nearest of those rows that the graph gives, whatever the filter says of
/// them, and that pass it; and the rows that the index does not know and pass it. Nothing is shown if too few candidates pass:
/// others may be nearer than those. Errors: those of the filter's columns.
[[nodiscard]] Result<OverfetchOutcome> search_overfetch(const Overfetch& task, std::span<const float> query, std::size_t k,
                                                        const SearchChoice& choice, ExactSearch& search);

}  // namespace kinora
