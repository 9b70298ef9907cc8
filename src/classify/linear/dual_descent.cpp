#include "classify/linear/dual_descent.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

constexpr std::size_t kMaxDescentEpochs = 60;
constexpr std::size_t kMaxRootSteps = 8;
/// Mean change of a probability in an epoch at which a solution is taken.
constexpr double kProbabilityTolerance = 1e-3;
/// A root is taken where the equation is off by less than this in the margin.
constexpr float kMarginTolerance = 1e-3F;

/// The dual variable a = C σ(-s) of the margin s that solves s = margin + norm · (C σ(-s) - dual). The right side falls in s, so
/// that there is one root, inside [margin - norm · dual, margin + norm · (C - dual)]: Newton's method, bisecting where it leaves
/// that.
float solve_row(float margin, float dual, float norm, float cost) {
  float low = margin - norm * dual;
  float high = margin + norm * (cost - dual);
  float s = margin;
  for (std::size_t step = 0;; ++step) {
    const float opposite = 1.0F / (1.0F + std::exp(s));
    const float off = s - margin - norm * (cost * opposite - dual);
    if (std::abs(off) < kMarginTolerance || step == kMaxRootSteps) return cost * opposite;
    (off > 0 ? high : low) = s;
    const float newton = s - off / (1.0F + norm * cost * opposite * (1.0F - opposite));
    s = newton > low && newton < high ? newton : low + (high - low) / 2;
  }
}

}  // namespace

GroupValues GroupWeights::margins(const TermRows& rows, std::size_t row) const {
  GroupValues sums = bias;
  for (std::size_t i = rows.begin_of(row); i < rows.ends[row]; ++i) {
    const GroupValues& weights = terms[rows.columns[i]];
    const float value = rows.values[i];
    for (std::size_t label = 0; label < kLabelGroup; ++label) sums[label] += value * weights[label];
  }
  return sums;
}

DualDescent::DualDescent(const TermRows& rows, const LabelMatrix& labels, std::span<const std::size_t> label_rows,
                         std::size_t group, std::size_t terms, std::uint64_t seed)
    : rows_(rows),
      count_(std::min(kLabelGroup, labels.labels - group * kLabelGroup)),
      seed_(seed),
      weights_{.terms = std::vector<GroupValues>(terms)},
      signs_(rows.size()),
      duals_(rows.size()) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto cells = labels.row(label_rows[row]).subspan(group * kLabelGroup, count_);
    for (std::size_t label = 0; label < count_; ++label) signs_[row][label] = cells[label] != 0 ? 1.0F : -1.0F;
    float norm = 1;
    for (std::size_t i = rows.begin_of(row); i < rows.ends[row]; ++i) norm += rows.values[i] * rows.values[i];
    norms_.push_back(norm);
  }
}

void DualDescent::rescale(float cost) {
  const float scale = cost_ > 0 ? cost / cost_ : 0;
  const auto scale_all = [scale](GroupValues& values) {
    for (float& value : values) value *= scale;
  };
  if (cost_ > 0) {
    std::ranges::for_each(weights_.terms, scale_all);
    std::ranges::for_each(duals_, scale_all);
    scale_all(weights_.bias);
  }
  cost_ = cost;
}

double DualDescent::update_row(std::size_t row) {
  const GroupValues sums = weights_.margins(rows_, row);
  GroupValues change{};
  double moved = 0;
  for (std::size_t label = 0; label < count_; ++label) {
    const float sign = signs_[row][label];
    float& dual = duals_[row][label];
    const float next = solve_row(sign * sums[label], dual, norms_[row], cost_);
    change[label] = sign * (next - dual);
    moved += static_cast<double>(std::abs(next - dual));
    dual = next;
  }
  for (std::size_t label = 0; label < kLabelGroup; ++label) weights_.bias[label] += change[label];
  for (std::size_t i = rows_.begin_of(row); i < rows_.ends[row]; ++i) {
    GroupValues& weights = weights_.terms[rows_.columns[i]];
    const float value = rows_.values[i];
    for (std::size_t label = 0; label < kLabelGroup; ++label) weights[label] += value * change[label];
  }
  return moved;
}

double DualDescent::run_epoch(std::span<const std::size_t> order) {
  double moved = 0;
  for (const std::size_t row : order) moved += update_row(row);
  return moved / (static_cast<double>(cost_) * static_cast<double>(rows_.size() * count_));
}

bool DualDescent::solve(double cost, const Execution& execution) {
  rescale(static_cast<float>(cost));
  std::vector<std::size_t> order(rows_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t epoch = 0; epoch < kMaxDescentEpochs; ++epoch) {
    if (execution.cancelled()) return false;
    Rng(seed_, epochs_++).shuffle(std::span(order));
    if (run_epoch(order) < kProbabilityTolerance) break;
  }
  return true;
}

}  // namespace kinora
