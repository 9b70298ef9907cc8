#include "recommend/diversify.hpp"

#include "recommend/scorer.hpp"

#include <algorithm>
#include <limits>

namespace kinora {
namespace {

constexpr std::size_t kPoolTimes = 5;
constexpr std::size_t kLeastPool = 50;
constexpr std::size_t kLargestPool = 5000;

}  // namespace

std::size_t pool_of_diversity(std::size_t k) {
  return std::max(k, std::min(kLargestPool, std::max(kLeastPool, kPoolTimes * std::min(k, kLargestPool))));
}

std::vector<ScoredRow> diversify(const std::vector<ScoredRow>& candidates, std::size_t k, double diversity,
                                 const MovieIndex& index, const MatrixView& vectors, const RankingOptions& options) {
  const auto novelty = static_cast<float>(diversity);
  RankingOptions alike = options;
  alike.taste = 0;
  std::vector<float> nearest(candidates.size());
  std::vector<bool> is_chosen(candidates.size());
  std::vector<ScoredRow> chosen;
  while (chosen.size() < std::min(k, candidates.size())) {
    std::size_t best = candidates.size();
    float best_value = -std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const float value = (1 - novelty) * candidates[i].score - novelty * nearest[i];
      if (is_chosen[i] || !(value > best_value)) continue;
      best = i;
      best_value = value;
    }
    is_chosen[best] = true;
    chosen.push_back(candidates[best]);
    const Scorer like_it(index, vectors, alike, {.liked = {candidates[best].row}});
    for (std::size_t i = 0; i < candidates.size(); ++i)
      if (!is_chosen[i]) nearest[i] = std::max(nearest[i], Scorer::sum(like_it.contributions(candidates[i].row)));
  }
  return chosen;
}

}  // namespace kinora
