#pragma once

#include "kinora/math/matrix.hpp"
#include "kinora/recommend/ranking_options.hpp"
#include "kinora/recommend/recommendation.hpp"
#include "kinora/search/metric.hpp"
#include "kinora/search/row_selection.hpp"
#include "recommend/movie_index.hpp"
#include "recommend/score_parts.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kinora {

/// What is liked and disliked, and which rows may be answered.
struct SimilarQuestion {
  std::vector<std::size_t> liked;     ///< rows, at least one
  std::vector<std::size_t> disliked;  ///< rows
  std::vector<std::size_t> excluded;  ///< rows never answered
  RowSelection selection;             ///< 1 = may be answered; empty = every row
  Metric metric = Metric::kCosine;    ///< of the text part
  std::size_t k = 10;
  /// 0..1: how much a film loses that is like one before it in the list (maximal marginal relevance, docs/ranking.md).
  double diversity = 0;
};

/// Ranks every film by the weighted sum of docs/ranking.md: exact, no pool of candidates. Equal scores by id. The weights of a
/// recommendation's reasons add up to its score. Films that cannot be among the best are told by a bound of their score, without
/// reading their labels and vectors (docs/performance.md). Large indexes are ranked by as many threads as there are processors.
class SimilarRanker {
 public:
  /// `vectors` has a row for each film of the index; both must outlive the ranker.
  SimilarRanker(const MovieIndex& index, const MatrixView& vectors, const RankingOptions& options);

  /// The k best; fewer only if fewer may be answered. Liked, disliked and excluded films are never among them.
  [[nodiscard]] std::vector<Recommendation> rank(const SimilarQuestion& question) const;

  /// The score of one film where another is liked.
  [[nodiscard]] double score(std::size_t liked, std::size_t row) const;

 private:
  const MovieIndex& index_;
  MatrixView vectors_;
  RankingOptions options_;
};

/// A film of the index as a recommendation without score and reasons.
[[nodiscard]] Recommendation describe_movie(const MovieIndex& index, std::size_t row);

}  // namespace kinora
