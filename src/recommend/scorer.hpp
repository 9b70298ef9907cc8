#pragma once

#include "recommend/part_scorer.hpp"
#include "recommend/popularity.hpp"
#include "recommend/similar.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace kinora {

/// Weights in single precision, scaled so that no score is above 1.
struct ScaledWeights {
  ScoreParts parts{};
  float scale = 1;  ///< of a score in `alike`: 1 / (1 + Σ weights of the parts that scale)
};

/// Scores films for one question: the one place where parts are weighted, for ranking and for explaining alike. Const members are
/// thread-safe.
class Scorer {
 public:
  Scorer(const MovieIndex& index, const MatrixView& vectors, const RankingOptions& options, const SimilarQuestion& question);

  /// What each part adds to the score of a film. The score is their sum.
  [[nodiscard]] ScoreParts contributions(std::size_t row) const;
  [[nodiscard]] static float sum(const ScoreParts& contributions);
  /// For each row from `begin` on at least its score: the contributions are added up in the same order, and none is smaller.
  void bounds(std::size_t begin, std::span<float> out, PartBlock& block) const;
  /// Lowers bounds by what the vectors of the rows tell; rounding is allowed for.
  void tighten(std::span<const std::size_t> rows, std::span<float> bounds) const;

  [[nodiscard]] const PartScorer& liked() const { return liked_; }
  [[nodiscard]] const PartScorer* disliked() const { return disliked_.get(); }

 private:
  [[nodiscard]] ScoreParts alike(std::size_t row) const;
  [[nodiscard]] ScoreParts audience(std::size_t row) const;
  /// The score in `alike` from the parts of likeness to some films, vectors that point away from each other being not alike and
  /// no more; part by part in `contributions`, if it is not null.
  float alike_to(const ScoreParts& parts, std::size_t row, ScoreParts* contributions) const;
  void add_alike_bounds(std::size_t begin, PartBlock& liked, PartBlock* disliked, std::span<float> out) const;
  void add_audience_bounds(std::size_t begin, PartBlock& liked, PartBlock* disliked, std::span<float> out) const;
  void set_scales(std::size_t begin, PartBlock& block) const;

  float audience_share_;  ///< RankingOptions::taste
  ScaledWeights alike_weights_;
  ScaledWeights audience_weights_;
  Popularity popularity_;
  PartScorer liked_;
  std::unique_ptr<PartScorer> disliked_;
};

}  // namespace kinora
