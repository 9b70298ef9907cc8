#pragma once

#include <cstdint>
#include <vector>

namespace kinora {

/// Which rows were chosen: one byte a row, 1 = chosen.
using RowSelection = std::vector<std::uint8_t>;

}  // namespace kinora
