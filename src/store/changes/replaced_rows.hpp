#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/search/row_selection.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/schema.hpp"
#include "store/lance/snapshot.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace kinora::changes {

/// The version after `base` without the rows of `gone` (one byte a physical row, live ones) and with those of `columns` behind
/// the others, in one operation `update`, as LanceDB does. `written` are the columns whose values may have changed. Errors: those
/// of match_columns, lance::write_fragment and remove_rows.
[[nodiscard]] Result<lance::ManifestFile> replace_rows(FileSystem& files, const std::filesystem::path& table,
                                                       const lance::WholeVersion& base, const RowSelection& gone,
                                                       std::span<const Column> columns,
                                                       std::span<const lance::TableField> written, lance::NewFiles& new_files,
                                                       const Execution& execution);

}  // namespace kinora::changes
