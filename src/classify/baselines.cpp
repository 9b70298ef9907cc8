#include "classify/baselines.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <numeric>

namespace kinora {
namespace {

struct Frequencies {
  std::vector<std::size_t> order;  ///< labels by falling count, then by index
  std::vector<std::size_t> counts;
  std::size_t all = 0;
};

Frequencies count_labels(const LabelMatrix& labels) {
  Frequencies frequencies{std::vector<std::size_t>(labels.labels), std::vector<std::size_t>(labels.labels), 0};
  for (std::size_t r = 0; r < labels.rows; ++r)
    for (std::size_t label = 0; label < labels.labels; ++label)
      if (labels.row(r)[label] != 0) ++frequencies.counts[label];
  frequencies.all = std::accumulate(frequencies.counts.begin(), frequencies.counts.end(), std::size_t{0});
  std::iota(frequencies.order.begin(), frequencies.order.end(), std::size_t{0});
  std::ranges::stable_sort(frequencies.order,
                           [&](std::size_t a, std::size_t b) { return frequencies.counts[a] > frequencies.counts[b]; });
  return frequencies;
}

LabelMatrix predict_first(const Frequencies& frequencies, std::size_t chosen, std::size_t rows) {
  const std::size_t labels = frequencies.order.size();
  LabelMatrix predicted{std::vector<std::uint8_t>(rows * labels), rows, labels};
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t i = 0; i < chosen; ++i) predicted.cells[r * labels + frequencies.order[i]] = 1;
  return predicted;
}

}  // namespace

LabelMatrix predict_most_frequent(const LabelMatrix& training, std::size_t rows) {
  return predict_first(count_labels(training), std::min<std::size_t>(1, training.labels), rows);
}

LabelMatrix predict_by_frequency(const LabelMatrix& training, std::size_t rows) {
  const Frequencies frequencies = count_labels(training);
  std::size_t best = 0;
  double best_f1 = 0;
  std::size_t hits = 0;
  for (std::size_t chosen = 1; chosen <= training.labels; ++chosen) {
    hits += frequencies.counts[frequencies.order[chosen - 1]];
    // Micro-F1 of the same `chosen` labels predicted for every training row; hits > 0 implies a denominator > 0.
    const double f1 =
        hits == 0 ? 0.0 : 2.0 * static_cast<double>(hits) / static_cast<double>(chosen * training.rows + frequencies.all);
    if (f1 <= best_f1) continue;
    best_f1 = f1;
    best = chosen;
  }
  return predict_first(frequencies, best, rows);
}

}  // namespace kinora
