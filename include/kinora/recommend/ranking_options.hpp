#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

namespace kinora {

/// How much each part counts in the score of a similar film; section [ranking] of a recipe. The score is the sum of the parts
/// times these, divided by the sum of all weights but `dislike` (docs/ranking.md has every formula and how they were tuned).
/// The parts up to `runtime` are likeness: each is counted against what films of the catalogue have on average, so that a film
/// neither wins nor loses by a field that nobody filled in. `known` and `rating` only take off.
struct KINORA_EXPORT RankingWeights {
  double text = 0.09;        ///< similarity of the documents' vectors
  double genres = 0.04;      ///< Jaccard index of the genre sets
  double keywords = 0.22;    ///< cosine of the keywords' TF-IDF vectors
  double plot = 0.04;        ///< cosine of the TF-IDF vectors of tagline and overview
  double people = 0.08;      ///< cosine of the TF-IDF vectors of directors and cast
  double title = 0.11;       ///< titles of one series, up to 1; fewer films that begin so count for more
  double collection = 0.11;  ///< 1 if both belong to one collection
  double decade = 0.06;      ///< exp(-|years apart| / 8)
  double runtime = 0.02;     ///< (shorter / longer)^2 of the running times
  double known = 0.15;       ///< taken off a film that is less known than the one asked about
  double rating = 0.08;      ///< taken off a film that is rated lower than the one asked about
  double dislike = 0.50;     ///< what likeness counts, taken off, for a film that is disliked

  [[nodiscard]] Result<void> validate() const;
};

}  // namespace kinora
