#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// One decision of hierarchical softmax: the inner node and which way the word lies.
struct HuffmanStep {
  std::uint32_t node = 0;
  bool right = false;
};

/// The binary tree of Huffman (1952) over word counts: the paths from the root to each word, frequent words near the root.
/// A vocabulary of n words has n - 1 inner nodes, the root is node n - 2; one word has an empty path.
class HuffmanTree {
 public:
  HuffmanTree() = default;
  /// `counts` must not increase. O(n). Equal counts are joined in the order of the words, then of the nodes' making.
  explicit HuffmanTree(std::span<const std::uint64_t> counts);

  [[nodiscard]] std::size_t node_count() const { return node_count_; }
  [[nodiscard]] std::span<const HuffmanStep> path(std::size_t word) const {
    return std::span(steps_).subspan(begins_[word], begins_[word + 1] - begins_[word]);
  }

 private:
  std::size_t node_count_ = 0;
  std::vector<HuffmanStep> steps_;
  std::vector<std::size_t> begins_;
};

}  // namespace kinora
