#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <string>

namespace kinora {

/// How much each part counts in the score of a similar film (docs/ranking.md has every formula). The defaults are those of
/// *alike*.
struct KINORA_EXPORT RankingWeights {
  double text = 0.30;        ///< cosine of the films' vectors
  double genres = 0.10;      ///< Jaccard index of the genre sets, each genre weighing its idf
  double keywords = 0.18;    ///< cosine of the keywords' TF-IDF vectors
  double plot = 0.10;        ///< cosine of the TF-IDF vectors of tagline and overview
  double people = 0.32;      ///< cosine of the TF-IDF vectors of directors and cast
  double title = 0.12;       ///< titles of one series, up to 1; fewer films that begin so count for more
  double collection = 0.14;  ///< 1 if both belong to one collection
  double decade = 0.90;      ///< nearness of the years
  double runtime = 0;        ///< (shorter / longer)² of the running times
  double known = 1.20;       ///< how well known both are
  double rating = 0;         ///< how highly both are rated
  double dislike = 0.50;     ///< what likeness to disliked films takes off

  /// The weights of *audience*.
  [[nodiscard]] static RankingWeights audience();
  /// Every weight is from 0 to 1000. `section` is named in errors: "ranking".
  [[nodiscard]] Result<void> validate(const std::string& section) const;
};

/// What makes films similar; section [ranking] of a recipe. There are two answers, and a dial between them:
/// *alike* (taste 0) is what people call alike: likeness of text, genres, keywords, plot, people, title and collection, times
/// 1 + decade + runtime + known + rating, so that these scale likeness and never stand in for it. Symmetric: A is to B as B to A.
/// *audience* (taste 1) is what the same people like: a sum of all parts counted against the catalogue's average, from which a
/// film less known or rated lower than the one asked about loses.
struct KINORA_EXPORT RankingOptions {
  double taste = 0;  ///< 0 to 1: scores are (1 - taste) × alike + taste × audience
  RankingWeights alike;
  RankingWeights audience = RankingWeights::audience();

  /// `alike` needs a likeness that counts, `audience` any part that does.
  [[nodiscard]] Result<void> validate() const;
};

}  // namespace kinora
