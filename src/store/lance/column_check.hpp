#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"

#include <span>

namespace kinora::lance {

/// Whether columns make a table: at least one, equally many rows, distinct names, buffers of the lengths their type needs, ends
/// that rise, text in UTF-8. Error: kInvalidArgument, which names the column.
[[nodiscard]] Result<void> check_columns(std::span<const Column> columns);

}  // namespace kinora::lance
