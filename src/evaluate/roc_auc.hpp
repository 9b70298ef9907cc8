#pragma once

#include "kinora/evaluate/bootstrap.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace kinora {

/// A score with whether it belongs to the positive class.
using ScoredLabel = std::pair<double, bool>;

/// The area under the ROC curve: the share of (positive, negative) pairs in which the positive one scores higher, ties counting
/// half (Mann and Whitney 1947; scikit-learn's roc_auc_score). 1/2 where a class is empty. O(n log n).
[[nodiscard]] double roc_auc(std::vector<ScoredLabel> scored);

/// The same with a percentile bootstrap interval over resamples of the items.
[[nodiscard]] MeanInterval bootstrap_roc_auc(std::span<const ScoredLabel> scored, const BootstrapOptions& options,
                                             unsigned threads);

}  // namespace kinora
