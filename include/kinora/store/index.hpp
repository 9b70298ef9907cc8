#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/search/metric.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Indexes of Kinora's own over the vector columns of a table (docs/formats/index.md). They lie beside the table's files, in
/// `_kinora`, and belong to no version: an index serves every version that has fragments which it knows. Table::search asks them.
/// LanceDB does not see them.
namespace kinora {

enum class IndexKind : std::uint8_t {
  kGraph,  ///< codes of eight bits and a graph of neighbours: a search looks at few rows, and may miss some
  kCodes   ///< the codes alone: an exact search that reads a quarter of the bytes
};
/// "graph", "codes".
[[nodiscard]] KINORA_EXPORT std::string_view index_kind_name(IndexKind kind);

struct KINORA_EXPORT IndexOptions {
  std::string column = "vector";
  Metric metric = Metric::kCosine;  ///< searches by another one do not ask this index
  IndexKind kind = IndexKind::kGraph;
  std::string name;              ///< as a tag's; empty: "<column>_<metric>", with '_' for what a name cannot have
  std::size_t neighbours = 32;   ///< kGraph: links of a row, 4..256: more find more, and take more memory and time
  std::size_t build_beam = 128;  ///< kGraph: rows that are followed to find them, 8..4096
  std::uint64_t seed = 42;
  bool replace = false;  ///< an index of this name, whatever it is of, gives way

  [[nodiscard]] Result<void> validate() const;
};

enum class IndexState : std::uint8_t {
  kCurrent,  ///< knows every row of the version
  kBehind,   ///< does not know some rows, which searches scan beside it: update_index adds them
  kStale,    ///< made of other vectors than the version has: not asked; update_index makes it anew
  kDamaged   ///< its files are missing or hold something else: not asked; update_index makes it anew, if its description is whole
};
/// "current", "behind", "stale", "damaged".
[[nodiscard]] KINORA_EXPORT std::string_view index_state_name(IndexState state);

struct KINORA_EXPORT IndexInfo {
  std::string name;
  std::string column;  ///< its name when the index was made
  Metric metric = Metric::kCosine;
  IndexKind kind = IndexKind::kGraph;
  std::size_t neighbours = 0;
  std::uint64_t rows = 0;           ///< that the index knows, of all versions
  std::uint64_t rows_covered = 0;   ///< that live, have a vector and are known to the index
  std::uint64_t rows_to_add = 0;    ///< that live, have a vector and are not
  std::uint64_t rows_dead = 0;      ///< known to the index, and not in this version any more
  std::uint64_t bytes = 0;          ///< of its file
  std::uint64_t table_version = 0;  ///< of which it was made or last updated
  std::int64_t created_ns = 0;      ///< when, since 1970-01-01 UTC
  IndexState state = IndexState::kCurrent;
  std::string note;  ///< of one that is stale or damaged: why, and what to do
};

/// `table` is the directory of a Lance table in all of these. An index appears, changes and goes as a whole: searches see it
/// before or after, and what has returned survives a power cut. Versions, and handles that have searched, stay as they are: a
/// Table asks the indexes that were there at its first search of a column. No commit is made. Of two that write one index at the
/// same time the last one wins.

/// Makes an index of the newest version, of its dead rows too, for they live in older versions. Takes the memory of the index,
/// and of the vectors if they lie in several files. Stage of a
/// graph: "linking rows". Errors: kInvalidArgument (options), kAlreadyExists
/// (the name), kFileNotFound (no such table), kFilterType (no such column, or none of vectors), kTableCorrupt,
/// kTableUnsupported, kOutputUnwritable, kDiskFull, kCancelled.
[[nodiscard]] KINORA_EXPORT Result<IndexInfo> create_index(const std::filesystem::path& table, const IndexOptions& options = {},
                                                           const Execution& execution = {});

/// Adds the rows of the newest version that the index does not know; takes less time than create_index, as far as they are
/// few. Made anew is one that is stale or damaged, one of whose rows more than a third are in no fragment of that version any
/// more, and one that would more than double. Takes the memory of the new index and of the new rows. Changes nothing if it is
/// current. Errors: as create_index; kFileNotFound also if there is no such index.
[[nodiscard]] KINORA_EXPORT Result<IndexInfo> update_index(const std::filesystem::path& table, std::string_view name,
                                                           const Execution& execution = {});

/// Errors: kFileNotFound (no such table or index), kOutputUnwritable.
[[nodiscard]] KINORA_EXPORT Result<void> drop_index(const std::filesystem::path& table, std::string_view name);

/// All indexes, by name, as they stand to a version, the newest by default. Reads no more of an index than its description and
/// the size of its file. Errors: kFileNotFound (no such table or version), kTableCorrupt, kFileUnreadable.
[[nodiscard]] KINORA_EXPORT Result<std::vector<IndexInfo>> list_indexes(const std::filesystem::path& table,
                                                                        std::optional<std::uint64_t> version = std::nullopt);

}  // namespace kinora
