#pragma once

#include "base/file_system.hpp"
#include "kinora/store/verify.hpp"

#include <filesystem>

namespace kinora::maintenance {

/// kinora/store/verify.hpp on any file system.
[[nodiscard]] Result<VerifyReport> verify(FileSystem& files, const std::filesystem::path& table, const VerifyOptions& options,
                                          const Execution& execution);

}  // namespace kinora::maintenance
