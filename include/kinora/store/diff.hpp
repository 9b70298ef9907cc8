#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kinora {

struct KINORA_EXPORT DiffOptions {
  /// The column that says which row is which: int32, int64 or string, no value null or there twice. Empty: a row is its whole
  /// content, so that one that changed is a row removed and a row added.
  std::string key;
};

/// A row that is in both versions and differs.
struct KINORA_EXPORT ChangedRow {
  std::size_t from_row = 0;
  std::size_t to_row = 0;
  std::vector<std::size_t> columns;  ///< those that differ, ascending: positions in TableDiff::columns
};

/// What led from one version to another. Rows are numbered as in their own version.
struct KINORA_EXPORT TableDiff {
  std::vector<std::string> columns;    ///< those compared: in both versions, of one type, in the order of the later one
  std::vector<Field> columns_removed;  ///< of the earlier version, without an equal in the later one (a new type: in both lists)
  std::vector<Field> columns_added;    ///< of the later version, without an equal in the earlier one
  std::vector<std::size_t> removed;    ///< rows of the earlier version, ascending
  std::vector<std::size_t> added;      ///< rows of the later version, ascending
  std::vector<ChangedRow> changed;     ///< by to_row; with a key only
  std::size_t unchanged = 0;           ///< rows that are the same in all columns compared, wherever they stand
};

/// Compares two versions of a table, or two tables. Values are the same if their bits are: 0 and -0 differ, a NaN equals itself.
/// Of a content that is there n times before and m times after, the last n - m are removed or the last m - n added. Reads all
/// columns that both have. O(rows · log rows + bytes). Errors: kFilterType (no such key column), kInvalidArgument (the key is of
/// another type, or is null or twice in a row that is named); those of reading.
[[nodiscard]] KINORA_EXPORT Result<TableDiff> diff(const Table& from, const Table& to, const DiffOptions& options = {});

}  // namespace kinora
