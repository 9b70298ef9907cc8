#pragma once

#include "kinora/base/export.hpp"
#include "kinora/classify/genre_classifier.hpp"

#include <cstddef>
#include <vector>

namespace kinora {

/// Figures of one label. Where a denominator is zero the value is 0, as scikit-learn's zero_division=0.
struct KINORA_EXPORT LabelScore {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
  std::size_t support = 0;  ///< rows that have the label
};

/// Multi-label figures in scikit-learn's definitions (f1_score with average='micro' | 'macro' | 'samples', hamming_loss).
struct KINORA_EXPORT MultiLabelScores {
  double micro_f1 = 0;
  double macro_f1 = 0;
  double samples_f1 = 0;
  double hamming_loss = 0;
  std::vector<LabelScore> labels;
};

/// Compares two label matrices of the same shape. O(rows · labels).
[[nodiscard]] KINORA_EXPORT MultiLabelScores score_labels(const LabelMatrix& actual, const LabelMatrix& predicted);

/// Expected calibration error of all rows' probabilities of all labels together: sorted and cut into `bins` bins of equal count,
/// the mean of |mean probability - share of cells that have the label| over the bins, weighted by their cells (Guo et al. 2017,
/// with bins of equal count; equal probabilities are ordered by their labels). 0 is perfect. Requires equal shapes and bins > 0.
/// O(n log n).
[[nodiscard]] KINORA_EXPORT double calibration_error(const MatrixView& probabilities, const LabelMatrix& actual,
                                                     std::size_t bins = 15);

}  // namespace kinora
