#pragma once

#include "recommend/part_scorer.hpp"
#include "recommend/similar.hpp"

#include <string>
#include <vector>

namespace kinora {

/// The parts of a film's score, weighted, as reasons: the largest contribution first, parts that add nothing left out.
/// `disliked` may be null.
[[nodiscard]] std::vector<Reason> explain_parts(const MovieIndex& index, const PartScorer& liked, const PartScorer* disliked,
                                                std::size_t row, const ScoreParts& contributions);

}  // namespace kinora
