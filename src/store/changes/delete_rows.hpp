#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/changes.hpp"

#include <filesystem>
#include <string_view>

namespace kinora::changes {

/// Table::delete_rows on any file system.
[[nodiscard]] Result<Commit> delete_rows(FileSystem& files, const std::filesystem::path& table, std::string_view where,
                                         const Execution& execution = {});

}  // namespace kinora::changes
