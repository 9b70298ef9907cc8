#pragma once

#include "base/file_system.hpp"
#include "kinora/store/compact.hpp"

#include <filesystem>

namespace kinora::maintenance {

/// kinora/store/compact.hpp on any file system.
[[nodiscard]] Result<CompactReport> compact(FileSystem& files, const std::filesystem::path& table, const CompactOptions& options,
                                            const Execution& execution);

}  // namespace kinora::maintenance
