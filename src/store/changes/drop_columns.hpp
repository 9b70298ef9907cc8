#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/changes.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace kinora::changes {

/// Table::drop_columns on any file system.
[[nodiscard]] Result<Commit> drop_columns(FileSystem& files, const std::filesystem::path& table,
                                          std::span<const std::string> names);

}  // namespace kinora::changes
