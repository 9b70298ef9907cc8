#pragma once

#include "kinora/base/export.hpp"

#include <cstddef>
#include <memory>
#include <span>

namespace kinora {

/// A read-only view of rows × cols floats, row-major, `stride` floats from one row to the next. Does not own.
struct MatrixView {
  const float* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t stride = 0;  ///< >= cols

  [[nodiscard]] std::span<const float> row(std::size_t index) const { return {data + index * stride, cols}; }
};

/// The same, writable.
struct MutableMatrixView {
  float* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t stride = 0;

  [[nodiscard]] std::span<float> row(std::size_t index) const { return {data + index * stride, cols}; }
  operator MatrixView() const { return {data, rows, cols, stride}; }  // NOLINT(google-explicit-constructor)
};

/// An owned rows × cols matrix of floats whose rows start on 64-byte boundaries; the padding is and stays zero, so that kernels
/// may read whole vectors. Zero-filled when made. Moved from, it is empty; copied only by clone().
class KINORA_EXPORT Matrix {
 public:
  Matrix() = default;
  /// Throws std::bad_alloc if there is no memory for it, as when its size does not fit in std::size_t.
  Matrix(std::size_t rows, std::size_t cols);
  Matrix(Matrix&& other) noexcept;
  Matrix& operator=(Matrix&& other) noexcept;
  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;
  ~Matrix() = default;

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t cols() const { return cols_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] float* data() { return data_.get(); }
  [[nodiscard]] const float* data() const { return data_.get(); }
  [[nodiscard]] std::span<float> row(std::size_t index) { return {data_.get() + index * stride_, cols_}; }
  [[nodiscard]] std::span<const float> row(std::size_t index) const { return {data_.get() + index * stride_, cols_}; }
  [[nodiscard]] MatrixView view() const { return {data_.get(), rows_, cols_, stride_}; }
  [[nodiscard]] MutableMatrixView view() { return {data_.get(), rows_, cols_, stride_}; }
  [[nodiscard]] Matrix clone() const;

 private:
  struct Free {
    void operator()(float* pointer) const;
  };

  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
  std::size_t stride_ = 0;
  std::unique_ptr<float[], Free> data_;
};

}  // namespace kinora
