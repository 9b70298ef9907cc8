#pragma once

#include "base/file_system.hpp"
#include "kinora/store/cleanup.hpp"

#include <cstdint>
#include <filesystem>

namespace kinora::maintenance {

/// kinora/store/cleanup.hpp on any file system, at a time in nanoseconds since 1970-01-01 UTC.
[[nodiscard]] Result<CleanupReport> cleanup(FileSystem& files, const std::filesystem::path& table, const CleanupOptions& options,
                                            std::int64_t now_ns, const Execution& execution);

}  // namespace kinora::maintenance
