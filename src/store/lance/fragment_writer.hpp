#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/schema.hpp"
#include "store/lance/wire.pb.h"

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace kinora::lance {

/// Writes columns as the one data file of a new fragment, in the data format `data_version` ("2.0" or "2.2"). `schema` has
/// the fields of exactly these columns in their order, each followed by its children, with the ids that they have in the table.
/// The columns are checked (check_columns) and have at least one row. On success the file is synced, its name in data/ too, and
/// its path is appended to `new_files`; on an error no file is left behind. The fragment has no id yet. Errors: kTableUnsupported
/// (another data format), kOutputUnwritable, kDiskFull, kCancelled.
[[nodiscard]] Result<wire::Fragment> write_fragment(FileSystem& files, const std::filesystem::path& table,
                                                    std::span<const Column> columns, const WireFields& schema,
                                                    std::string_view data_version, std::vector<std::filesystem::path>& new_files,
                                                    const Execution& execution);

}  // namespace kinora::lance
