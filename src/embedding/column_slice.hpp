#pragma once

#include <cstddef>
#include <vector>

namespace kinora {

/// A range of the columns of every vector, in floats; multiples of 16, at most kMaxSliceWidth wide. What training cuts its work
/// by: a slice of the weights is read and written by one thread at a time.
struct ColumnSlice {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t width() const { return end - begin; }
};
inline constexpr std::size_t kMaxSliceWidth = 64;
inline constexpr std::size_t kMaxSlices = 64;  ///< of 4,096 columns
/// Depends on the stride alone. At least two where there are 32 columns or more.
[[nodiscard]] std::vector<ColumnSlice> slices_of(std::size_t stride);

}  // namespace kinora
