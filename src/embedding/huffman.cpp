#include "embedding/huffman.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <limits>

namespace kinora {
namespace {

struct Parents {
  std::vector<std::uint32_t> parent;  // of words, then of inner nodes; numbers of inner nodes
  std::vector<bool> right;
};

/// Sorted counts need no heap: the leaves from the rarest on, and the inner nodes as they are made, are two sorted queues.
Parents join_rarest(std::span<const std::uint64_t> counts) {
  const std::size_t words = counts.size();
  std::vector<std::uint64_t> weight(counts.begin(), counts.end());
  weight.resize(2 * words - 1, std::numeric_limits<std::uint64_t>::max());
  Parents tree{std::vector<std::uint32_t>(2 * words - 1), std::vector<bool>(2 * words - 1)};
  std::size_t leaves_left = words;
  std::size_t next_node = words;
  const auto take_rarest = [&](std::size_t made) {
    const bool leaf = leaves_left > 0 && (next_node == made || weight[leaves_left - 1] <= weight[next_node]);
    return leaf ? --leaves_left : next_node++;
  };
  for (std::size_t made = words; made < 2 * words - 1; ++made) {
    const std::size_t left = take_rarest(made);
    const std::size_t right = take_rarest(made);
    weight[made] = weight[left] + weight[right];
    tree.parent[left] = tree.parent[right] = static_cast<std::uint32_t>(made - words);
    tree.right[right] = true;
  }
  return tree;
}

}  // namespace

HuffmanTree::HuffmanTree(std::span<const std::uint64_t> counts) : begins_(counts.size() + 1) {
  KINORA_CHECK(std::is_sorted(counts.rbegin(), counts.rend()), counts.size());
  const std::size_t words = counts.size();
  if (words < 2) return;
  node_count_ = words - 1;
  const Parents tree = join_rarest(counts);
  const std::size_t root = 2 * words - 2;
  std::vector<HuffmanStep> upwards;
  for (std::size_t word = 0; word < words; ++word) {
    upwards.clear();
    for (std::size_t at = word; at != root; at = words + tree.parent[at]) upwards.push_back({tree.parent[at], tree.right[at]});
    steps_.insert(steps_.end(), upwards.rbegin(), upwards.rend());
    begins_[word + 1] = steps_.size();
  }
}

}  // namespace kinora
