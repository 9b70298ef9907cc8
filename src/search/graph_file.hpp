#pragma once

#include "search/graph_parts.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace kinora {

/// The file of a GraphIndex (docs/formats/index.md).

/// Fills in the header. The arrays are those that are to be written.
void write_graph_header(GraphParts& graph);
/// The file, in parts.
[[nodiscard]] std::vector<std::span<const std::byte>> graph_bytes(const GraphParts& graph);

/// Views the arrays in `bytes`: see GraphIndex::open.
[[nodiscard]] Result<std::shared_ptr<const GraphParts>> open_graph(std::span<const std::byte> bytes,
                                                                   std::shared_ptr<const void> owner, std::string_view where,
                                                                   GraphCheck check);

}  // namespace kinora
