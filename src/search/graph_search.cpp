#include "search/graph_search.hpp"

#include "search/code_kernels.hpp"
#include "search/graph_twins.hpp"
#include "search/leases.hpp"

#include <algorithm>
#include <vector>

namespace kinora {
namespace {

// Of the bounds of what codes are off, which hold if all roundings conspire: of random ones this is beyond four deviations.
constexpr float kLikelyShare = 0.25F;

Leases<GraphScratch>& scratches() {
  static Leases<GraphScratch> leases;
  return leases;
}

/// Who may be an answer.
class Chosen {
 public:
  Chosen(const GraphParts& graph, const RowSelection& selection) : graph_(graph), selection_(selection) {}

  [[nodiscard]] bool all() const { return selection_.empty(); }
  [[nodiscard]] bool has(std::uint32_t row) const {
    return selection_.empty() || (row < selection_.size() && selection_[row] != 0);
  }
  /// The node, or a twin of it.
  [[nodiscard]] bool has_any(std::uint32_t node) const {
    if (has(node)) return true;
    if (graph_.twins.empty()) return false;
    const std::span<const Twin> twins = twins_of(graph_.twins, node);
    return std::any_of(twins.begin(), twins.end(), [this](const Twin& twin) { return has(twin.twin); });
  }

 private:
  const GraphParts& graph_;
  const RowSelection& selection_;
};

bool is_farther(const NearNode& a, const NearNode& b) { return a.value != b.value ? a.value > b.value : a.node > b.node; }

/// As search_layer, but nodes that are not chosen only lead the way: how many is not known beforehand. The results take the place
/// of the beam. Ends after more than `most` were compared.
std::size_t search_chosen(const GraphLayer& layer, const CodeQuery& query, const Chosen& chosen, std::size_t beam,
                          std::size_t most, GraphScratch& scratch) {
  Beam& results = scratch.results;
  results.clear(beam);
  scratch.heap.clear();
  scratch.visited.start(layer.size());
  const auto offer = [&](float value, std::uint32_t node) {
    if (!(value < results.worst())) return;
    scratch.heap.push_back({value, node});
    std::push_heap(scratch.heap.begin(), scratch.heap.end(), is_farther);
    if (chosen.has_any(node)) results.offer(value, node);
  };
  for (const NearNode& near : scratch.beam.nodes()) {
    scratch.visited.mark(near.node);
    offer(near.value, near.node);
  }
  std::size_t compared = 0;
  while (compared <= most && !scratch.heap.empty() && !(scratch.heap.front().value > results.worst())) {
    const std::uint32_t node = scratch.heap.front().node;
    std::pop_heap(scratch.heap.begin(), scratch.heap.end(), is_farther);
    scratch.heap.pop_back();
    gather_links(layer, node, scratch.visited, scratch.links);
    compare_links(layer, query, scratch, offer);
    compared += scratch.links.size();
  }
  std::swap(scratch.beam, scratch.results);
  return compared;
}

/// The rows of the beam, with their twins, as many as compete; of damaged bytes, one may be there twice.
std::vector<std::uint32_t> competing_rows(const GraphParts& graph, const Chosen& chosen, std::size_t beam,
                                          const GraphScratch& scratch) {
  std::vector<std::uint32_t> rows;
  const auto add = [&](std::uint32_t row) {
    if (rows.size() < beam && row < graph.rows() && chosen.has(row)) rows.push_back(row);
  };
  for (const NearNode& near : scratch.beam.nodes()) {
    add(near.node);
    if (graph.twins.empty()) continue;
    for (const Twin& twin : twins_of(graph.twins, near.node)) add(twin.twin);
  }
  return rows;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> graph_candidates(const GraphParts& graph, const CodeQuery& query, std::size_t beam,
                                                           const RowSelection& selection, std::size_t most_compared,
                                                           SearchWork& work) {
  const Chosen chosen(graph, selection);
  std::vector<std::uint32_t> rows;
  if (graph.entry_row != kNoNode) {
    beam = std::min(beam, graph.rows());
    const Leases<GraphScratch>::Lease lease(scratches());
    GraphScratch& scratch = *lease;
    descend(graph, graph.entry(), query, 0, scratch);
    enter_base(graph, graph.entry(), query, beam, scratch);
    const std::size_t compared = chosen.all() ? search_layer(graph.layer(0), query, scratch)
                                              : search_chosen(graph.layer(0), query, chosen, beam, most_compared, scratch);
    work.coded += compared;
    if (!chosen.all() && compared > most_compared) return std::nullopt;
    rows = competing_rows(graph, chosen, beam, scratch);
  }
  for (const std::uint32_t row : graph.strays)
    if (row < graph.rows() && chosen.has(row)) rows.push_back(row);
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());  // of damaged bytes
  return rows;
}

void show_likely(const VectorCodes& codes, const CodeQuery& query, std::size_t k, std::span<const std::uint32_t> rows,
                 ExactSearch& search, SearchWork& work) {
  std::vector<std::int32_t> dots(rows.size());
  code_dots(query.codes, codes.record(0), rows, dots);
  CodedCandidates candidates(k);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const CodeTail tail = codes.tail(rows[i]);
    candidates.offer(rows[i], query.value(tail, dots[i]), kLikelyShare * query.bound(tail));
  }
  const std::vector<std::size_t> likely = candidates.take();
  work.exact += likely.size();
  search.visit(likely);
}

bool search_graph(const GraphParts& graph, std::span<const float> query, std::size_t k, std::size_t beam,
                  const RowSelection& selection, std::size_t most_compared, ExactSearch& search, SearchWork& work) {
  const CodeQuery coded = graph.codes().query_of(query);
  const auto rows = graph_candidates(graph, coded, std::max(beam, k), selection, most_compared, work);
  if (!rows) return false;
  show_likely(graph.codes(), coded, k, *rows, search, work);
  return true;
}

}  // namespace kinora
