#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/verify.hpp"
#include "store/maintenance/findings.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>

/// What maintenance does with the indexes that lie beside the table (src/store/indexes).
namespace kinora::maintenance {

/// The files in `_kinora` that indexes are made of; nothing if one cannot be read, so that nobody knows which are its.
/// Error: kFileUnreadable.
[[nodiscard]] Result<std::optional<std::set<std::string>>> named_index_files(FileSystem& files,
                                                                             const std::filesystem::path& table);

/// Reads every index to the last byte, and says which of them do not fit the newest version.
void check_own_indexes(FileSystem& files, const std::filesystem::path& table, VerifyReport& report, Findings& findings);

}  // namespace kinora::maintenance
