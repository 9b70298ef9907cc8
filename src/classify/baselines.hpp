#pragma once

#include "kinora/classify/genre_classifier.hpp"

#include <cstddef>

namespace kinora {

/// What a classifier must beat. Both are fitted on the training labels alone and predict `rows` rows.

/// The most frequent label, for every row ("always Drama").
[[nodiscard]] LabelMatrix predict_most_frequent(const LabelMatrix& training, std::size_t rows);

/// The set of the n most frequent labels, for every row, with the n that has the best micro-F1 on the training labels.
[[nodiscard]] LabelMatrix predict_by_frequency(const LabelMatrix& training, std::size_t rows);

}  // namespace kinora
