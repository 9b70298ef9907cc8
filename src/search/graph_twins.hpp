#pragma once

#include "search/graph_parts.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// What becomes of the rows of an index.
struct RowRoles {
  std::vector<std::uint32_t> nodes;   ///< rows of the graph, ascending
  std::vector<Twin> twins;            ///< rows whose codes are those of a node before them
  std::vector<std::uint32_t> strays;  ///< see GraphParts
};

/// Thousands of equal rows would be linked to nothing but each other: one stands for all of them.
[[nodiscard]] RowRoles assign_roles(const VectorCodes& codes, ThreadPool& pool);

/// The twins of a row.
[[nodiscard]] std::span<const Twin> twins_of(std::span<const Twin> twins, std::uint32_t row);

}  // namespace kinora
