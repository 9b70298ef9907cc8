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

}  // namespace kinora
