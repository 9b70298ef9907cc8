#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/table.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/version_name.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kinora::lance {

inline constexpr const char* kDataDirectory = "data";
inline constexpr const char* kVersionsDirectory = "_versions";
inline constexpr const char* kTransactionsDirectory = "_transactions";

/// The versions that a table's directory names, oldest first; none if there is no _versions.
/// Errors: kFileNotFound (no such directory), kTableCorrupt (a file, not a directory), kFileUnreadable.
[[nodiscard]] Result<std::vector<VersionName>> list_manifests(FileSystem& files, const std::filesystem::path& table);

/// Errors: kTableCorrupt (torn, or it says that it is another version), kTableUnsupported, kFileNotFound, kFileUnreadable.
[[nodiscard]] Result<ManifestFile> read_manifest(FileSystem& files, const std::filesystem::path& table, VersionName name);

/// What a commit builds upon.
struct NewestManifest {
  std::optional<VersionName> name;  ///< nothing: there is no version yet
  ManifestFile file;
  std::uint64_t highest = 0;      ///< the highest version that any name claims, torn ones included
  std::vector<VersionName> torn;  ///< those above `name`
};

/// The newest manifest that can be read. Torn ones above it are passed over. Errors: as above; all torn is kTableCorrupt.
[[nodiscard]] Result<NewestManifest> newest_manifest(FileSystem& files, const std::filesystem::path& table);

/// What each whole manifest says of itself, oldest first; torn ones are left out.
[[nodiscard]] Result<std::vector<VersionInfo>> describe_versions(FileSystem& files, const std::filesystem::path& table);

}  // namespace kinora::lance
