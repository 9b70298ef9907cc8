#include "recommend/label_sums.hpp"

#include <algorithm>

namespace kinora {

void LabelSums::add_to(std::size_t begin, std::span<float> sums) const {
  for (const LabelWeight& term : weights_) {
    const std::span<const std::uint32_t> rows = index_->rows_with(term.label);
    for (auto row = std::lower_bound(rows.begin(), rows.end(), begin); row != rows.end(); ++row) {
      // A damaged list that does not rise wraps around here and ends.
      const std::size_t place = *row - begin;
      if (place >= sums.size()) break;
      sums[place] += term.weight;
    }
  }
}

float LabelSums::sum(std::size_t row) const {
  float total = 0;
  auto term = weights_.begin();
  for (const std::uint32_t label : (*index_)[row]) {
    term = std::lower_bound(term, weights_.end(), label, [](const LabelWeight& a, std::uint32_t b) { return a.label < b; });
    if (term == weights_.end()) break;
    if (term->label == label) total += term->weight;
  }
  return total;
}

}  // namespace kinora
