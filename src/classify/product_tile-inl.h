// The register tile of every product of the classifier. Included once an instruction set (Highway's pattern).
#if defined(KINORA_CLASSIFY_PRODUCT_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef KINORA_CLASSIFY_PRODUCT_TILE_INL_H_
#undef KINORA_CLASSIFY_PRODUCT_TILE_INL_H_
#else
#define KINORA_CLASSIFY_PRODUCT_TILE_INL_H_
#endif

#include "classify/product_kernel.hpp"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kinora::HWY_NAMESPACE {

// 6 × 4 accumulators fill 32 registers, 6 × 2 fill 16.
constexpr std::size_t kTileRows = 6;
constexpr std::size_t kTileVectors = HWY_TARGET <= HWY_AVX3 ? 4 : 2;

namespace {

namespace hn = hwy::HWY_NAMESPACE;
// Never wider than a cache line, the unit to which all rows are padded.
using FloatTag = hn::CappedTag<float, 16>;

/// kRows × (kVectors vectors) of the product at a's row 0 and b's column 0. Each element is one chain of multiply-adds over
/// k = 0, 1, …: its bits do not depend on the tile it falls into. Not inlined: what a caller keeps in registers would push
/// accumulators onto the stack.
template <std::size_t kRows, std::size_t kVectors>
HWY_NOINLINE void multiply_tile(const StridedOperand& a, const float* HWY_RESTRICT b, std::size_t b_stride, std::size_t depth,
                              float* HWY_RESTRICT c, std::size_t c_stride) {
  const FloatTag d;
  const std::size_t lanes = hn::Lanes(d);
  hn::Vec<FloatTag> sums[kRows][kVectors];
  for (std::size_t r = 0; r < kRows; ++r)
    for (std::size_t v = 0; v < kVectors; ++v) sums[r][v] = hn::Zero(d);
  const float* HWY_RESTRICT a_k = a.data;
  for (std::size_t k = 0; k < depth; ++k, a_k += a.depth_step, b += b_stride) {
    hn::Vec<FloatTag> b_k[kVectors];
    for (std::size_t v = 0; v < kVectors; ++v) b_k[v] = hn::LoadU(d, b + v * lanes);
    for (std::size_t r = 0; r < kRows; ++r) {
      const auto factor = hn::Set(d, a_k[r * a.row_step]);
      for (std::size_t v = 0; v < kVectors; ++v) sums[r][v] = hn::MulAdd(factor, b_k[v], sums[r][v]);
    }
  }
  for (std::size_t r = 0; r < kRows; ++r)
    for (std::size_t v = 0; v < kVectors; ++v) hn::StoreU(sums[r][v], d, c + r * c_stride + v * lanes);
}

/// The same for the last rows, 1 … kTileRows of them.
template <std::size_t kVectors>
HWY_INLINE void multiply_tile_rows(std::size_t rows, const StridedOperand& a, const float* b, std::size_t b_stride,
                                   std::size_t depth, float* c, std::size_t c_stride) {
  static_assert(kTileRows == 6);
  switch (rows) {
    case 1:
      return multiply_tile<1, kVectors>(a, b, b_stride, depth, c, c_stride);
    case 2:
      return multiply_tile<2, kVectors>(a, b, b_stride, depth, c, c_stride);
    case 3:
      return multiply_tile<3, kVectors>(a, b, b_stride, depth, c, c_stride);
    case 4:
      return multiply_tile<4, kVectors>(a, b, b_stride, depth, c, c_stride);
    case 5:
      return multiply_tile<5, kVectors>(a, b, b_stride, depth, c, c_stride);
    default:
      return multiply_tile<6, kVectors>(a, b, b_stride, depth, c, c_stride);
  }
}

/// Calls panel.operator()<vectors>(column) for panels that together cover `cols` columns (whole vectors).
template <class Panel>
HWY_INLINE void for_each_panel(std::size_t cols, const Panel& panel) {
  const std::size_t lanes = hn::Lanes(FloatTag());
  std::size_t col = 0;
  for (; col + kTileVectors * lanes <= cols; col += kTileVectors * lanes) panel.template run<kTileVectors>(col);
  if constexpr (kTileVectors > 2)
    for (; col + 2 * lanes <= cols; col += 2 * lanes) panel.template run<2>(col);
  for (; col < cols; col += lanes) panel.template run<1>(col);
}

}  // namespace
}  // namespace kinora::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
