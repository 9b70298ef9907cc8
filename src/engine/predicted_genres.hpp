#pragma once

#include "kinora/classify/genre_classifier.hpp"
#include "kinora/math/matrix.hpp"

#include <string>
#include <vector>

namespace kinora {

/// The genres that a film without any is given, for each row of `features`: those at or above their thresholds, else the most
/// probable one.
[[nodiscard]] std::vector<std::vector<std::string>> predict_genres(const GenreClassifier& classifier, const MatrixView& features);

}  // namespace kinora
