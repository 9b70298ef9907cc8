#pragma once

#include "base/random.hpp"
#include "kinora/classify/genre_classifier.hpp"

#include <string>
#include <vector>

namespace kinora {

/// Points whose labels are half-spaces: easy to learn.
struct ToyProblem {
  explicit ToyProblem(std::size_t rows, std::uint64_t seed = 1, std::size_t dimension = 6) : features(rows, dimension) {
    Rng rng(seed);
    labels = {std::vector<std::uint8_t>(rows * 3), rows, 3};
    for (std::size_t r = 0; r < rows; ++r) {
      for (float& value : features.row(r)) value = 2 * rng.uniform_float() - 1;
      const auto x = features.row(r);
      labels.cells[r * 3 + 0] = x[0] + x[1] > 0 ? 1 : 0;
      labels.cells[r * 3 + 1] = x[2] > 0.5F ? 1 : 0;
      labels.cells[r * 3 + 2] = x[3] * x[4] > 0 ? 1 : 0;
    }
  }

  Matrix features;
  LabelMatrix labels;
  std::vector<std::string> names = {"Comedy", "Drama", "War"};
};

inline ClassifierOptions toy_options() {
  ClassifierOptions options;
  options.hidden = {32, 16};
  options.epochs = 12;
  options.batch = 16;
  return options;
}

}  // namespace kinora
