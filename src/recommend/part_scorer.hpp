#pragma once

#include "recommend/similar.hpp"

#include <vector>

namespace kinora {

/// The parts of every film's score against a set of films, each the mean over the set: one pass prepares dense weights by label,
/// then a film's parts are sums over its own labels. The prior parts (known, rating, dislike) are left at zero.
class PartScorer {
 public:
  /// `films` is not empty.
  PartScorer(const MovieIndex& index, const MatrixView& vectors, std::vector<std::size_t> films, Metric metric);

  [[nodiscard]] ScoreParts parts(std::size_t row) const;
  /// The labels that a film shares with the set, the most telling first, at most `limit`; none whose idf is less than
  /// `least_telling` (0..1) of the first one's.
  [[nodiscard]] std::vector<std::string_view> shared_labels(const LabelIndex& index, std::size_t row, std::size_t limit,
                                                            float least_telling) const;
  [[nodiscard]] const std::vector<std::size_t>& films() const { return films_; }

 private:
  [[nodiscard]] float genre_overlap(std::size_t row) const;
  [[nodiscard]] float decade_nearness(std::size_t row) const;

  const MovieIndex& index_;
  std::vector<std::size_t> films_;
  std::vector<float> text_;  ///< similarity of the vectors, by row
  std::vector<float> keyword_weights_, plot_weights_, people_weights_, collection_weights_;  ///< by label
};

}  // namespace kinora
