#pragma once

#include "recommend/part_scorer.hpp"
#include "recommend/similar.hpp"

#include <string>
#include <vector>

namespace kinora {

/// The parts of a film's score, weighted, as reasons: what the films have in common before years, fame and ratings, the largest
/// contribution first in each but the vectors behind what can be named; parts that add nothing are left out.
/// `disliked` may be null.
[[nodiscard]] std::vector<Reason> explain_parts(const MovieIndex& index, const PartScorer& liked, const PartScorer* disliked,
                                                std::size_t row, const ScoreParts& contributions);

}  // namespace kinora
