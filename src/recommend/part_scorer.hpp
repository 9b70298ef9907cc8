#pragma once

#include "recommend/similar.hpp"

#include <array>
#include <vector>

namespace kinora {

/// The parts of likeness of every film to a set of films, each the mean over the set: one pass prepares dense weights by label,
/// then a film's parts are sums over its own labels. Each part but `title` and `collection` is counted against what films that
/// have the field get on average, and is 0 for a film without it. The parts known, rating and dislike are left at zero.
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
  static constexpr std::size_t kDocumentKinds = 4;  ///< with or without an overview, with or without keywords

  [[nodiscard]] bool has(ScorePart part, std::size_t row) const;
  [[nodiscard]] std::size_t document_kind(std::size_t row) const;
  [[nodiscard]] ScoreParts parts_as_they_are(std::size_t row) const;
  void find_means();
  [[nodiscard]] float genre_overlap(std::size_t row) const;
  [[nodiscard]] float decade_nearness(std::size_t row) const;
  [[nodiscard]] float runtime_likeness(std::size_t row) const;

  const MovieIndex& index_;
  std::vector<std::size_t> films_;
  std::vector<float> text_;  ///< similarity of the vectors, by row
  std::vector<float> keyword_weights_, plot_weights_, people_weights_, series_weights_, collection_weights_;  ///< by label
  ScoreParts means_{};                              ///< of the parts over films that have them
  std::array<float, kDocumentKinds> text_means_{};  ///< of the text part by kind of document, less means_
};

}  // namespace kinora
