#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/wire.pb.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace kinora::lance {

/// A 32-bit Roaring bitmap of rising numbers in its portable form: arrays of up to 4096 numbers, else bitmaps, no runs.
[[nodiscard]] std::string roaring_bytes(std::span<const std::uint32_t> numbers);

/// Writes all dead offsets of a fragment, rising and at least one, as a file of _deletions, synced; its path is appended to
/// `new_files`. The directory must be there, and be synced before the commit. Errors: kOutputUnwritable, kDiskFull.
[[nodiscard]] Result<wire::DeletionFile> write_deletion_file(FileSystem& files, const std::filesystem::path& table,
                                                             std::uint64_t fragment_id, std::uint64_t read_version,
                                                             std::span<const std::uint32_t> dead, NewFiles& new_files);

}  // namespace kinora::lance
