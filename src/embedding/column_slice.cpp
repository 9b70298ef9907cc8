#include "embedding/column_slice.hpp"

#include <algorithm>

namespace kinora {

std::vector<ColumnSlice> slices_of(std::size_t stride) {
  constexpr std::size_t kColumnUnit = 16;
  const std::size_t units = stride / kColumnUnit;
  const std::size_t fewest = (units * kColumnUnit + kMaxSliceWidth - 1) / kMaxSliceWidth;
  const std::size_t count = std::max(fewest, std::min<std::size_t>(units, 2));
  std::vector<ColumnSlice> slices;
  for (std::size_t i = 0; i < count; ++i)
    slices.push_back({units * i / count * kColumnUnit, units * (i + 1) / count * kColumnUnit});
  return slices;
}

}  // namespace kinora
