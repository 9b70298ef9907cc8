#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace kinora::lance {

/// A file of this name with all its bytes on the disk, or none. Its name survives a power cut once its directory is synced.
/// Errors: kAlreadyExists (and what is there stays), kOutputUnwritable, kDiskFull.
[[nodiscard]] Result<void> write_new_file(FileSystem& files, const std::filesystem::path& path, std::string_view bytes);

enum class Race : std::uint8_t { kWon, kLost };

/// Gives these bytes a name that nobody else has: whole at every moment, through `temporary` beside it, and lasting, its
/// directory synced. kLost: the name was taken, and what has it stays. A file system without hard links gets it by exclusive
/// creation: a reader may then meet it half written. Errors: kOutputUnwritable, kDiskFull; after one the file may be there,
/// whole.
[[nodiscard]] Result<Race> publish_new_file(FileSystem& files, const std::filesystem::path& path,
                                            const std::filesystem::path& temporary, std::string_view bytes);

}  // namespace kinora::lance
