#include "classify/adam.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classify/adam.cpp"
#include <hwy/foreach_target.h>
//
#include "classify/product_tile-inl.h"

#include <hwy/highway.h>
#include <algorithm>

HWY_BEFORE_NAMESPACE();
namespace kinora::HWY_NAMESPACE {
namespace {

HWY_INLINE void update_span(const AdamStep& step, const AdamTarget& target, const float* HWY_RESTRICT gradient,
                            std::size_t count) {
  const FloatTag d;
  const auto beta1 = hn::Set(d, AdamStep::kBeta1);
  const auto beta2 = hn::Set(d, AdamStep::kBeta2);
  const auto one_minus_beta1 = hn::Set(d, static_cast<float>(1.0 - 0.9));
  const auto one_minus_beta2 = hn::Set(d, static_cast<float>(1.0 - 0.999));
  const auto epsilon = hn::Set(d, AdamStep::kEpsilon);
  const auto step_size = hn::Set(d, step.step_size);
  const auto correction = hn::Set(d, step.inverse_root_correction);
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto g = hn::Load(d, gradient + i);
    const auto m = hn::MulAdd(beta1, hn::Load(d, target.first_moment + i), hn::Mul(one_minus_beta1, g));
    const auto v = hn::MulAdd(beta2, hn::Load(d, target.second_moment + i), hn::Mul(hn::Mul(one_minus_beta2, g), g));
    hn::Store(m, d, target.first_moment + i);
    hn::Store(v, d, target.second_moment + i);
    const auto change = hn::Div(hn::Mul(step_size, m), hn::MulAdd(hn::Sqrt(v), correction, epsilon));
    hn::Store(hn::Sub(hn::Load(d, target.parameter + i), change), d, target.parameter + i);
  }
}

void adam_update_span(const AdamStep& step, const AdamTarget& target, const float* gradient, std::size_t count) {
  update_span(step, target, gradient, count);
}

struct GradientPanel {
  const AdamStep& step;
  const AdamTarget& target;
  std::size_t target_stride;
  const StridedOperand& d;
  const float* x;
  std::size_t x_stride;
  std::size_t rows;
  std::size_t depth;
  float* record;

  /// The blocks are larger than the second-level cache of one processor; their lines come while the product is computed.
  HWY_INLINE void prefetch_tile(std::size_t row, std::size_t tile_rows, std::size_t col, std::size_t width) const {
    constexpr std::size_t kFloatsPerLine = 16;
    for (std::size_t r = row; r < row + tile_rows; ++r)
      for (std::size_t c = col; c < col + width; c += kFloatsPerLine) {
        const AdamTarget line = target.from(r * target_stride + c);
        __builtin_prefetch(line.parameter, 1);
        __builtin_prefetch(line.first_moment, 1);
        __builtin_prefetch(line.second_moment, 1);
      }
  }

  template <std::size_t kVectors>
  HWY_INLINE void run(std::size_t col) const {
    const std::size_t width = kVectors * hn::Lanes(FloatTag());
    HWY_ALIGN float gradient[kTileRows * kTileVectors * 16];
    for (std::size_t row = 0; row < rows; row += kTileRows) {
      const std::size_t tile_rows = std::min(kTileRows, rows - row);
      prefetch_tile(row, tile_rows, col, width);
      multiply_tile_rows<kVectors>(tile_rows, d.from_row(row), x + col, x_stride, depth, gradient, width);
      for (std::size_t r = 0; r < tile_rows; ++r) {
        const std::size_t offset = (row + r) * target_stride + col;
        update_span(step, target.from(offset), gradient + r * width, width);
        if (record != nullptr) std::copy_n(gradient + r * width, width, record + offset);
      }
    }
  }
};

void adam_update_rows(const AdamStep& step, const AdamTarget& target, std::size_t target_stride, const StridedOperand& d,
                      const float* x, std::size_t x_stride, std::size_t rows, std::size_t cols, std::size_t depth,
                      float* record) {
  for_each_panel(cols, GradientPanel{step, target, target_stride, d, x, x_stride, rows, depth, record});
}

}  // namespace
}  // namespace kinora::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "base/check.hpp"

#include <cmath>

namespace kinora {
namespace {

HWY_EXPORT(adam_update_span);
HWY_EXPORT(adam_update_rows);

}  // namespace

AdamStep::AdamStep(double learning_rate, std::uint64_t step)
    : step_size(static_cast<float>(learning_rate / (1.0 - std::pow(0.9, static_cast<double>(step))))),
      inverse_root_correction(static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(0.999, static_cast<double>(step))))) {}

void adam_update(const AdamStep& step, const AdamTarget& target, const float* gradient, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(adam_update_span)(step, target, gradient, count);
}

void adam_update_product(const AdamStep& step, const AdamTarget& target, std::size_t target_stride, const StridedOperand& d,
                         const float* x, std::size_t x_stride, std::size_t rows, std::size_t cols, std::size_t depth,
                         float* record) {
  KINORA_DCHECK(cols % 16 == 0, cols);
  HWY_DYNAMIC_DISPATCH(adam_update_rows)(step, target, target_stride, d, x, x_stride, rows, cols, depth, record);
}

}  // namespace kinora
#endif
