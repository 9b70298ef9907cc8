#pragma once

#include "base/random.hpp"
#include "kinora/store/column.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kinora::testing {

/// Columns of every type, with nulls (also within lists), empty strings and lists, every UTF-8 length, values at the ends of
/// their ranges. The same for the same seed. Row 103 of `text` has 60 kB and row 105 of `tags` 5000 items, if there are as many
/// rows; some vectors are equal.
std::vector<Column> sample_columns(std::size_t rows, std::uint64_t seed, std::size_t dimension = 100);

/// The same with no null in any column.
std::vector<Column> sample_columns_without_nulls(std::size_t rows, std::uint64_t seed, std::size_t dimension = 100);

/// A vector column whose null rows are those with row % 3 == 1.
Column nullable_vectors(std::size_t rows, std::uint64_t seed, std::size_t dimension);

}  // namespace kinora::testing
