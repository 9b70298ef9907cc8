#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/changes.hpp"
#include "kinora/store/column.hpp"

#include <filesystem>
#include <span>
#include <string_view>

namespace kinora::changes {

/// Table::merge_insert on any file system.
[[nodiscard]] Result<Commit> merge_insert(FileSystem& files, const std::filesystem::path& table, std::string_view key,
                                          std::span<const Column> columns, const MergeOptions& options,
                                          const Execution& execution = {});

}  // namespace kinora::changes
