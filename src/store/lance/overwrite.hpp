#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace kinora::lance {

/// Table::overwrite on any file system; returns the version committed.
[[nodiscard]] Result<std::uint64_t> overwrite(FileSystem& files, const std::filesystem::path& directory,
                                              std::span<const Column> columns);

}  // namespace kinora::lance
