#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

namespace kinora {

/// How much each part counts in the score of a similar film; section [ranking] of a recipe. Each part lies in 0..1 and the score
/// is their mean weighted by these, so it lies in 0..1 as well (docs/ranking.md has every formula).
struct KINORA_EXPORT RankingWeights {
  double text = 0.10;        ///< similarity of the documents' vectors
  double genres = 0.20;      ///< Jaccard index of the genre sets
  double keywords = 0.17;    ///< cosine of the keywords' TF-IDF vectors
  double plot = 0.12;        ///< cosine of the TF-IDF vectors of title, tagline and overview
  double people = 0.05;      ///< cosine of the TF-IDF vectors of directors and cast
  double collection = 0.10;  ///< 1 if both belong to one collection
  double decade = 0.10;      ///< exp(-|years apart| / 8)
  double known = 0.12;       ///< log(1 + votes) over that of the best known film
  double rating = 0.04;      ///< mean vote / 10, shrunk to the catalogue's mean where votes are few
  double dislike = 0.50;     ///< what the same parts count, taken off, for a film that is disliked

  [[nodiscard]] Result<void> validate() const;
};

}  // namespace kinora
