#include "store/lance/live_rows.hpp"

#include "base/check.hpp"

#include <algorithm>

namespace kinora::lance {

LiveRows::LiveRows(std::span<const Fragment> fragments) {
  std::size_t rows = 0;
  std::size_t dead = 0;
  for (const Fragment& fragment : fragments) {
    rows += fragment.rows;
    dead += fragment.dead.size();
  }
  if (dead == 0) return;
  alive_.assign(rows, 1);
  physical_.reserve(rows - dead);
  std::size_t first = 0;
  for (const Fragment& fragment : fragments) {
    for (const std::uint32_t offset : fragment.dead) {
      KINORA_CHECK(offset < fragment.rows, offset, fragment.rows);
      alive_[first + offset] = 0;
    }
    first += fragment.rows;
  }
  for (std::size_t row = 0; row < rows; ++row)
    if (alive_[row] != 0) physical_.push_back(row);
}

std::size_t LiveRows::live_of(std::size_t physical) const {
  if (all()) return physical;
  const auto found = std::lower_bound(physical_.begin(), physical_.end(), physical);
  KINORA_CHECK(found != physical_.end() && *found == physical, physical);
  return static_cast<std::size_t>(found - physical_.begin());
}

}  // namespace kinora::lance
