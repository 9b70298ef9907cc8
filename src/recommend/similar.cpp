#include "recommend/similar.hpp"

#include "base/check.hpp"
#include "math/top_k.hpp"
#include "recommend/explain.hpp"
#include "recommend/part_scorer.hpp"
#include "recommend/standing.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

namespace kinora {
namespace {

/// The weights in the order of the parts, scaled so that those of a film without dislikes add up to 1.
ScoreParts scaled_weights(const RankingWeights& weights) {
  const std::array<double, kScorePartCount> given = {weights.text,    weights.genres, weights.keywords,   weights.plot,
                                                     weights.people,  weights.title,  weights.collection, weights.decade,
                                                     weights.runtime, weights.known,  weights.rating,     weights.dislike};
  const double total = std::accumulate(given.begin(), given.end() - 1, 0.0);
  KINORA_CHECK(total > 0, total);
  ScoreParts scaled{};
  for (std::size_t i = 0; i + 1 < kScorePartCount; ++i) scaled[i] = static_cast<float>(given[i] / total);
  scaled.back() = static_cast<float>(given.back());
  return scaled;
}

/// Scores films: the one place where parts are weighted, for ranking and for explaining alike.
class Scorer {
 public:
  Scorer(const MovieIndex& index, const MatrixView& vectors, const RankingWeights& weights, const SimilarQuestion& question)
      : weights_(scaled_weights(weights)),
        standing_(index, question.liked),
        liked_(index, vectors, question.liked, question.metric) {
    if (!question.disliked.empty()) disliked_ = std::make_unique<PartScorer>(index, vectors, question.disliked, question.metric);
  }

  /// Each part times its weight.
  [[nodiscard]] ScoreParts contributions(std::size_t row) const {
    ScoreParts parts = liked_.parts(row);
    parts[static_cast<std::size_t>(ScorePart::kKnown)] = -standing_.less_known(row);
    parts[static_cast<std::size_t>(ScorePart::kRating)] = -standing_.rated_lower(row);
    for (std::size_t i = 0; i + 1 < kScorePartCount; ++i) parts[i] *= weights_[i];
    if (disliked_) {
      const ScoreParts bad = disliked_->parts(row);
      float sum = 0;
      for (std::size_t i = 0; i < kLikenessPartCount; ++i) sum += bad[i] * weights_[i];
      parts.back() = -weights_.back() * std::max(sum, 0.0F);
    }
    return parts;
  }

  [[nodiscard]] static float sum(const ScoreParts& contributions) {
    return std::accumulate(contributions.begin(), contributions.end(), 0.0F);
  }
  [[nodiscard]] const PartScorer& liked() const { return liked_; }
  [[nodiscard]] const PartScorer* disliked() const { return disliked_.get(); }

 private:
  ScoreParts weights_;
  Standing standing_;
  PartScorer liked_;
  std::unique_ptr<PartScorer> disliked_;
};

/// 1 for every row that may be answered.
RowSelection answerable_rows(const SimilarQuestion& question, std::size_t rows) {
  RowSelection answerable = question.selection.empty() ? RowSelection(rows, 1) : question.selection;
  KINORA_CHECK(answerable.size() == rows, answerable.size(), rows);
  for (const auto* removed : {&question.liked, &question.disliked, &question.excluded})
    for (const std::size_t row : *removed) answerable[row] = 0;
  return answerable;
}

}  // namespace

std::string_view score_part_name(ScorePart part) {
  constexpr std::array<std::string_view, kScorePartCount> kNames = {
      "text", "genres", "keywords", "plot", "people", "title", "collection", "decade", "runtime", "known", "rating", "dislike"};
  return kNames[static_cast<std::size_t>(part)];
}

Result<void> RankingWeights::validate() const {
  const std::array<std::pair<const char*, double>, kScorePartCount> all = {{{"text", text},
                                                                            {"genres", genres},
                                                                            {"keywords", keywords},
                                                                            {"plot", plot},
                                                                            {"people", people},
                                                                            {"title", title},
                                                                            {"collection", collection},
                                                                            {"decade", decade},
                                                                            {"runtime", runtime},
                                                                            {"known", known},
                                                                            {"rating", rating},
                                                                            {"dislike", dislike}}};
  double total = 0;
  for (const auto& [name, weight] : all) {
    if (!(weight >= 0 && weight <= 1000))
      return fail({.code = ErrorCode::kRecipeValue,
                   .what = "a weight is out of its range",
                   .where = std::string("ranking.") + name,
                   .expected = "0 to 1000",
                   .found = std::to_string(weight),
                   .next_step = "Change it in the recipe or with --set"});
    total += weight;
  }
  if (total - dislike <= 0)
    return fail({.code = ErrorCode::kRecipeValue,
                 .what = "every weight is zero",
                 .where = "ranking",
                 .expected = "at least one weight above 0",
                 .next_step = "Give some part of the score a weight"});
  return {};
}

Recommendation describe_movie(const MovieIndex& index, std::size_t row) {
  return {.row = row,
          .id = index.ids()[row],
          .title = std::string(index.title(row)),
          .year = index.years()[row],
          .genres = index.genre_names(row),
          .genres_predicted = index.genres_predicted(row),
          .reasons = {}};
}

SimilarRanker::SimilarRanker(const MovieIndex& index, const MatrixView& vectors, const RankingWeights& weights)
    : index_(index), vectors_(vectors), weights_(weights) {
  KINORA_CHECK(vectors.rows == index.size(), vectors.rows, index.size());
}

std::vector<Recommendation> SimilarRanker::rank(const SimilarQuestion& question) const {
  const Scorer scorer(index_, vectors_, weights_, question);
  const RowSelection answerable = answerable_rows(question, index_.size());
  TopK best(question.k);
  for (std::size_t row = 0; row < index_.size(); ++row)
    if (answerable[row] != 0) best.offer({.score = Scorer::sum(scorer.contributions(row)), .id = index_.ids()[row], .row = row});
  std::vector<Recommendation> answer;
  for (const ScoredRow& scored : best.take_sorted()) {
    const ScoreParts contributions = scorer.contributions(scored.row);
    Recommendation recommendation = describe_movie(index_, scored.row);
    recommendation.rank = answer.size() + 1;
    recommendation.reasons = explain_parts(index_, scorer.liked(), scorer.disliked(), scored.row, contributions);
    for (const Reason& reason : recommendation.reasons) recommendation.score += reason.weight;
    answer.push_back(std::move(recommendation));
  }
  return answer;
}

}  // namespace kinora
