#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace kinora {

struct KINORA_EXPORT CompactOptions {
  /// How many live rows a fragment is to have. Neighbours with fewer than half as many are joined, up to this number: then a
  /// table that grows row by row is written anew seldom, however often it is compacted. At least 1.
  std::uint64_t target_rows = 1'048'576;
  /// A fragment with a greater share of dead rows is written anew. 0..1; with 0 every fragment that has any.
  double dead_share = 0.1;
  /// Only say what would be done.
  bool dry_run = false;

  [[nodiscard]] Result<void> validate() const;
};

struct KINORA_EXPORT CompactReport {
  std::optional<std::uint64_t> version;  ///< the new one; nothing if there was nothing to do, and of a dry run
  std::uint64_t fragments_before = 0;
  std::uint64_t fragments_after = 0;
  std::uint64_t fragments_rewritten = 0;  ///< of those before; 0 = there is nothing to do
  std::uint64_t rows = 0;                 ///< live ones of the table: the same before and after
  std::uint64_t rows_rewritten = 0;       ///< of these
  std::uint64_t dead_rows_removed = 0;
  std::uint64_t bytes_before = 0;     ///< of the data and deletion files of the version compacted
  std::uint64_t bytes_after = 0;      ///< of the new version; of a dry run 0: it is not known
  std::uint64_t indices_dropped = 0;  ///< LanceDB's that point into what was written anew; they must be built again
};

/// Joins small fragments and leaves out dead rows and dropped columns: one commit, one version, with the same rows in the same
/// order. Fragments that need it not stay where they are, with LanceDB's indices of them. Indexes of Kinora's
/// (kinora/store/index.hpp) do not know what was written anew until they are updated; searches scan it beside them. The older
/// versions still hold their files: the disk gives the space back after cleanup(). What others commit meanwhile is kept: rows
/// appended stay as they are; if they change the fragments that are written anew, these are written once more, of their newest
/// version. Takes the memory of the columns of one new fragment. Stage: "compact" in rows. On an error the table is as it was.
/// Errors: kInvalidArgument (options), kFileNotFound (no such table), kTableCorrupt, kTableUnsupported (a column or format that
/// cannot be written, by name), kCommitConflict, kOutputUnwritable, kDiskFull, kCancelled.
[[nodiscard]] KINORA_EXPORT Result<CompactReport> compact(const std::filesystem::path& table, const CompactOptions& options = {},
                                                          const Execution& execution = {});

}  // namespace kinora
