#pragma once

#include "base/thread_pool.hpp"
#include "math/top_k.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace kinora {

/// The bound of a row that may not be answered.
inline constexpr float kNeverAnswered = -std::numeric_limits<float>::infinity();

/// How rows are scored. All are called by several threads at once.
struct BoundedScores {
  /// At least the score of each row, cheap; kNeverAnswered for rows that may not be answered.
  std::span<const float> bounds;
  /// Lowers the bounds of these rows as far as that is cheaper than scoring them.
  std::function<void(std::span<const std::size_t> rows, std::span<float> bounds)> tighten;
  /// The score of a row, dear.
  std::function<float(std::size_t row)> exact;
};

/// The k best rows, the same as if every row were scored: only those are whose bound reaches the k-th best score. Best first, in
/// the order of TopK.
[[nodiscard]] std::vector<ScoredRow> best_by_bound(const BoundedScores& scores, std::span<const std::int64_t> ids, std::size_t k,
                                                   ThreadPool& pool);

}  // namespace kinora
