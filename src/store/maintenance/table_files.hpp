#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/version_name.hpp"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::maintenance {

inline constexpr const char* kIndicesDirectory = "_indices";

/// What versions need besides their manifests: names within each directory.
struct NamedFiles {
  std::set<std::string> data;
  std::set<std::string> deletions;
  std::set<std::string> transactions;
  std::set<std::string> indices;  ///< of LanceDB's: directories, each named by a UUID

  /// Error: kTableCorrupt (the index list is not a message), kTableUnsupported (a name that is no file's in its directory, a kind
  /// of deletion file that is not known).
  Result<void> add(const lance::ManifestFile& file, std::string_view where);
};

/// An index of LanceDB's as a manifest names it.
struct ForeignIndex {
  struct File {
    std::string name;
    std::uint64_t size = 0;
  };
  std::string name;
  std::string directory;  ///< in _indices
  std::vector<File> files;
};
/// Error: kTableCorrupt.
[[nodiscard]] Result<std::vector<ForeignIndex>> foreign_indices(const lance::ManifestFile& file, std::string_view where);

/// The names in a directory of the table; none if the directory is not there.
[[nodiscard]] Result<std::vector<std::string>> list_if_there(FileSystem& files, const std::filesystem::path& directory);

/// The bytes of a file, or of the files in a directory; 0 of what is gone.
[[nodiscard]] std::uint64_t size_of(FileSystem& files, const std::filesystem::path& path);

[[nodiscard]] std::filesystem::path manifest_path(const std::filesystem::path& table, lance::VersionName name);

}  // namespace kinora::maintenance
