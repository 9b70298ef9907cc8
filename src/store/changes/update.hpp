#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/changes.hpp"

#include <filesystem>
#include <span>
#include <string_view>

namespace kinora::changes {

/// Table::update on any file system.
[[nodiscard]] Result<Commit> update(FileSystem& files, const std::filesystem::path& table, std::string_view where,
                                    std::span<const Assignment> assignments, const Execution& execution = {});

}  // namespace kinora::changes
