#include "search/graph_builder.hpp"

#include <algorithm>

namespace kinora {
namespace {

constexpr std::size_t kBuildShards = 64;
constexpr std::size_t kBaseBuckets = 64;  // of targets; each upper layer is one more
// Rows of a batch do not see each other: it is a small part of the rows before it.
constexpr std::size_t kBatchShare = 16;
constexpr std::size_t kLeastBatch = 32;
constexpr std::size_t kMostBatch = 16384;

std::uint64_t back_link(std::uint32_t target, std::uint32_t source) { return std::uint64_t{target} << 32U | source; }
std::uint32_t target_of(std::uint64_t link) { return static_cast<std::uint32_t>(link >> 32U); }
std::uint32_t source_of(std::uint64_t link) { return static_cast<std::uint32_t>(link); }

std::size_t bucket_of(std::size_t level, std::uint32_t target) {
  return level == 0 ? target % kBaseBuckets : kBaseBuckets + level - 1;
}

void write_links(std::span<const NearNode> nodes, std::span<std::uint32_t> links) {
  const auto end = std::transform(nodes.begin(), nodes.end(), links.begin(), [](const NearNode& near) { return near.node; });
  std::fill(end, links.end(), kNoNode);
}

}  // namespace

GraphBuilder::GraphBuilder(OwnedGraph& graph, const GraphEntry& entry, std::size_t linked, ThreadPool& pool)
    : graph_(graph),
      entry_(entry),
      linked_(linked),
      pool_(pool),
      back_(kBuildShards, std::vector<BackLinks>(kBaseBuckets + graph.layer_sizes.size())) {}

Result<void> GraphBuilder::link(std::span<const NewRow> rows, const Execution& execution) {
  for (std::size_t done = 0; done < rows.size();) {
    if (execution.cancelled()) return fail(cancelled_error("linking rows"));
    const std::size_t share = std::clamp(linked_ / kBatchShare, kLeastBatch, kMostBatch);
    const std::size_t size = std::min({share, linked_ + 1, done + 1, rows.size() - done});
    link_batch(rows.subspan(done, size));
    done += size;
    linked_ += size;
    execution.stage_progress(done);
  }
  return {};
}

void GraphBuilder::link_batch(std::span<const NewRow> batch) {
  if (entry_.row != kNoNode) {
    pool_.for_each_shard(kBuildShards, [&](std::size_t shard) {
      const Leases<Worker>::Lease worker(workers_);
      for (BackLinks& links : back_[shard]) links.clear();
      const std::size_t begin = batch.size() * shard / kBuildShards;
      const std::size_t end = batch.size() * (shard + 1) / kBuildShards;
      for (const NewRow& row : batch.subspan(begin, end - begin)) link_forward(row, *worker, back_[shard]);
    });
    pool_.for_each_shard(back_.front().size(), [&](std::size_t bucket) {
      const Leases<Worker>::Lease worker(workers_);
      link_back(bucket, *worker);
    });
  }
  // The first of a batch has the lowest number: none reaches higher.
  const NewRow& first = batch.front();
  if (entry_.row == kNoNode || first.level > entry_.level) entry_ = {first.row, first.level == 0 ? 0 : first.slot, first.level};
}

void GraphBuilder::link_forward(const NewRow& row, Worker& worker, std::vector<BackLinks>& back) {
  const VectorCodes codes = graph_.codes();
  codes.query_of_row(row.row, worker.query);
  const float half_square = codes.tail(row.row).coded_half_square;
  const std::size_t beam = graph_.options.build_beam;
  descend(graph_, entry_, worker.query, row.level, worker.scratch);
  for (std::size_t above = std::min(row.level, entry_.level) + 1; above > 0; --above) {
    const std::size_t level = above - 1;
    if (level == 0)
      enter_base(graph_, entry_, worker.query, beam, worker.scratch);
    else
      worker.scratch.beam.reopen(beam);
    const GraphLayer layer = graph_.layer(level);
    search_layer(layer, worker.query, worker.scratch);
    const std::span<const NearNode> found = worker.scratch.beam.nodes();
    worker.candidates.assign(found.begin(), found.end());
    for (NearNode& candidate : worker.candidates) candidate.value += half_square;
    worker.chooser.choose(layer.codes, worker.candidates, layer.degree);
    const std::uint32_t node = level == 0 ? row.row : row.slot;
    write_links(worker.candidates, links_of(level, node));
    for (const NearNode& chosen : worker.candidates) back[bucket_of(level, chosen.node)].push_back(back_link(chosen.node, node));
  }
}

void GraphBuilder::link_back(std::size_t bucket, Worker& worker) {
  BackLinks links;
  for (const auto& shard : back_) links.insert(links.end(), shard[bucket].begin(), shard[bucket].end());
  std::sort(links.begin(), links.end());
  const std::size_t level = bucket < kBaseBuckets ? 0 : bucket - kBaseBuckets + 1;
  for (auto begin = links.begin(); begin != links.end();) {
    const std::uint32_t target = target_of(*begin);
    const auto end = std::find_if(begin, links.end(), [target](std::uint64_t link) { return target_of(link) != target; });
    merge(level, target, {begin, end}, worker);
    begin = end;
  }
}

void GraphBuilder::merge(std::size_t level, std::uint32_t target, std::span<const std::uint64_t> sources, Worker& worker) {
  const std::span<std::uint32_t> links = links_of(level, target);
  auto free = std::find(links.begin(), links.end(), kNoNode);
  if (static_cast<std::size_t>(links.end() - free) >= sources.size()) {
    std::transform(sources.begin(), sources.end(), free, source_of);
    return;
  }
  worker.nodes.assign(links.begin(), free);
  for (const std::uint64_t link : sources) worker.nodes.push_back(source_of(link));
  const GraphLayer layer = graph_.layer(level);
  worker.chooser.measure(layer.codes, target, worker.nodes, worker.candidates);
  worker.chooser.choose(layer.codes, worker.candidates, layer.degree);
  write_links(worker.candidates, links);
}

std::span<std::uint32_t> GraphBuilder::links_of(std::size_t level, std::uint32_t node) {
  const std::size_t degree = graph_.degree_of(level);
  if (level == 0) return std::span(graph_.base_link_array).subspan(node * degree, degree);
  return std::span(graph_.upper_link_array).subspan(graph_.upper_offset(level) + node * degree, degree);
}

}  // namespace kinora
