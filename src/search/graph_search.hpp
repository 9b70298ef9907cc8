#pragma once

#include "search/coded_search.hpp"
#include "search/exact_search.hpp"
#include "search/graph_beam.hpp"
#include "search/graph_parts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kinora {

/// The rows of the index that may be among those nearest to the query, rising: the `beam` nearest that the graph leads to and are
/// selected, and the selected ones that are in no graph. `selection` has a byte for each row of the index, or more, or none. The
/// index must have a graph. Nothing: with a selection, more than `most_compared` rows would have to be compared, as when those
/// selected are far from the query.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> graph_candidates(const GraphParts& graph, const CodeQuery& query,
                                                                         std::size_t beam, const RowSelection& selection,
                                                                         std::size_t most_compared, SearchWork& work);

/// Shows `search` those of some rows, which rise, that are likely to be among the k nearest of them. Row i of the codes must be
/// row i of the search's vectors, which may be more.
void show_likely(const VectorCodes& codes, const CodeQuery& query, std::size_t k, std::span<const std::uint32_t> rows,
                 ExactSearch& search, SearchWork& work);

/// Both, with a beam of at least k. `search` must not be one that finds nothing. False, and nothing is shown: there are no
/// candidates, as above.
[[nodiscard]] bool search_graph(const GraphParts& graph, std::span<const float> query, std::size_t k, std::size_t beam,
                                const RowSelection& selection, std::size_t most_compared, ExactSearch& search, SearchWork& work);

}  // namespace kinora
