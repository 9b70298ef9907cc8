#include "recommend/popularity.hpp"

#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

/// Votes that count as much as the mean of all films, in a film's rating.
constexpr float kPriorVotes = 50;
constexpr float kPointsLower = 2;
constexpr float kMostPoints = 10;

template <class Value>
float mean_of(const std::vector<float>& liked, const Value& value) {
  float sum = 0;
  for (const float wanted : liked) sum += value(wanted);
  return sum / static_cast<float>(liked.size());
}

float votes_of(const MovieIndex& index, std::size_t row) {
  return static_cast<float>(std::max<std::int64_t>(index.vote_counts()[row], 0));
}

}  // namespace

Popularity::Popularity(const MovieIndex& index, const std::vector<std::size_t>& liked) : index_(index) {
  for (std::size_t votes = 0; votes < fame_of_few_.size(); ++votes) fame_of_few_[votes] = fame_of(static_cast<float>(votes));
  for (const std::size_t film : liked) {
    liked_fame_.push_back(fame(film));
    liked_ratings_.push_back(rating(film));
  }
}

float Popularity::fame(std::size_t row) const {
  const auto votes = static_cast<std::uint64_t>(std::max<std::int64_t>(index_.vote_counts()[row], 0));
  return votes < fame_of_few_.size() ? fame_of_few_[votes] : fame_of(votes_of(index_, row));
}

/// 1/2 at the votes of which half of all votes' films have more, in the mean of logarithms; it rises with their square root.
float Popularity::fame_of(float votes) const {
  const float root = std::sqrt(1 + votes);
  return root / (root + std::sqrt(1 + index_.middle_votes()));
}

/// 0..10: few votes leave it near the mean of all films.
float Popularity::rating(std::size_t row) const {
  const float average = index_.vote_averages()[row];
  const float votes = std::isnan(average) ? 0 : votes_of(index_, row);
  return votes == 0 ? index_.mean_rating() : (votes * average + kPriorVotes * index_.mean_rating()) / (votes + kPriorVotes);
}

float Popularity::both_known(std::size_t row) const {
  if (index_.middle_votes() == 0) return 0;
  const float found = fame(row);
  return mean_of(liked_fame_, [found](float wanted) {
    const float lesser = std::min(wanted, found);
    return lesser * lesser;
  });
}

float Popularity::both_rated(std::size_t row) const {
  const float found = rating(row);
  return mean_of(liked_ratings_, [found](float wanted) { return std::clamp(std::min(wanted, found) / kMostPoints, 0.0F, 1.0F); });
}

float Popularity::less_known(std::size_t row) const {
  const float found = fame(row);
  return mean_of(liked_fame_, [found](float wanted) { return std::clamp(wanted - found, 0.0F, 1.0F); });
}

float Popularity::rated_lower(std::size_t row) const {
  const float found = rating(row);
  return mean_of(liked_ratings_, [found](float wanted) { return std::clamp((wanted - found) / kPointsLower, 0.0F, 1.0F); });
}

}  // namespace kinora
