#pragma once

#include "kinora/classify/genre_classifier.hpp"
#include "kinora/math/matrix.hpp"

#include <span>
#include <vector>

namespace kinora {

constexpr float kDefaultThreshold = 0.5F;

/// 1 / (1 + exp(-logit)).
[[nodiscard]] float sigmoid(float logit);

/// For each label the threshold t with which "probability >= t" has the best F1 on these rows: midway between two neighbouring
/// probabilities, of equally good ones the highest. A label without a row that has it keeps kDefaultThreshold. O(labels · rows ·
/// log rows).
[[nodiscard]] std::vector<float> best_f1_thresholds(const MatrixView& probabilities, const LabelMatrix& labels);

/// The same thresholds, shrunk towards the one that has the best micro-F1 over all labels: the log-odds of a label that n rows
/// have are the mean of both, weighted n : strength. A threshold found on a few rows is mostly chance. Requires strength > 0.
[[nodiscard]] std::vector<float> shrunk_f1_thresholds(const MatrixView& probabilities, const LabelMatrix& labels,
                                                      double strength);

/// Which of the training rows train and which find the thresholds.
struct ValidationSplit {
  std::vector<std::size_t> train;       ///< ascending
  std::vector<std::size_t> validation;  ///< ascending
};

/// round(rows · fraction) rows for validation, drawn by the seed; at least two are left to train.
[[nodiscard]] ValidationSplit split_validation(std::size_t rows, double fraction, std::uint64_t seed);

}  // namespace kinora
