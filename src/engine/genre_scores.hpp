#pragma once

#include "kinora/classify/genre_classifier.hpp"
#include "kinora/classify/linear_classifier.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kinora {

/// What a genre model says of some films, whichever model it is. All members have a row for each film.
struct GenreScores {
  Matrix logits;                    ///< films × labels
  Matrix probabilities;             ///< their sigmoid
  LabelMatrix predicted;            ///< by the rule of the evaluation
  LabelMatrix answered;             ///< by the rule of a question (kLogit has another threshold there)
  std::vector<std::uint8_t> known;  ///< 0: the model knows no word of the film, and says no more than how frequent genres are
};

[[nodiscard]] GenreScores score_genres(const GenreClassifier& classifier, const MatrixView& features);
[[nodiscard]] GenreScores score_genres(const LinearClassifier& classifier, const TermDocuments& documents);

/// The genres that films without any are given: those at or above their thresholds, else the most probable one; none where
/// nothing of the film is known.
[[nodiscard]] std::vector<std::vector<std::string>> predicted_names(const GenreScores& scores,
                                                                    const std::vector<std::string>& names);

/// Copies of some rows, in the order in which they are named.
[[nodiscard]] Matrix copy_rows(const MatrixView& vectors, std::span<const std::size_t> rows);

}  // namespace kinora
