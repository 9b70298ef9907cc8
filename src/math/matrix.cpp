#include "kinora/math/matrix.hpp"

#include <sys/mman.h>
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>
#include <utility>

namespace kinora {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kFloatsPerLine = kAlignment / sizeof(float);
constexpr std::size_t kHugePage = std::size_t{2} << 20U;

/// Rows that are read in no order miss the TLB at nearly every step unless the pages are large.
float* allocate(std::size_t bytes) {
  if (bytes < 2 * kHugePage) return static_cast<float*>(std::aligned_alloc(kAlignment, bytes));
  void* memory = std::aligned_alloc(kHugePage, (bytes + kHugePage - 1) / kHugePage * kHugePage);
#ifdef MADV_HUGEPAGE
  if (memory != nullptr) madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: ordinary pages do as well
#endif
  return static_cast<float*>(memory);
}

}  // namespace

void Matrix::Free::operator()(float* pointer) const { std::free(pointer); }

Matrix::Matrix(std::size_t rows, std::size_t cols) : rows_(rows), cols_(cols) {
  constexpr std::size_t kMaxFloats = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(float);
  if (cols > kMaxFloats - kFloatsPerLine) throw std::bad_alloc();
  stride_ = (cols + kFloatsPerLine - 1) / kFloatsPerLine * kFloatsPerLine;
  if (stride_ != 0 && rows > kMaxFloats / stride_) throw std::bad_alloc();
  const std::size_t count = rows * stride_;
  if (count == 0) return;
  data_.reset(allocate(count * sizeof(float)));
  if (!data_) throw std::bad_alloc();
  std::fill_n(data_.get(), count, 0.0F);
}

Matrix::Matrix(Matrix&& other) noexcept
    : rows_(std::exchange(other.rows_, 0)),
      cols_(std::exchange(other.cols_, 0)),
      stride_(std::exchange(other.stride_, 0)),
      data_(std::move(other.data_)) {}

Matrix& Matrix::operator=(Matrix&& other) noexcept {
  rows_ = std::exchange(other.rows_, 0);
  cols_ = std::exchange(other.cols_, 0);
  stride_ = std::exchange(other.stride_, 0);
  data_ = std::move(other.data_);
  return *this;
}

Matrix Matrix::clone() const {
  Matrix copy(rows_, cols_);
  std::copy_n(data_.get(), rows_ * stride_, copy.data_.get());
  return copy;
}

}  // namespace kinora
