#include "recommend/similar.hpp"

#include "base/check.hpp"
#include "base/thread_pool.hpp"
#include "recommend/best_by_bound.hpp"
#include "recommend/explain.hpp"
#include "recommend/part_scorer.hpp"
#include "recommend/standing.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <thread>

namespace kinora {
namespace {

constexpr unsigned kMostThreads = 8;
/// Far above what the sum of a dozen parts that add up to about 1 loses in single precision.
constexpr float kRounding = 1e-5F;
constexpr std::size_t kMostShards = 32;
/// Fewer rows than these are not worth a thread's start.
constexpr std::size_t kShardRows = 50'000;

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

  /// For each row from `begin` on at least its score: the contributions are added up in the same order, and none is smaller.
  void bounds(std::size_t begin, std::span<float> out, PartBlock& block) const {
    block.rows = out.size();
    liked_.bound_parts(begin, TextBound::kUpper, block);
    for (std::size_t i = 0; i < out.size(); ++i) {
      block.of(ScorePart::kKnown)[i] = -standing_.less_known(begin + i);
      block.of(ScorePart::kRating)[i] = -standing_.rated_lower(begin + i);
    }
    add_weighted(block, kScorePartCount - 1, out);
    if (!disliked_) return;
    disliked_->bound_parts(begin, TextBound::kLower, block);
    std::vector<float> bad(out.size());
    add_weighted(block, kLikenessPartCount, bad);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += -weights_.back() * std::max(bad[i], 0.0F);
  }

  /// Lowers bounds by what the vectors of the rows tell; rounding is allowed for.
  void tighten(std::span<const std::size_t> rows, std::span<float> bounds) const {
    std::vector<float> below(rows.size());
    liked_.text_below_bound(rows, below);
    const float text = weights_[static_cast<std::size_t>(ScorePart::kText)];
    const float rounding = kRounding * (1 + weights_.back());
    for (std::size_t i = 0; i < rows.size(); ++i) bounds[i] += rounding - text * below[i];
  }

  [[nodiscard]] static float sum(const ScoreParts& contributions) {
    return std::accumulate(contributions.begin(), contributions.end(), 0.0F);
  }
  [[nodiscard]] const PartScorer& liked() const { return liked_; }
  [[nodiscard]] const PartScorer* disliked() const { return disliked_.get(); }

 private:
  /// The sum of the first parts, each times its weight, in their order.
  void add_weighted(PartBlock& block, std::size_t parts, std::span<float> out) const {
    std::fill(out.begin(), out.end(), 0.0F);
    for (std::size_t part = 0; part < parts; ++part) {
      const std::span<const float> values = block.of(static_cast<ScorePart>(part));
      for (std::size_t i = 0; i < out.size(); ++i) out[i] += values[i] * weights_[part];
    }
  }

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

/// As many as there are processors; one where the rows are few.
unsigned threads_for(std::size_t rows) {
  const unsigned most = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  return static_cast<unsigned>(std::clamp<std::size_t>(rows / kShardRows, 1, most));
}

/// A bound of every row's score. No row depends on another.
std::vector<float> bounds_of_rows(const Scorer& scorer, const RowSelection& answerable, ThreadPool& pool) {
  std::vector<float> bounds(answerable.size());
  const std::size_t shards = std::clamp<std::size_t>(bounds.size() / kShardRows, 1, kMostShards);
  pool.for_each_shard(shards, [&](std::size_t shard) {
    PartBlock block;
    const std::size_t end = bounds.size() * (shard + 1) / shards;
    for (std::size_t begin = bounds.size() * shard / shards; begin < end; begin += PartBlock::kRows) {
      const std::span<float> out = std::span(bounds).subspan(begin, std::min(PartBlock::kRows, end - begin));
      scorer.bounds(begin, out, block);
      for (std::size_t i = 0; i < out.size(); ++i)
        if (answerable[begin + i] == 0) out[i] = kNeverAnswered;
    }
  });
  return bounds;
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
  ThreadPool pool(threads_for(index_.size()));
  const std::vector<float> bounds = bounds_of_rows(scorer, answerable_rows(question, index_.size()), pool);
  const BoundedScores scores = {
      .bounds = bounds,
      .tighten = [&](std::span<const std::size_t> rows, std::span<float> of_rows) { scorer.tighten(rows, of_rows); },
      .exact = [&](std::size_t row) { return Scorer::sum(scorer.contributions(row)); }};
  std::vector<Recommendation> answer;
  for (const ScoredRow& scored : best_by_bound(scores, index_.ids(), question.k, pool)) {
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
