#pragma once

#include "engine/genre_training.hpp"
#include "kinora/classify/genre_classifier.hpp"
#include "kinora/engine/bundle_info.hpp"

namespace kinora {

/// How well a trained model does on the test films, beside the baselines. What depends on the recipe is left for the caller.
[[nodiscard]] ClassifierFigures genre_figures(const GenreTask& task, const LabelMatrix& test_labels,
                                              const TrainedGenres& trained);

}  // namespace kinora
