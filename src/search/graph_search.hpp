#pragma once

#include "search/coded_search.hpp"
#include "search/exact_search.hpp"
#include "search/graph_beam.hpp"
#include "search/graph_parts.hpp"

#include <cstddef>
#include <span>

namespace kinora {

/// Shows `search` the best of the `beam` nearest rows that the graph leads to, and are selected: those of them that are
/// likely to be among the k nearest. Row i of the index must be row i of the search's vectors; it may have more. `selection` has
/// a byte for each row of the index, or more, or none. A row is shown once. `search` must not be one that finds nothing, and the
/// index must have a graph. False, and nothing is shown: with a selection, more than `most_compared` rows would have to be
/// compared, as when those selected are far from the query.
[[nodiscard]] bool search_graph(const GraphParts& graph, std::span<const float> query, std::size_t k, std::size_t beam,
                                const RowSelection& selection, std::size_t most_compared, ExactSearch& search, SearchWork& work);

}  // namespace kinora
