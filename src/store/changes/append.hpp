#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/changes.hpp"
#include "kinora/store/column.hpp"

#include <filesystem>
#include <span>

namespace kinora::changes {

/// Table::append on any file system.
[[nodiscard]] Result<Commit> append(FileSystem& files, const std::filesystem::path& table, std::span<const Column> columns,
                                    const Execution& execution = {});

}  // namespace kinora::changes
