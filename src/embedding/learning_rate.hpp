#pragma once

#include "kinora/embedding/doc2vec_options.hpp"

#include <cstddef>

namespace kinora {

/// All passes over the documents: those of every restart together.
[[nodiscard]] inline std::size_t total_epochs(const Doc2VecOptions& options) {
  return options.schedule == AlphaSchedule::kRestarted ? options.epochs * options.restarts : options.epochs;
}

/// The learning rate at `progress` (0..1) of epoch `epoch`: linear from alpha to min_alpha over the epochs of a run.
[[nodiscard]] inline float learning_rate(const Doc2VecOptions& options, std::size_t epoch, double progress) {
  const double done = (static_cast<double>(epoch % options.epochs) + progress) / static_cast<double>(options.epochs);
  return static_cast<float>(options.alpha - (options.alpha - options.min_alpha) * done);
}

/// The rate of a whole epoch of inference: alpha in the first, min_alpha in the last.
[[nodiscard]] inline float learning_rate(const InferOptions& options, std::size_t epoch) {
  if (options.epochs == 1) return static_cast<float>(options.alpha);
  const double done = static_cast<double>(epoch) / static_cast<double>(options.epochs - 1);
  return static_cast<float>(options.alpha - (options.alpha - options.min_alpha) * done);
}

}  // namespace kinora
