#pragma once

#include "recommend/label_index.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// A label with what it adds to the rows that have it.
struct LabelWeight {
  std::uint32_t label = 0;
  float weight = 0;
};

/// Sums of weights over the labels of rows, by the index's lists of the rows that have each label: rows without any of the labels
/// cost nothing. A row's weights are added in the order of its labels, so that the sum is, to the bit, that over its own list.
class LabelSums {
 public:
  /// `weights` by rising label. The index must outlive this.
  LabelSums(const LabelIndex& index, std::vector<LabelWeight> weights) : index_(&index), weights_(std::move(weights)) {}

  /// Adds to sums[i] what row `begin` + i has.
  void add_to(std::size_t begin, std::span<float> sums) const;
  /// The sum of one row.
  [[nodiscard]] float sum(std::size_t row) const;
  [[nodiscard]] bool empty() const { return weights_.empty(); }

 private:
  const LabelIndex* index_;
  std::vector<LabelWeight> weights_;
};

}  // namespace kinora
