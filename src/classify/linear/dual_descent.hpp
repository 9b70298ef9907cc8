#pragma once

#include "classify/linear/term_rows.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/classify/genre_classifier.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// Labels are fitted in groups of so many: each value of a row is read once for the whole group, whose weights of a term lie
/// side by side. Never the number of threads: a group's result does not depend on the others.
constexpr std::size_t kLabelGroup = 8;

[[nodiscard]] constexpr std::size_t label_groups(std::size_t labels) { return (labels + kLabelGroup - 1) / kLabelGroup; }

using GroupValues = std::array<float, kLabelGroup>;

/// The weights of a group of labels; places beyond the last label are zero.
struct GroupWeights {
  std::vector<GroupValues> terms;
  GroupValues bias{};

  [[nodiscard]] GroupValues margins(const TermRows& rows, std::size_t row) const;
};

/// Logistic regression of one group of labels by dual coordinate descent (Yu, Huang, Lin 2011). For each label and row i with
/// y = ±1 the dual variable is a_i in [0, C] and w = Σ a_i y_i x_i, the bias being the weight of a further feature of value 1. A
/// step takes one row and solves a = C σ(-y (w·x + b)), the row's condition of optimality, exactly in a. Not thread-safe.
class DualDescent {
 public:
  /// `labels.row(label_rows[r])` are the labels of rows row r.
  DualDescent(const TermRows& rows, const LabelMatrix& labels, std::span<const std::size_t> label_rows, std::size_t group,
              std::size_t terms, std::uint64_t seed);

  /// Goes on from the solution of the last call, scaled to the new cost, until the margins move no more; false if cancelled.
  [[nodiscard]] bool solve(double cost, const Execution& execution);

  [[nodiscard]] const GroupWeights& weights() const { return weights_; }
  [[nodiscard]] GroupWeights take_weights() { return std::move(weights_); }

 private:
  void rescale(float cost);
  /// The mean change of the probabilities of all rows' labels.
  double run_epoch(std::span<const std::size_t> order);
  double update_row(std::size_t row);

  const TermRows& rows_;
  std::size_t count_;  ///< labels of this group
  std::uint64_t seed_;
  std::uint64_t epochs_ = 0;
  float cost_ = 0;
  GroupWeights weights_;
  std::vector<GroupValues> signs_;  ///< by row: +1, -1, and 0 beyond the last label
  std::vector<GroupValues> duals_;  ///< by row, in [0, cost]
  std::vector<float> norms_;        ///< by row: x·x + 1
};

}  // namespace kinora
