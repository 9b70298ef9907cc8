#pragma once

#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// The smallest row length, in floats, that holds `count` and is an odd number of cache lines: walking down a column of such rows
/// visits every set of the cache, which a power of two does not.
[[nodiscard]] std::size_t odd_line_stride(std::size_t count);
/// `count` rounded up to whole cache lines.
[[nodiscard]] std::size_t line_stride(std::size_t count);

/// Where the parameters of one linear layer, and of the batch normalisation behind it, lie in the parameter block.
struct LayerLayout {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  std::size_t stride = 0;  ///< floats from one row of the weights to the next; the padding is and stays zero
  std::size_t weight = 0;  ///< outputs × inputs, as PyTorch's
  std::size_t bias = 0;
  bool normalised = false;  ///< a hidden layer: batch normalisation, ReLU and dropout follow
  std::size_t gamma = 0;
  std::size_t beta = 0;
  std::size_t statistics = 0;  ///< in running_mean and running_variance
};

/// The arrays of (Linear–BatchNorm–ReLU–Dropout) × n + Linear. All parameters lie in one aligned block, so that an optimiser's
/// moments are blocks of the same layout.
struct MlpModel {
  MlpModel() = default;
  /// Zero parameters; running mean 0 and variance 1.
  MlpModel(std::size_t inputs, std::span<const std::size_t> hidden, std::size_t outputs);

  /// PyTorch's default law: weights and biases uniform in ±1/sqrt(fan_in), gamma 1, beta 0.
  void initialise(std::uint64_t seed);

  [[nodiscard]] std::size_t inputs() const { return layers.front().inputs; }
  [[nodiscard]] std::size_t outputs() const { return layers.back().outputs; }

  [[nodiscard]] MutableMatrixView weights(const LayerLayout& layer) {
    return {parameters.data() + layer.weight, layer.outputs, layer.inputs, layer.stride};
  }
  [[nodiscard]] MatrixView weights(const LayerLayout& layer) const {
    return {parameters.data() + layer.weight, layer.outputs, layer.inputs, layer.stride};
  }
  /// `offset` is one of bias, gamma and beta.
  [[nodiscard]] std::span<float> vector(const LayerLayout& layer, std::size_t offset) {
    return {parameters.data() + offset, layer.outputs};
  }
  [[nodiscard]] std::span<const float> vector(const LayerLayout& layer, std::size_t offset) const {
    return {parameters.data() + offset, layer.outputs};
  }

  std::vector<LayerLayout> layers;
  Matrix parameters;          ///< 1 × all
  Matrix running_mean;        ///< 1 × all hidden units
  Matrix running_variance;    ///< 1 × all hidden units
  std::uint64_t batches = 0;  ///< trained so far (PyTorch's num_batches_tracked)
};

constexpr float kBatchNormEpsilon = 1e-5F;
constexpr float kBatchNormMomentum = 0.1F;

}  // namespace kinora
