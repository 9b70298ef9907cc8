#pragma once

#include "search/graph_parts.hpp"

#include <memory>

namespace kinora {

/// What GraphIndex::build, build_codes and extended_by() do; they check the arguments.
[[nodiscard]] Result<std::shared_ptr<const GraphParts>> build_graph(const MatrixView& vectors, const GraphOptions& options,
                                                                    const Execution& execution);
[[nodiscard]] std::shared_ptr<const GraphParts> build_codes_only(const MatrixView& vectors, Metric metric,
                                                                 const Execution& execution);
[[nodiscard]] Result<std::shared_ptr<const GraphParts>> extend_graph(const GraphParts& old, const MatrixView& added,
                                                                     const Execution& execution);

}  // namespace kinora
