#pragma once

#include "kinora/classify/linear_classifier.hpp"

#include <string>
#include <vector>

namespace kinora {

/// What a fitted LinearClassifier holds and its file stores.
struct FittedLinear {
  LinearOptions options;
  double cost = 0;
  std::vector<std::string> names;
  std::vector<std::string> terms;
  std::vector<float> inverse_frequencies;  ///< one a term, > 0
  Matrix weights;                          ///< terms × names
  std::vector<float> bias;                 ///< one a name, as the next two
  std::vector<float> base_rates;           ///< (0, 1)
  std::vector<float> thresholds;           ///< as probabilities
};

struct LinearClassifier::State : FittedLinear {};

}  // namespace kinora
