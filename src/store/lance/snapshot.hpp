#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/column_reader.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kinora::lance {

/// One version of a table, with its data files mapped. Immutable and thread-safe.
struct Snapshot {
  VersionName name;
  std::vector<TableField> fields;
  std::vector<Fragment> fragments;
  std::size_t rows = 0;            ///< those that live
  std::size_t physical_rows = 0;   ///< with the dead ones
  std::vector<std::string> notes;  ///< what was passed over and what cannot be read, for the user
};

/// Opens a version: its manifest, then every data file's footer. Without a version the newest that is whole, that is, whose
/// manifest and data files check out; those passed over are noted.
/// Errors: kFileNotFound (no such table or version), kTableCorrupt, kTableUnsupported, kFileUnreadable.
[[nodiscard]] Result<Snapshot> open_snapshot(FileSystem& files, const std::filesystem::path& table,
                                             std::optional<std::uint64_t> version);

/// One data file of a fragment alone, mapped and checked as open_snapshot does. `where` is the manifest's. Errors: as above.
[[nodiscard]] Result<FragmentFile> open_data_file(FileSystem& files, const std::filesystem::path& table,
                                                  const wire::DataFile& file, std::string_view where);

/// A version with its manifest, to build upon.
struct WholeVersion {
  NewestManifest manifest;
  Snapshot snapshot;
};

/// The newest version that open_snapshot would give, with its manifest. Those above it whose manifests are torn are listed in
/// `manifest.torn`. Errors: as above.
[[nodiscard]] Result<WholeVersion> newest_whole_version(FileSystem& files, const std::filesystem::path& table);

}  // namespace kinora::lance
