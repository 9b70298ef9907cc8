#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

enum class FindingKind : std::uint8_t {
  kDamage,       ///< rows, a version, an index or a tag cannot be read, or not all of them
  kUnsupported,  ///< what Kinora cannot read and so cannot judge; it may well be whole
  kNote          ///< harmless: what a crash left, what is out of date
};
[[nodiscard]] KINORA_EXPORT std::string_view finding_kind_name(FindingKind kind);

/// One thing that verify() came upon.
struct KINORA_EXPORT Finding {
  FindingKind kind = FindingKind::kDamage;
  std::uint64_t version = 0;  ///< the version that it was found in; 0 = it is of the table as a whole
  std::string where;          ///< the file, with the column or offset if known
  std::string what;           ///< one clause, with what was expected and found
};

struct KINORA_EXPORT VerifyOptions {
  std::optional<std::uint64_t> version;  ///< whose rows are read; none: the newest
  bool all_versions = false;             ///< the rows of every version; a file that several share is read once
};

struct KINORA_EXPORT VerifyReport {
  std::vector<std::uint64_t> versions;  ///< whose rows were read, ascending
  std::uint64_t manifests = 0;          ///< read, of all versions
  std::uint64_t data_files = 0;         ///< read, each once
  std::uint64_t data_bytes = 0;         ///< their sizes
  std::uint64_t pages = 0;              ///< whose values were decoded
  std::uint64_t deletion_files = 0;
  std::uint64_t index_files = 0;
  std::uint64_t tags = 0;
  std::vector<Finding> findings;  ///< in the order in which they were met

  /// Nothing is damaged: notes and what is unsupported do not count.
  [[nodiscard]] bool sound() const;
};

/// Reads a table to the last byte and says all that is wrong with it: every manifest and tag, and of the versions asked for every
/// data file (read through, so that a failing disk is found), every page of every column, every deletion file and the files of
/// the indices, Kinora's own too (kinora/store/index.hpp): these have checksums. Of each column of each data file the first fault
/// is told. Lance keeps no checksums: a bit that flipped in a value and leaves it a value cannot be seen. Changes nothing. Time
/// and bytes read: those of the versions' files. Stage: "verify" in bytes. Errors: kFileNotFound (no such table or version),
/// kTableCorrupt (the directory is no table), kCancelled.
[[nodiscard]] KINORA_EXPORT Result<VerifyReport> verify(const std::filesystem::path& table, const VerifyOptions& options = {},
                                                        const Execution& execution = {});

}  // namespace kinora
