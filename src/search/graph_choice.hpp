#pragma once

#include "search/graph_beam.hpp"
#include "search/graph_parts.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// Chooses whom a node is linked to, so that links lead in all directions. Not thread-safe.
class NeighbourChooser {
 public:
  /// Keeps at most `limit` of `candidates`, which come nearest first and are left so. Their values are half the squared distance
  /// to the node. One that is much nearer to one that is kept than to the node is left out: the way leads over that one
  /// (RobustPrune of DiskANN, Subramanya et al. 2019; with kSlack 1, algorithm 4 of HNSW).
  void choose(const VectorCodes& codes, std::vector<NearNode>& candidates, std::size_t limit);

  /// Fills `candidates` with `nodes` and how far they are from `node`, nearest first.
  void measure(const VectorCodes& codes, std::uint32_t node, std::span<const std::uint32_t> nodes,
               std::vector<NearNode>& candidates);

 private:
  void leave_out(const VectorCodes& codes, std::uint32_t kept);

  CodeQuery query_;
  std::vector<std::uint32_t> nodes_;
  std::vector<float> values_;
  std::vector<std::int32_t> dots_;
};

}  // namespace kinora
