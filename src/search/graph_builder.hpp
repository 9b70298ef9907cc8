#pragma once

#include "base/thread_pool.hpp"
#include "kinora/base/execution.hpp"
#include "search/graph_beam.hpp"
#include "search/graph_choice.hpp"
#include "search/graph_parts.hpp"
#include "search/leases.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// Links rows into a graph, batch by batch: the rows of a batch choose their neighbours among the rows before it, all at once,
/// then these are linked back. So what comes out does not depend on the number of threads.
class GraphBuilder {
 public:
  /// A row that is to be linked.
  struct NewRow {
    std::uint32_t row = 0;
    std::uint32_t slot = kNoNode;  ///< its node in the upper layers; kNoNode: it is in none
    std::size_t level = 0;
  };

  /// `graph` has its full size; the links of new rows are empty. `entry` is that of the rows that are linked, of which there are
  /// `linked`.
  GraphBuilder(OwnedGraph& graph, const GraphEntry& entry, std::size_t linked, ThreadPool& pool);

  /// Rows in the order of their numbers (graph_levels.hpp).
  Result<void> link(std::span<const NewRow> rows, const Execution& execution);

  [[nodiscard]] const GraphEntry& entry() const { return entry_; }

 private:
  /// target · 2^32 + source: the source is to be linked from the target.
  using BackLinks = std::vector<std::uint64_t>;
  struct Worker {
    GraphScratch scratch;
    NeighbourChooser chooser;
    CodeQuery query;
    std::vector<NearNode> candidates;
    std::vector<std::uint32_t> nodes;
  };

  void link_batch(std::span<const NewRow> batch);
  void link_forward(const NewRow& row, Worker& worker, std::vector<BackLinks>& back);
  void link_back(std::size_t bucket, Worker& worker);
  void merge(std::size_t level, std::uint32_t target, std::span<const std::uint64_t> sources, Worker& worker);
  [[nodiscard]] std::span<std::uint32_t> links_of(std::size_t level, std::uint32_t node);

  OwnedGraph& graph_;
  GraphEntry entry_;
  std::size_t linked_;
  ThreadPool& pool_;
  std::vector<std::vector<BackLinks>> back_;  ///< by shard, then by bucket
  Leases<Worker> workers_;
};

}  // namespace kinora
