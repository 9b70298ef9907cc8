#include "kinora/math/matrix.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace kinora {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kFloatsPerLine = kAlignment / sizeof(float);

}  // namespace

void Matrix::Free::operator()(float* pointer) const { std::free(pointer); }

Matrix::Matrix(std::size_t rows, std::size_t cols)
    : rows_(rows), cols_(cols), stride_((cols + kFloatsPerLine - 1) / kFloatsPerLine * kFloatsPerLine) {
  const std::size_t count = rows_ * stride_;
  if (count == 0) return;
  data_.reset(static_cast<float*>(std::aligned_alloc(kAlignment, count * sizeof(float))));
  if (!data_) throw std::bad_alloc();
  std::fill_n(data_.get(), count, 0.0F);
}

Matrix Matrix::clone() const {
  Matrix copy(rows_, cols_);
  std::copy_n(data_.get(), rows_ * stride_, copy.data_.get());
  return copy;
}

}  // namespace kinora
