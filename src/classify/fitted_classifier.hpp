#pragma once

#include "classify/mlp_model.hpp"
#include "kinora/classify/genre_classifier.hpp"

#include <string>
#include <vector>

namespace kinora {

/// What a fitted GenreClassifier holds and its file stores.
struct FittedClassifier {
  ClassifierOptions options;
  std::vector<std::string> names;
  std::vector<float> thresholds;  ///< as probabilities, one a name
  MlpModel model;
};

struct GenreClassifier::State : FittedClassifier {};

}  // namespace kinora
