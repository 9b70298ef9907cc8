#pragma once

#include "kinora/base/export.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora {

/// NDCG@k with binary gain: the sum over hits in the first k of 1 / log2(rank + 1), ranks from 1, over the same sum of a ranking
/// that begins with min(k, |relevant|) hits. `ranking` is best first and names nothing twice; `relevant` is ascending. 0 if
/// nothing is relevant. scikit-learn's ndcg_score(ignore_ties=True) for a ranking of all candidates.
[[nodiscard]] KINORA_EXPORT double ndcg_at_k(std::span<const std::uint32_t> ranking, std::span<const std::uint32_t> relevant,
                                             std::size_t k);

/// What ndcg_at_k is on average if `candidates` of which `relevant` are wanted stand in random order.
[[nodiscard]] KINORA_EXPORT double expected_random_ndcg(std::size_t candidates, std::size_t relevant, std::size_t k);

}  // namespace kinora
