#include "kinora/classify/metrics.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kinora {
namespace {

/// 0 where the denominator is, as zero_division=0.
double ratio(std::size_t numerator, std::size_t denominator) {
  return denominator == 0 ? 0.0 : static_cast<double>(numerator) / static_cast<double>(denominator);
}

struct Counts {
  std::size_t hits = 0;
  std::size_t predicted = 0;
  std::size_t actual = 0;

  void add(bool is_actual, bool is_predicted) {
    hits += is_actual && is_predicted ? 1 : 0;
    predicted += is_predicted ? 1 : 0;
    actual += is_actual ? 1 : 0;
  }
  [[nodiscard]] double f1() const { return ratio(2 * hits, predicted + actual); }
};

}  // namespace

MultiLabelScores score_labels(const LabelMatrix& actual, const LabelMatrix& predicted) {
  KINORA_CHECK(actual.rows == predicted.rows && actual.labels == predicted.labels, actual.rows, predicted.rows, actual.labels,
               predicted.labels);
  std::vector<Counts> by_label(actual.labels);
  Counts all;
  std::size_t errors = 0;
  double rows_f1 = 0;
  for (std::size_t r = 0; r < actual.rows; ++r) {
    Counts row;
    for (std::size_t label = 0; label < actual.labels; ++label) {
      const bool is_actual = actual.row(r)[label] != 0;
      const bool is_predicted = predicted.row(r)[label] != 0;
      row.add(is_actual, is_predicted);
      by_label[label].add(is_actual, is_predicted);
      all.add(is_actual, is_predicted);
      errors += is_actual != is_predicted ? 1 : 0;
    }
    rows_f1 += row.f1();
  }
  MultiLabelScores scores;
  scores.micro_f1 = all.f1();
  scores.hamming_loss = ratio(errors, actual.rows * actual.labels);
  if (actual.rows > 0) scores.samples_f1 = rows_f1 / static_cast<double>(actual.rows);
  for (const Counts& label : by_label) {
    scores.labels.push_back({.precision = ratio(label.hits, label.predicted),
                             .recall = ratio(label.hits, label.actual),
                             .f1 = label.f1(),
                             .support = label.actual});
    scores.macro_f1 += label.f1() / static_cast<double>(actual.labels);
  }
  return scores;
}

double calibration_error(const MatrixView& probabilities, const LabelMatrix& actual, std::size_t bins) {
  KINORA_CHECK(probabilities.rows == actual.rows && probabilities.cols == actual.labels && bins > 0, probabilities.rows,
               actual.rows, probabilities.cols, actual.labels, bins);
  std::vector<std::pair<float, std::uint8_t>> cells;
  cells.reserve(actual.cells.size());
  for (std::size_t r = 0; r < actual.rows; ++r)
    for (std::size_t label = 0; label < actual.labels; ++label)
      cells.emplace_back(probabilities.row(r)[label], actual.row(r)[label] != 0 ? std::uint8_t{1} : std::uint8_t{0});
  std::ranges::sort(cells);
  double error = 0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    double difference = 0;  // of the two sums: the means' difference times the cells of the bin
    for (std::size_t i = cells.size() * bin / bins; i < cells.size() * (bin + 1) / bins; ++i)
      difference += static_cast<double>(cells[i].first) - cells[i].second;
    error += std::abs(difference);
  }
  return cells.empty() ? 0.0 : error / static_cast<double>(cells.size());
}

}  // namespace kinora
