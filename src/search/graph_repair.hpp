#pragma once

#include "search/graph_parts.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora {

/// Lets every one of `nodes` be reached from `entry`, one of them, in a layer whose links are `links`: clusters that lie far
/// apart, and nodes that all their neighbours have dropped, are linked from the nearest node that is reached. Links that others
/// are reached by stay. Gives the number of links made. `beam`: among how many the nearest is looked for.
std::size_t connect_nodes(const GraphLayer& layer, std::span<std::uint32_t> links, std::span<const std::uint32_t> nodes,
                          std::uint32_t entry, std::size_t beam);

}  // namespace kinora
