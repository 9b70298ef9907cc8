#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/features.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace kinora::lance {

/// Table::overwrite on any file system; returns the version committed, whose data files are of the format named.
[[nodiscard]] Result<std::uint64_t> overwrite(FileSystem& files, const std::filesystem::path& directory,
                                              std::span<const Column> columns, std::string_view data_version = kDataVersion,
                                              const Execution& execution = {});

}  // namespace kinora::lance
