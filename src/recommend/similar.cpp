#include "recommend/similar.hpp"

#include "base/check.hpp"
#include "base/thread_pool.hpp"
#include "recommend/best_by_bound.hpp"
#include "recommend/diversify.hpp"
#include "recommend/explain.hpp"
#include "recommend/scorer.hpp"

#include <algorithm>
#include <thread>

namespace kinora {
namespace {

constexpr unsigned kMostThreads = 8;
constexpr std::size_t kMostShards = 32;
/// Fewer rows than these are not worth a thread's start.
constexpr std::size_t kShardRows = 50'000;

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

Recommendation describe_movie(const MovieIndex& index, std::size_t row) {
  return {.row = row,
          .id = index.ids()[row],
          .title = std::string(index.title(row)),
          .year = index.years()[row],
          .genres = index.genre_names(row),
          .genres_predicted = index.genres_predicted(row),
          .reasons = {}};
}

SimilarRanker::SimilarRanker(const MovieIndex& index, const MatrixView& vectors, const RankingOptions& options)
    : index_(index), vectors_(vectors), options_(options) {
  KINORA_CHECK(vectors.rows == index.size(), vectors.rows, index.size());
}

std::vector<Recommendation> SimilarRanker::rank(const SimilarQuestion& question) const {
  const Scorer scorer(index_, vectors_, options_, question);
  ThreadPool pool(threads_for(index_.size()));
  const std::vector<float> bounds = bounds_of_rows(scorer, answerable_rows(question, index_.size()), pool);
  const BoundedScores scores = {
      .bounds = bounds,
      .tighten = [&](std::span<const std::size_t> rows, std::span<float> of_rows) { scorer.tighten(rows, of_rows); },
      .exact = [&](std::size_t row) { return Scorer::sum(scorer.contributions(row)); }};
  const std::size_t wanted = question.diversity > 0 ? pool_of_diversity(question.k) : question.k;
  std::vector<ScoredRow> best = best_by_bound(scores, index_.ids(), wanted, pool);
  if (question.diversity > 0) best = diversify(best, question.k, question.diversity, index_, vectors_, options_);
  std::vector<Recommendation> answer;
  for (const ScoredRow& scored : best) {
    const ScoreParts contributions = scorer.contributions(scored.row);
    Recommendation recommendation = describe_movie(index_, scored.row);
    recommendation.rank = answer.size() + 1;
    recommendation.reasons = explain_parts(index_, scorer.liked(), scorer.disliked(), scored.row, contributions);
    for (const Reason& reason : recommendation.reasons) recommendation.score += reason.weight;
    answer.push_back(std::move(recommendation));
  }
  return answer;
}

double SimilarRanker::score(std::size_t liked, std::size_t row) const {
  const Scorer scorer(index_, vectors_, options_, {.liked = {liked}});
  return static_cast<double>(Scorer::sum(scorer.contributions(row)));
}

}  // namespace kinora
