#include "search/graph_repair.hpp"

#include "base/check.hpp"
#include "search/graph_beam.hpp"

#include <algorithm>
#include <vector>

namespace kinora {
namespace {

/// A tree of the nodes that are reached, each below the node from whose link it was first reached.
class ReachedTree {
 public:
  ReachedTree(const GraphLayer& layer, std::span<std::uint32_t> links, std::uint32_t entry)
      : layer_(layer), links_(links), parents_(layer.size(), kNoNode), entry_(entry) {
    add(entry, entry);
    follow(entry);
  }

  [[nodiscard]] bool has(std::uint32_t node) const { return parents_[node] != kNoNode; }

  void attach(std::uint32_t node, std::size_t beam) {
    if (!attach_to_neighbour(node) && !attach_to_nearest(node, beam)) attach_to_any(node);
    follow(node);
  }

 private:
  [[nodiscard]] std::span<std::uint32_t> links_of(std::uint32_t node) {
    return links_.subspan(std::size_t{node} * layer_.degree, layer_.degree);
  }

  void add(std::uint32_t node, std::uint32_t parent) {
    parents_[node] = parent;
    reached_.push_back(node);
  }

  void follow(std::uint32_t from) {
    queue_.assign(1, from);
    while (!queue_.empty()) {
      const std::uint32_t node = queue_.back();
      queue_.pop_back();
      for (const std::uint32_t link : links_of(node)) {
        if (link >= parents_.size()) break;
        if (has(link)) continue;
        add(link, node);
        queue_.push_back(link);
      }
    }
  }

  /// Takes a free place among the links of `from`, or the last whose node is below another one.
  bool link(std::uint32_t from, std::uint32_t to) {
    const std::span<std::uint32_t> links = links_of(from);
    auto place = std::find_if(links.begin(), links.end(), [&](std::uint32_t link) { return link >= parents_.size(); });
    if (place == links.end()) {
      const auto last = std::find_if(links.rbegin(), links.rend(), [&](std::uint32_t link) { return parents_[link] != from; });
      if (last == links.rend()) return false;
      place = last.base() - 1;
    }
    *place = to;
    add(to, from);
    return true;
  }

  bool attach_to_neighbour(std::uint32_t node) {
    const std::span<const std::uint32_t> links = links_of(node);
    return std::any_of(links.begin(), links.end(), [&](std::uint32_t near) {
      return near < parents_.size() && near != node && has(near) && link(near, node);
    });
  }

  bool attach_to_nearest(std::uint32_t node, std::size_t beam) {
    layer_.codes.query_of_row(node, query_);
    scratch_.beam.clear(beam);
    scratch_.beam.offer(value_of(layer_.codes, query_, entry_), entry_);
    search_layer(layer_, query_, scratch_);
    const std::span<const NearNode> found = scratch_.beam.nodes();
    return std::any_of(found.begin(), found.end(), [&](const NearNode& near) { return link(near.node, node); });
  }

  /// A node whose links are all of the tree stays so: none is looked at twice.
  void attach_to_any(std::uint32_t node) {
    while (any_ < reached_.size() && !link(reached_[any_], node)) ++any_;
    KINORA_CHECK(any_ < reached_.size(), node);
  }

  const GraphLayer& layer_;
  std::span<std::uint32_t> links_;
  std::vector<std::uint32_t> parents_;  ///< of those reached
  std::vector<std::uint32_t> reached_;
  std::uint32_t entry_;
  std::vector<std::uint32_t> queue_;
  std::size_t any_ = 0;
  GraphScratch scratch_;
  CodeQuery query_;
};

}  // namespace

std::size_t connect_nodes(const GraphLayer& layer, std::span<std::uint32_t> links, std::span<const std::uint32_t> nodes,
                          std::uint32_t entry, std::size_t beam) {
  ReachedTree tree(layer, links, entry);
  std::size_t made = 0;
  for (const std::uint32_t node : nodes) {
    if (tree.has(node)) continue;
    tree.attach(node, beam);
    ++made;
  }
  return made;
}

}  // namespace kinora
