#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <filesystem>
#include <string_view>

namespace kinora {

/// Writes a text file whole: beside it, synced, then renamed, so that a reader sees the old bytes or the new ones.
/// Errors: kOutputUnwritable, kDiskFull.
[[nodiscard]] KINORA_EXPORT Result<void> replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace kinora
