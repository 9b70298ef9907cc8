#pragma once

#include "classify/product_kernel.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora {

/// The factors of one step of Adam (Kingma & Ba 2015, arXiv:1412.6980, algorithm 1), arranged as PyTorch 1.13 does:
/// parameter -= step_size · m / (sqrt(v) · inverse_root_correction + epsilon).
struct AdamStep {
  static constexpr float kBeta1 = 0.9F;
  static constexpr float kBeta2 = 0.999F;
  static constexpr float kEpsilon = 1e-8F;

  /// `step` counts from 1.
  AdamStep(double learning_rate, std::uint64_t step);

  float step_size = 0;
  float inverse_root_correction = 0;
};

/// Parameters and moments of the same place in the three blocks.
struct AdamTarget {
  float* parameter = nullptr;
  float* first_moment = nullptr;
  float* second_moment = nullptr;

  [[nodiscard]] AdamTarget from(std::size_t offset) const {
    return {parameter + offset, first_moment + offset, second_moment + offset};
  }
};

/// One step for `count` parameters; whole cache lines are touched (the padding's gradient must be zero).
void adam_update(const AdamStep& step, const AdamTarget& target, const float* gradient, std::size_t count);

/// The gradient of `rows` rows of a weight matrix, gradient[rows × cols] = d[rows × depth] · x[depth × cols], and one step of
/// Adam with it, tile by tile, so that the gradient never leaves the first-level cache. `cols` is a multiple of 16; rows of the
/// target are `target_stride` apart. If `record` is not null, the gradient is written there too (with the target's stride).
void adam_update_product(const AdamStep& step, const AdamTarget& target, std::size_t target_stride, const StridedOperand& d,
                         const float* x, std::size_t x_stride, std::size_t rows, std::size_t cols, std::size_t depth,
                         float* record);

}  // namespace kinora
