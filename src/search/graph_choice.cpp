#include "search/graph_choice.hpp"

#include "search/code_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kinora {
namespace {

// How much nearer to a neighbour a candidate must be, in squared distances.
constexpr float kSlack = 1.0F;
constexpr float kFarthest = std::numeric_limits<float>::infinity();

}  // namespace

void NeighbourChooser::choose(const VectorCodes& codes, std::vector<NearNode>& candidates, std::size_t limit) {
  nodes_.clear();
  values_.clear();
  for (const NearNode& candidate : candidates) {
    nodes_.push_back(candidate.node);
    values_.push_back(candidate.value);
  }
  candidates.clear();
  while (!nodes_.empty() && candidates.size() < limit) {
    const std::uint32_t kept = nodes_.front();
    candidates.push_back({values_.front(), kept});
    nodes_.erase(nodes_.begin());
    values_.erase(values_.begin());
    if (!nodes_.empty() && candidates.size() < limit) leave_out(codes, kept);
  }
}

void NeighbourChooser::leave_out(const VectorCodes& codes, std::uint32_t kept) {
  codes.query_of_row(kept, query_);
  const float half_square = codes.tail(kept).coded_half_square;
  dots_.resize(nodes_.size());
  code_dots_at_hand(query_.codes, codes.record(0), nodes_, dots_);
  std::size_t count = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const float between = query_.coded_value(codes.tail(nodes_[i]), dots_[i]) + half_square;
    if (kSlack * between < values_[i]) continue;
    nodes_[count] = nodes_[i];
    values_[count++] = values_[i];
  }
  nodes_.resize(count);
  values_.resize(count);
}

void NeighbourChooser::measure(const VectorCodes& codes, std::uint32_t node, std::span<const std::uint32_t> nodes,
                               std::vector<NearNode>& candidates) {
  codes.query_of_row(node, query_);
  const float half_square = codes.tail(node).coded_half_square;
  dots_.resize(nodes.size());
  code_dots(query_.codes, codes.record(0), nodes, dots_);
  candidates.clear();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const float value = query_.coded_value(codes.tail(nodes[i]), dots_[i]) + half_square;
    candidates.push_back({std::isnan(value) ? kFarthest : value, nodes[i]});  // NaN: of damaged bytes
  }
  std::sort(candidates.begin(), candidates.end(),
            [](const NearNode& a, const NearNode& b) { return a.value != b.value ? a.value < b.value : a.node < b.node; });
}

}  // namespace kinora
