#include "search/graph_beam.hpp"

#include "search/code_kernels.hpp"

#include <hwy/cache_control.h>

namespace kinora {
namespace {

constexpr std::size_t kUpperBeam = 8;
constexpr std::size_t kBytesPerLine = 64;

void prefetch(const void* bytes, std::size_t size) {
  for (std::size_t i = 0; i < size; i += kBytesPerLine) hwy::Prefetch(static_cast<const std::byte*>(bytes) + i);
}

}  // namespace

float value_of(const VectorCodes& codes, const CodeQuery& query, std::uint32_t node) {
  std::int32_t dot = 0;
  code_dots(query.codes, codes.record(0), std::span(&node, 1), std::span(&dot, 1));
  return query.coded_value(codes.tail(node), dot);
}

void gather_links(const GraphLayer& layer, std::uint32_t node, VisitedMarks& visited, std::vector<std::uint32_t>& links) {
  const std::size_t size = layer.size();
  links.resize(layer.degree);
  std::uint32_t* const gathered = links.data();
  std::size_t count = 0;
  for (const std::uint32_t link : layer.links_of(node)) {
    if (link >= size) break;
    gathered[count] = link;
    count += visited.mark(link) ? 1U : 0U;  // without a branch: it could not be foreseen
  }
  links.resize(count);
  for (const std::uint32_t link : links) prefetch(layer.codes.record(link), layer.codes.record_size());
}

std::size_t search_layer(const GraphLayer& layer, const CodeQuery& query, GraphScratch& scratch) {
  Beam& beam = scratch.beam;
  scratch.visited.start(layer.size());
  scratch.links.clear();
  for (const NearNode& near : beam.nodes()) scratch.visited.mark(near.node);
  std::size_t compared = 0;
  // Three steps, each of a node later than the one after it: its links are fetched; they are gathered, and their records fetched;
  // they are compared. So the memory has time, and little is lost by choosing nodes a little early.
  std::uint32_t gathering = kNoNode;
  for (std::uint32_t node = beam.next(); node != kNoNode || gathering != kNoNode || !scratch.links.empty(); node = beam.next()) {
    if (node != kNoNode) prefetch(layer.links_of(node).data(), layer.degree * sizeof(std::uint32_t));
    scratch.ahead.clear();
    if (gathering != kNoNode) gather_links(layer, gathering, scratch.visited, scratch.ahead);
    compare_links(layer, query, scratch, [&beam](float value, std::uint32_t link) { beam.offer(value, link); });
    compared += scratch.links.size();
    std::swap(scratch.links, scratch.ahead);
    gathering = node;
  }
  beam.settle();
  return compared;
}

void descend(const GraphParts& graph, const GraphEntry& entry, const CodeQuery& query, std::size_t level, GraphScratch& scratch) {
  Beam& beam = scratch.beam;
  beam.clear(kUpperBeam);
  beam.offer(value_of(graph.codes(), query, entry.row), entry.level == 0 ? entry.row : entry.slot);
  for (std::size_t above = entry.level; above > level; --above) {
    beam.reopen(kUpperBeam);
    search_layer(graph.layer(above), query, scratch);
  }
}

void enter_base(const GraphParts& graph, const GraphEntry& entry, const CodeQuery& query, std::size_t capacity,
                GraphScratch& scratch) {
  Beam& beam = scratch.beam;
  if (entry.level == 0) return beam.reopen(capacity);
  scratch.heap.assign(beam.nodes().begin(), beam.nodes().end());
  beam.clear(capacity);
  scratch.visited.start(graph.rows());
  const auto offer = [&](float value, std::uint32_t row) {
    if (row < graph.rows() && scratch.visited.mark(row)) beam.offer(value, row);
  };
  for (const NearNode& near : scratch.heap) offer(near.value, graph.upper_rows[near.node]);
  offer(value_of(graph.codes(), query, entry.row), entry.row);
}

}  // namespace kinora
