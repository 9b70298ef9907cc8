#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/data_file.hpp"
#include "store/lance/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace kinora::lance {

/// A data file and which of its columns holds which field.
struct FragmentFile {
  std::shared_ptr<const DataFile> data;
  std::vector<std::pair<std::int32_t, std::size_t>> columns;  ///< field id, column
};

/// Some rows of a table; its files lie side by side, each with some of the columns.
struct Fragment {
  std::uint64_t id = 0;
  std::size_t rows = 0;  ///< with the dead ones
  std::vector<FragmentFile> files;
  std::vector<std::uint32_t> dead;  ///< the rows that were deleted, rising, counted from the fragment's first
};

/// A whole column, all fragments in their order. A fragment without the field gives nulls. Fixed-width columns without nulls
/// whose pages lie back to back, and strings of one page, are views into the files.
/// Errors: kTableCorrupt, kTableUnsupported.
[[nodiscard]] Result<Column> read_column(std::span<const Fragment> fragments, const TableField& field);

/// These rows of a column, ascending, counted through all fragments; of the pages that have none of them nothing is read, and of
/// the others' values no others are checked. Its buffers are its own. Errors: as above.
[[nodiscard]] Result<Column> read_rows(std::span<const Fragment> fragments, const TableField& field,
                                       std::span<const std::uint64_t> rows);

}  // namespace kinora::lance
