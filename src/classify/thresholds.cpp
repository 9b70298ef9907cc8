#include "classify/thresholds.hpp"

#include "base/check.hpp"
#include "base/random.hpp"
#include "classify/random_streams.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

struct Scored {
  float probability = 0;
  bool actual = false;
};

float midpoint(float upper, float lower) {
  const float middle = lower + (upper - lower) / 2;
  return middle > lower ? middle : upper;
}

/// `rows` are sorted by falling probability.
float best_threshold(const std::vector<Scored>& rows, std::size_t positives) {
  double best_f1 = 0;
  float best = kDefaultThreshold;
  std::size_t hits = 0;
  for (std::size_t taken = 1; taken <= rows.size(); ++taken) {
    const Scored& last = rows[taken - 1];
    if (last.actual) ++hits;
    const bool all = taken == rows.size();
    if (!all && rows[taken].probability == last.probability) continue;
    const double f1 = 2.0 * static_cast<double>(hits) / static_cast<double>(taken + positives);
    if (f1 <= best_f1) continue;
    best_f1 = f1;
    best = all ? last.probability : midpoint(last.probability, rows[taken].probability);
  }
  return best;
}

/// Near 0 and 1 a threshold's log-odds would outweigh all others.
constexpr float kExtremeThreshold = 1e-4F;

float log_odds_of_threshold(float threshold) {
  const float inside = std::clamp(threshold, kExtremeThreshold, 1 - kExtremeThreshold);
  return std::log(inside / (1 - inside));
}

/// The threshold that has the best F1 over all cells at once: the best micro-F1.
float best_common_threshold(const MatrixView& probabilities, const LabelMatrix& labels) {
  std::vector<Scored> cells;
  cells.reserve(labels.cells.size());
  std::size_t positives = 0;
  for (std::size_t r = 0; r < labels.rows; ++r)
    for (std::size_t label = 0; label < labels.labels; ++label) {
      cells.push_back({probabilities.row(r)[label], labels.row(r)[label] != 0});
      if (cells.back().actual) ++positives;
    }
  if (positives == 0) return kDefaultThreshold;
  std::ranges::sort(cells, std::ranges::greater(), &Scored::probability);
  return best_threshold(cells, positives);
}

}  // namespace

float sigmoid(float logit) {
  const float decay = std::exp(-std::abs(logit));
  return (logit >= 0 ? 1.0F : decay) / (1.0F + decay);
}

std::vector<float> best_f1_thresholds(const MatrixView& probabilities, const LabelMatrix& labels) {
  KINORA_CHECK(probabilities.rows == labels.rows && probabilities.cols == labels.labels, probabilities.rows, labels.rows,
               probabilities.cols, labels.labels);
  std::vector<float> thresholds(labels.labels, kDefaultThreshold);
  std::vector<Scored> rows(labels.rows);
  for (std::size_t label = 0; label < labels.labels; ++label) {
    std::size_t positives = 0;
    for (std::size_t r = 0; r < labels.rows; ++r) {
      rows[r] = {probabilities.row(r)[label], labels.row(r)[label] != 0};
      if (rows[r].actual) ++positives;
    }
    if (positives == 0) continue;
    std::ranges::sort(rows, std::ranges::greater(), &Scored::probability);
    thresholds[label] = best_threshold(rows, positives);
  }
  return thresholds;
}

std::vector<float> shrunk_f1_thresholds(const MatrixView& probabilities, const LabelMatrix& labels, double strength) {
  std::vector<float> thresholds = best_f1_thresholds(probabilities, labels);
  const float common = log_odds_of_threshold(best_common_threshold(probabilities, labels));
  for (std::size_t label = 0; label < labels.labels; ++label) {
    double positives = 0;
    for (std::size_t r = 0; r < labels.rows; ++r) positives += labels.row(r)[label] != 0 ? 1 : 0;
    const auto own = static_cast<float>(positives / (positives + strength));
    thresholds[label] = sigmoid(own * log_odds_of_threshold(thresholds[label]) + (1 - own) * common);
  }
  return thresholds;
}

ValidationSplit split_validation(std::size_t rows, double fraction, std::uint64_t seed) {
  KINORA_CHECK(rows >= 2 && fraction >= 0 && fraction < 1, rows, fraction);
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng(seed, kValidationStream).shuffle(std::span(order));
  const auto wanted = static_cast<std::size_t>(std::llround(static_cast<double>(rows) * fraction));
  const auto cut = order.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, rows - 2));
  ValidationSplit split{.train = {cut, order.end()}, .validation = {order.begin(), cut}};
  std::ranges::sort(split.train);
  std::ranges::sort(split.validation);
  return split;
}

}  // namespace kinora
