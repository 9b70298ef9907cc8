#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/changes.hpp"

#include <cstdint>
#include <filesystem>

namespace kinora::changes {

/// Table::restore on any file system.
[[nodiscard]] Result<Commit> restore(FileSystem& files, const std::filesystem::path& table, std::uint64_t version);

}  // namespace kinora::changes
