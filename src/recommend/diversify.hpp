#pragma once

#include "kinora/math/matrix.hpp"
#include "kinora/recommend/ranking_options.hpp"
#include "math/top_k.hpp"
#include "recommend/movie_index.hpp"

#include <cstddef>
#include <vector>

namespace kinora {

/// How many of the best films `diversify` chooses k from.
[[nodiscard]] std::size_t pool_of_diversity(std::size_t k);

/// k of the candidates (best first) by maximal marginal relevance (Carbonell and Goldstein 1998): one after the other that with
/// the highest (1 - diversity) · score - diversity · the highest likeness to one chosen before it; equal ones by their place.
/// Likeness is that of `alike`. The scores stay what they were. O(k · candidates) likenesses.
[[nodiscard]] std::vector<ScoredRow> diversify(const std::vector<ScoredRow>& candidates, std::size_t k, double diversity,
                                               const MovieIndex& index, const MatrixView& vectors, const RankingOptions& options);

}  // namespace kinora
