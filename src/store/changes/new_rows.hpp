#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/schema.hpp"
#include "store/lance/snapshot.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kinora::changes {

/// Columns as a version's schema has them: in its order, with its fields. Columns that are not given are left out.
struct MatchedColumns {
  std::vector<Column> columns;
  lance::WireFields fields;  ///< of these columns, with their children
};

/// Whether these are columns of the version: by name, of its types. Errors: as below, but for columns that are missing.
[[nodiscard]] Result<void> check_given(const lance::WholeVersion& base, std::span<const Column> columns);

/// Matches columns by name with the columns of a version that is to get rows of them.
/// Errors: kInvalidArgument: a column that the version has not or has in another type; one that may not be null and is missing
/// or has a null; no column at all.
[[nodiscard]] Result<MatchedColumns> match_columns(const lance::WholeVersion& base, std::span<const Column> columns);

/// Rows that a change adds: written when a version is to be made, and again only if the next version to build upon has another
/// schema or data format.
class NewRows {
 public:
  /// The columns must outlive this, and are checked (lance::check_columns).
  NewRows(FileSystem& files, std::filesystem::path table, std::span<const Column> columns)
      : files_(files), table_(std::move(table)), columns_(columns) {}

  /// The fragment of these rows for a version after `base`, without an id; nothing if there are no rows. Its file is among
  /// `new_files` then. Errors: those of match_columns and lance::write_fragment.
  Result<std::optional<lance::wire::Fragment>> write_for(const lance::WholeVersion& base, lance::NewFiles& new_files,
                                                         const Execution& execution);

 private:
  FileSystem& files_;
  std::filesystem::path table_;
  std::span<const Column> columns_;
  std::optional<lance::wire::Fragment> written_;
  std::string written_as_;  ///< the schema and data format that `written_` has
};

}  // namespace kinora::changes
