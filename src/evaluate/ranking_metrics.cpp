#include "kinora/evaluate/ranking_metrics.hpp"

#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

double discount(std::size_t place) { return 1 / std::log2(static_cast<double>(place) + 2); }

/// The DCG of `hits` hits in the first places.
double best_dcg(std::size_t hits) {
  double sum = 0;
  for (std::size_t place = 0; place < hits; ++place) sum += discount(place);
  return sum;
}

}  // namespace

double ndcg_at_k(std::span<const std::uint32_t> ranking, std::span<const std::uint32_t> relevant, std::size_t k) {
  const double best = best_dcg(std::min(k, relevant.size()));
  if (best == 0) return 0;
  double sum = 0;
  for (std::size_t place = 0; place < std::min(k, ranking.size()); ++place)
    if (std::binary_search(relevant.begin(), relevant.end(), ranking[place])) sum += discount(place);
  return sum / best;
}

double expected_random_ndcg(std::size_t candidates, std::size_t relevant, std::size_t k) {
  const double best = best_dcg(std::min(k, relevant));
  if (best == 0) return 0;
  return static_cast<double>(relevant) / static_cast<double>(candidates) * best_dcg(std::min(k, candidates)) / best;
}

}  // namespace kinora
