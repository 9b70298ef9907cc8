#include "classify/product_kernel.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classify/product_kernel.cpp"
#include <hwy/foreach_target.h>
//
#include "classify/product_tile-inl.h"

#include <hwy/highway.h>
#include <algorithm>

HWY_BEFORE_NAMESPACE();
namespace kinora::HWY_NAMESPACE {
namespace {

struct ProductPanel {
  StridedOperand a;
  const float* b = nullptr;
  std::size_t b_stride = 0;
  float* c = nullptr;
  std::size_t c_stride = 0;
  std::size_t rows = 0;
  std::size_t depth = 0;

  template <std::size_t kVectors>
  HWY_INLINE void run(std::size_t col) const {
    for (std::size_t row = 0; row < rows; row += kTileRows)
      multiply_tile_rows<kVectors>(std::min(kTileRows, rows - row), a.from_row(row), b + col, b_stride, depth,
                                   c + row * c_stride + col, c_stride);
  }
};

void multiply_rows(const StridedOperand& a, const float* b, std::size_t b_stride, float* c, std::size_t c_stride,
                   std::size_t rows, std::size_t cols, std::size_t depth) {
  if (depth == 0) {  // matrices without elements may have no address to count from
    for (std::size_t row = 0; row < rows; ++row) std::fill_n(c + row * c_stride, cols, 0.0F);
    return;
  }
  for_each_panel(cols, ProductPanel{a, b, b_stride, c, c_stride, rows, depth});
}

#if HWY_TARGET != HWY_SCALAR
constexpr std::size_t kBlock = 4;

void transpose_block(const float* source, std::size_t source_stride, float* target, std::size_t target_stride) {
  const hn::Full128<float> d;
  const hn::RepartitionToWide<decltype(d)> wide;
  const auto row0 = hn::LoadU(d, source);
  const auto row1 = hn::LoadU(d, source + source_stride);
  const auto row2 = hn::LoadU(d, source + 2 * source_stride);
  const auto row3 = hn::LoadU(d, source + 3 * source_stride);
  const auto low01 = hn::BitCast(wide, hn::InterleaveLower(d, row0, row1));
  const auto low23 = hn::BitCast(wide, hn::InterleaveLower(d, row2, row3));
  const auto high01 = hn::BitCast(wide, hn::InterleaveUpper(d, row0, row1));
  const auto high23 = hn::BitCast(wide, hn::InterleaveUpper(d, row2, row3));
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(wide, low01, low23)), d, target);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(wide, low01, low23)), d, target + target_stride);
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(wide, high01, high23)), d, target + 2 * target_stride);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(wide, high01, high23)), d, target + 3 * target_stride);
}

#else
constexpr std::size_t kBlock = 1;

void transpose_block(const float* source, std::size_t, float* target, std::size_t) { *target = *source; }
#endif

void transpose_blocks(const float* source, std::size_t source_stride, float* target, std::size_t target_stride, std::size_t rows,
                      std::size_t cols) {
  const std::size_t block_rows = rows / kBlock * kBlock;
  const std::size_t block_cols = cols / kBlock * kBlock;
  for (std::size_t row = 0; row < block_rows; row += kBlock)
    for (std::size_t col = 0; col < block_cols; col += kBlock)
      transpose_block(source + row * source_stride + col, source_stride, target + col * target_stride + row, target_stride);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t col = row < block_rows ? block_cols : 0; col < cols; ++col)
      target[col * target_stride + row] = source[row * source_stride + col];
}

}  // namespace
}  // namespace kinora::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "base/check.hpp"

namespace kinora {
namespace {

HWY_EXPORT(multiply_rows);
HWY_EXPORT(transpose_blocks);

}  // namespace

void multiply(const StridedOperand& a, const float* b, std::size_t b_stride, float* c, std::size_t c_stride, std::size_t rows,
              std::size_t cols, std::size_t depth) {
  KINORA_DCHECK(cols % 16 == 0, cols);
  HWY_DYNAMIC_DISPATCH(multiply_rows)(a, b, b_stride, c, c_stride, rows, cols, depth);
}

void transpose(const float* source, std::size_t source_stride, float* target, std::size_t target_stride, std::size_t rows,
               std::size_t cols) {
  HWY_DYNAMIC_DISPATCH(transpose_blocks)(source, source_stride, target, target_stride, rows, cols);
}

}  // namespace kinora
#endif
