#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/changes.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/snapshot.hpp"

#include <filesystem>
#include <span>

namespace kinora::changes {

/// Table::add_columns on any file system. The columns have a value for each live row of `version`.
[[nodiscard]] Result<Commit> add_columns(FileSystem& files, const std::filesystem::path& table, const lance::Snapshot& version,
                                         std::span<const Column> columns, const Execution& execution = {});

}  // namespace kinora::changes
