#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "kinora/store/table.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kinora {

/// The chosen rows of a table, and after them all rows of the new columns; the columns in the table's order.
/// Errors: kInvalidArgument unless the new columns are exactly the table's; those of reading it.
[[nodiscard]] Result<std::vector<Column>> merge_columns(const Table& table, std::span<const std::size_t> rows,
                                                        std::span<const Column> added);

}  // namespace kinora
