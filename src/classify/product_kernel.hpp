#pragma once

#include <cstddef>

namespace kinora {

/// The left factor of a product: element (row, k) lies at data[row · row_step + k · depth_step], so that a matrix and its
/// transpose are the same memory.
struct StridedOperand {
  const float* data = nullptr;
  std::size_t row_step = 0;
  std::size_t depth_step = 0;

  [[nodiscard]] StridedOperand from_row(std::size_t row) const { return {data + row * row_step, row_step, depth_step}; }
};

/// c[rows × cols] = a[rows × depth] · b[depth × cols]; `cols` is a multiple of 16 (rows of b and c are padded to it). Every
/// element is summed over the depth in order, whatever the sizes: computing a part of the rows gives the same bits as computing
/// all.
void multiply(const StridedOperand& a, const float* b, std::size_t b_stride, float* c, std::size_t c_stride, std::size_t rows,
              std::size_t cols, std::size_t depth);

/// target[col][row] = source[row][col] for rows × cols floats.
void transpose(const float* source, std::size_t source_stride, float* target, std::size_t target_stride, std::size_t rows,
               std::size_t cols);

}  // namespace kinora
