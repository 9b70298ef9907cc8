#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kinora {

struct KINORA_EXPORT CleanupOptions {
  /// Versions that were committed longer ago than this go, but the newest and those that have a tag.
  std::chrono::seconds older_than = std::chrono::hours(24 * 7);
  /// So many of the newest versions stay, however old. At least 1.
  std::size_t keep_versions = 1;
  /// Files that were written no longer ago than this stay, though no version needs them: a writer may not have committed them
  /// yet. Zero only if nobody writes to the table.
  std::chrono::seconds grace = std::chrono::hours(24 * 7);
  /// Also manifests that are torn go, and with them what they alone named. Without it they stop a cleanup: nobody knows what they
  /// need. One above the newest whole version stays in any case: the next commit moves it aside.
  bool remove_torn = false;
  /// Only say what would go.
  bool dry_run = false;

  [[nodiscard]] Result<void> validate() const;
};

struct KINORA_EXPORT CleanupReport {
  std::vector<std::uint64_t> versions_removed;  ///< ascending; of a dry run those that would be
  std::vector<std::uint64_t> versions_tagged;   ///< old ones that stay because they have a tag
  std::uint64_t versions_left = 0;
  std::uint64_t files_removed = 0;  ///< manifests too
  std::uint64_t bytes_removed = 0;
  std::uint64_t files_spared = 0;  ///< no version needs them, but they are within the grace period
  std::uint64_t bytes_spared = 0;
};

/// Removes old versions and the files that no version needs any more: data, deletions, transactions, LanceDB's indices and what
/// unfinished commits, and writers of Kinora's indexes, left. Never what the newest or a tagged version needs, nor any file but a
/// manifest within the grace period, nor a file whose kind is not known. Manifests go first, for good, then what they alone
/// named: whenever it is stopped, every version that is still there is whole. What others commit meanwhile is kept; a reader who
/// holds a removed version open keeps its files. A restore of a version that is being removed at that very moment may fail or
/// lose it. Stage: "cleanup" in files. Errors: kInvalidArgument (options), kFileNotFound (no such table), kTableCorrupt (a torn
/// manifest, a damaged tag: nothing is removed), kTableUnsupported (branches, or a feature by which versions may need files that
/// are not known here), kOutputUnwritable, kCancelled. After an error some files may be gone; every version left is whole.
[[nodiscard]] KINORA_EXPORT Result<CleanupReport> cleanup(const std::filesystem::path& table, const CleanupOptions& options = {},
                                                          const Execution& execution = {});

}  // namespace kinora
