#pragma once

#include "kinora/store/column.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora {

/// The rows of a column that are named, in that order; a row may be named twice. Its buffers are its own. O(their bytes).
[[nodiscard]] Column gather_rows(const Column& column, std::span<const std::uint64_t> rows);

/// The rows [begin, end), as gather_rows gives them.
[[nodiscard]] Column slice_rows(const Column& column, std::size_t begin, std::size_t end);

/// The rows of columns of one type, one after the other. The field is the first one's. O(their bytes); one column is given back
/// as it is.
[[nodiscard]] Column concatenate_rows(std::span<const Column> columns);

/// A column without values.
[[nodiscard]] Column null_column(const Field& field, std::size_t rows);

}  // namespace kinora
