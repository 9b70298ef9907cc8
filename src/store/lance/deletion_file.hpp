#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/wire.pb.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kinora::lance {

inline constexpr const char* kDeletionsDirectory = "_deletions";

/// The two forms of a deletion file, as wire::DeletionFile::kind says.
inline constexpr std::int32_t kArrowDeletions = 0;
inline constexpr std::int32_t kBitmapDeletions = 1;

/// <fragment>-<read version>-<id>.arrow or .bin. The kind must be one of the two.
[[nodiscard]] std::string deletion_file_name(std::uint64_t fragment_id, const wire::DeletionFile& file);

/// The offsets within a fragment of the rows that are dead, ascending, none twice, all below `physical_rows`, as many as the
/// manifest says. Errors: kTableCorrupt (also if the file is missing), kTableUnsupported (a kind of file that is not known,
/// another base path), kFileUnreadable.
[[nodiscard]] Result<std::vector<std::uint32_t>> read_deletion_file(FileSystem& files, const std::filesystem::path& table,
                                                                    std::uint64_t fragment_id, const wire::DeletionFile& file,
                                                                    std::uint64_t physical_rows);

}  // namespace kinora::lance
