#pragma once

#include "search/code_kernels.hpp"
#include "search/graph_parts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace kinora {

/// A node and the value (CodeQuery) of the query for it.
struct NearNode {
  float value = 0;
  std::uint32_t node = 0;
};

/// The best nodes seen, nearest first, and which of them the search has been at.
class Beam {
 public:
  void clear(std::size_t capacity) {
    if (nodes_.size() < capacity) nodes_.resize(capacity);
    capacity_ = capacity;
    size_ = 0;
    cursor_ = 0;
    worst_ = std::numeric_limits<float>::infinity();
  }
  /// Keeps the nodes, as far as there is room; the search has been at none.
  void reopen(std::size_t capacity) {
    if (nodes_.size() < capacity) nodes_.resize(capacity);
    capacity_ = capacity;
    size_ = std::min(size_, capacity);
    cursor_ = 0;
    worst_ = size_ == capacity_ ? nodes_[size_ - 1].value : std::numeric_limits<float>::infinity();
    settle();
  }

  /// Only nodes of a lesser value can enter.
  [[nodiscard]] float worst() const { return worst_; }
  /// A node that was not offered before. NaN never enters.
  void offer(float value, std::uint32_t node) {
    if (value < worst_) insert(value, node);
  }
  /// The nearest node that the search has not been at; kNoNode after the last.
  [[nodiscard]] std::uint32_t next() {
    while (cursor_ < size_ && (nodes_[cursor_].node & kSeen) != 0) ++cursor_;
    if (cursor_ == size_) return kNoNode;
    const std::uint32_t node = nodes_[cursor_].node;
    nodes_[cursor_++].node |= kSeen;
    return node;
  }
  /// The one that next() would give, if it is the next in line.
  [[nodiscard]] std::uint32_t peek() const {
    return cursor_ < size_ && (nodes_[cursor_].node & kSeen) == 0 ? nodes_[cursor_].node : kNoNode;
  }
  /// To be called before nodes() is read.
  void settle() {
    for (NearNode& near : std::span(nodes_).first(size_)) near.node &= ~kSeen;
  }
  [[nodiscard]] std::span<const NearNode> nodes() const { return std::span(nodes_).first(size_); }

 private:
  static constexpr std::uint32_t kSeen = 0x80000000U;

  void insert(float value, std::uint32_t node) {
    NearNode* const begin = nodes_.data();
    // Binary search without branches: none of its steps could be foreseen.
    NearNode* place = begin;
    for (std::size_t count = size_; count > 0;) {
      const std::size_t half = (count + 1) / 2;
      place += place[half - 1].value <= value ? half : 0;
      count -= half;
    }
    if (size_ < capacity_) ++size_;
    std::copy_backward(place, begin + size_ - 1, begin + size_);
    *place = {value, node};
    cursor_ = std::min(cursor_, static_cast<std::size_t>(place - begin));
    if (size_ == capacity_) worst_ = nodes_[size_ - 1].value;
  }

  std::vector<NearNode> nodes_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
  std::size_t cursor_ = 0;  ///< the search has been at all nodes before
  float worst_ = 0;
};

/// Which nodes were seen since start(), without clearing the marks each time.
class VisitedMarks {
 public:
  void start(std::size_t nodes) {
    if (marks_.size() < nodes) marks_.resize(nodes, 0);
    if (++generation_ == 0) {
      std::fill(marks_.begin(), marks_.end(), std::uint8_t{0});
      generation_ = 1;
    }
  }
  /// True the first time.
  bool mark(std::uint32_t node) {
    const bool is_new = marks_[node] != generation_;
    marks_[node] = generation_;
    return is_new;
  }

 private:
  std::vector<std::uint8_t> marks_;
  std::uint8_t generation_ = 0;
};

/// The memory of one search, used again by the next.
struct GraphScratch {
  VisitedMarks visited;
  Beam beam;
  std::vector<std::uint32_t> links;  ///< to be compared next
  std::vector<std::uint32_t> ahead;  ///< after these
  std::vector<std::int32_t> dots;
  std::vector<NearNode> heap;
  Beam results;  ///< of a filtered search
};

[[nodiscard]] float value_of(const VectorCodes& codes, const CodeQuery& query, std::uint32_t node);

/// Goes from the nodes in the beam to the nearest ones that links lead to. Gives the number of nodes compared.
std::size_t search_layer(const GraphLayer& layer, const CodeQuery& query, GraphScratch& scratch);

/// Fills `links` with those of a node that were not visited, and fetches their records ahead.
void gather_links(const GraphLayer& layer, std::uint32_t node, VisitedMarks& visited, std::vector<std::uint32_t>& links);

/// Calls offer(value, node) for each of scratch.links.
template <class Offer>
void compare_links(const GraphLayer& layer, const CodeQuery& query, GraphScratch& scratch, const Offer& offer) {
  scratch.dots.resize(scratch.links.size());
  code_dots_at_hand(query.codes, layer.codes.record(0), scratch.links, scratch.dots);
  for (std::size_t i = 0; i < scratch.links.size(); ++i)
    offer(query.coded_value(layer.codes.tail(scratch.links[i]), scratch.dots[i]), scratch.links[i]);
}

/// Begins at the entry and goes down through the layers above `level` with a beam of a few nodes; these are where to begin in the
/// layer `level` (Beam::reopen, or enter_base). The graph must not be empty.
void descend(const GraphParts& graph, const GraphEntry& entry, const CodeQuery& query, std::size_t level, GraphScratch& scratch);

/// Opens the beam for the base: turns nodes of layer 1 in it into rows, and adds the entry, for all rows can be reached from it.
void enter_base(const GraphParts& graph, const GraphEntry& entry, const CodeQuery& query, std::size_t capacity,
                GraphScratch& scratch);

}  // namespace kinora
