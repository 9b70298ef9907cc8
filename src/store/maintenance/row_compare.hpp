#pragma once

#include "kinora/store/column.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora::maintenance {

/// Whether two cells of columns of one type hold the same bits, or are both null.
[[nodiscard]] bool equal_cells(const Column& a, std::size_t row_a, const Column& b, std::size_t row_b);

/// A hash of each row's cells: rows of equal cells have equal hashes.
[[nodiscard]] std::vector<std::uint64_t> hash_rows(std::span<const Column> columns, std::size_t rows);

}  // namespace kinora::maintenance
