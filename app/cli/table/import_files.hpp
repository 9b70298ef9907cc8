#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "table_app.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kinora::cli {

/// What those subcommands are given that take rows or columns from files.
struct FileOptions : TableOptions {
  std::vector<std::string> files;
  std::vector<std::string> columns;
};

/// Adds FILE... and --columns.
void add_file_options(const Command& command, FileOptions& options);

/// The columns of the files side by side, as import_columns reads them: the first row of each file is the first row. Errors:
/// those of import_columns; kInvalidArgument (another number of rows, a column that two files have, --columns with several
/// files).
[[nodiscard]] Result<std::vector<Column>> read_files(const FileOptions& options, const std::optional<Schema>& schema,
                                                     const Execution& execution);

}  // namespace kinora::cli
