#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/search/exact.hpp"
#include "kinora/store/changes.hpp"
#include "kinora/store/column.hpp"
#include "kinora/store/filter.hpp"
#include "kinora/store/search_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// One committed state of a table.
struct KINORA_EXPORT VersionInfo {
  std::uint64_t version = 0;
  std::int64_t timestamp_ns = 0;  ///< since 1970-01-01 UTC
  std::string operation;          ///< "overwrite", "append", ... ; "unknown" if the table does not say
  std::uint64_t rows = 0;
};

/// A vector search over one version.
struct KINORA_EXPORT VectorQuery {
  std::string vector_column = "vector";
  std::string id_column = "id";  ///< int64, breaks ties; empty = row number
  std::vector<float> vector;
  Metric metric = Metric::kCosine;
  std::size_t k = 10;
  std::string where;  ///< a Filter; empty = all rows
  SearchPlan plan = SearchPlan::kAuto;
  /// Of a search by a graph: how many of the nearest rows met it follows; more find more of the nearest, and take longer.
  /// 0 = max(64, 2 k). At least k are followed in any case.
  std::size_t beam = 0;
};

/// A Lance table directory (NAME.lance; docs/formats/lance.md): immutable versions, each opened on its own. An open Table is one
/// version: it stays as it is while others commit. Const members are thread-safe.
class KINORA_EXPORT Table {
 public:
  /// Writes all rows as a new version: version 1 if there is no table, else the next one, which holds these rows alone; older
  /// versions stay readable. Every file is fsynced before the commit. All columns have the same number of rows and distinct
  /// names. Errors: kOutputUnwritable, kDiskFull, kCommitConflict, kTableCorrupt (what is there is no table), kCancelled. On any
  /// error the last version is as it was.
  static Result<Table> overwrite(const std::filesystem::path& directory, std::span<const Column> columns,
                                 const Execution& execution = {});

  /// Opens a version, the newest by default. Reads the manifest alone; columns are read when asked for. One that is asked for by
  /// number is pinned: it can be read and restored, not changed.
  /// Errors: kBundleMissing → no such directory is kFileNotFound; kTableCorrupt, kTableUnsupported.
  static Result<Table> open(const std::filesystem::path& directory, std::optional<std::uint64_t> version = std::nullopt);

  [[nodiscard]] std::uint64_t version() const;
  /// Whether this version was asked for by number (open, checkout), so that append and its like refuse to change it.
  [[nodiscard]] bool pinned() const;
  [[nodiscard]] const Schema& schema() const;
  /// The rows that live: those that were deleted are counted nowhere in this class.
  [[nodiscard]] std::size_t row_count() const;
  /// All versions, oldest first.
  [[nodiscard]] Result<std::vector<VersionInfo>> versions() const;
  /// What was passed over when the table was opened (a torn manifest), for the user; mostly empty.
  [[nodiscard]] const std::vector<std::string>& notes() const;

  /// A whole column. A vector column of one page is a view into the mapped file: nothing is copied, unless rows were deleted.
  /// Cached: read once.
  /// Errors: kFilterType (no such column), kTableCorrupt, kTableUnsupported.
  [[nodiscard]] Result<Column> column(std::string_view name) const;

  /// The rows for which a condition is true, one byte a row.
  [[nodiscard]] Result<RowSelection> select(std::string_view where) const;
  /// The k nearest rows among those that pass `where`, or as many as there are: distances exact, nearest first, then by id. With
  /// no index for the column and the metric (kinora/store/index.hpp), and with SearchPlan::kExact, these are the nearest without
  /// a doubt; a graph may miss some of them, but never gives fewer rows, nor rows that do not pass. Indexes are looked for at the
  /// first search of a column by this handle. Errors: kInvalidArgument (the query's vector; SearchPlan::kIndex without an index
  /// that can be asked), kFilterSyntax, kFilterType, kTableCorrupt, kTableUnsupported.
  [[nodiscard]] Result<std::vector<SearchHit>> search(const VectorQuery& query) const;
  /// What search(query) will do and why; it asks the filter, and nothing of the vectors: whether an over-fetch has to fall back
  /// on another method only the search can tell. Errors: as search.
  [[nodiscard]] Result<SearchExplanation> explain(const VectorQuery& query) const;

  // Changes (changes.hpp). Each is one commit, one version, made of the newest version that there then is: what others committed
  // meanwhile is kept, and conditions are asked again of their rows. On success this handle is the new version; where nothing is
  // to change there is no commit, and it is the newest version. On an error the table and this handle are as they were. All
  // refuse a pinned handle (kInvalidArgument). They write data and deletion files first, synced, then commit as overwrite does.
  // Errors of all: kCommitConflict (the change does not fit what another writer committed), kTableUnsupported (a feature of the
  // table that cannot be written, by name), kOutputUnwritable, kDiskFull, kTableCorrupt, kCancelled. Not thread-safe. Of an
  // Execution the cancellation alone is heard, up to the commit: what is committed has happened.

  /// Adds rows. Columns are matched by name, in any order; one of the table's that is missing here is null in the new rows.
  /// Errors: kInvalidArgument: a column that the table has not, has in another type or dimension, or that may not be null and is.
  Result<Commit> append(std::span<const Column> columns, const Execution& execution = {});

  /// Deletes the rows for which a condition (a Filter) is true; "true" deletes all. Errors: kInvalidArgument (no condition),
  /// kFilterSyntax, kFilterType.
  Result<Commit> delete_rows(std::string_view where, const Execution& execution = {});

  /// Gives columns new values in the rows for which a condition is true; "true" changes all. These rows stand behind the others
  /// afterwards, in their order. Takes their memory. Errors: kInvalidArgument (no condition, no or an unknown column, a column
  /// twice, a number that its column cannot hold, a null where there may be none, a division of integers by zero), kFilterSyntax
  /// and kFilterType (of the condition or a value), kTableUnsupported (a column whose type cannot be written, by name).
  Result<Commit> update(std::string_view where, std::span<const Assignment> assignments, const Execution& execution = {});

  /// Merges rows by a key column (int32, int64 or string), as the options say: an upsert by default. Columns are matched as by
  /// append; those that are not given stay as they are in rows that are updated, and are null in new ones. Several rows of the
  /// table may have one key: all of them are updated; a row without a key is matched by none. What is written stands behind the
  /// other rows: first the updated ones in their order, then the new ones. Takes the memory of both. Errors: those of append;
  /// kInvalidArgument (a key that is missing, null or there twice among the new rows; options that do nothing), kTableUnsupported
  /// (as update).
  Result<Commit> merge_insert(std::string_view key, std::span<const Column> columns, const MergeOptions& options = {},
                              const Execution& execution = {});

  /// Adds columns behind the others: a value for each row of this handle's version, in its order, with row_count() rows each. In
  /// rows that others appended since they are null. Errors: kInvalidArgument (a name that the table has, another number of rows,
  /// a null where there may be none), kCommitConflict (others have deleted or changed rows since, or appended some where there
  /// may be no null).
  Result<Commit> add_columns(std::span<const Column> columns, const Execution& execution = {});

  /// Drops columns, and LanceDB's indices of them. Their bytes go with the next compact and cleanup; older versions have them
  /// still. Errors: kInvalidArgument (a name that the table has not, no name, all columns).
  Result<Commit> drop_columns(std::span<const std::string> names);

  /// Makes the newest version what a former one is: its columns, rows and indices. The versions between stay. A pinned handle can
  /// do this too, and is not pinned afterwards. Errors: kFileNotFound (no such version).
  Result<Commit> restore(std::uint64_t version);

  /// Opens another version in this handle, pinned. Errors: as open.
  Result<void> checkout(std::uint64_t version);
  /// Opens the newest version in this handle, not pinned. Errors: as open.
  Result<void> checkout_latest();

  Table(Table&&) noexcept;
  Table& operator=(Table&&) noexcept;
  ~Table();

 private:
  struct State;
  explicit Table(std::unique_ptr<State> state);
  static Result<Table> open_version(const std::filesystem::path& directory, std::optional<std::uint64_t> version, bool pinned);
  /// Refuses a pinned handle; afterwards this handle is what was committed, or the newest version.
  Result<Commit> change(const std::function<Result<Commit>()>& make);
  std::unique_ptr<State> state_;
};

}  // namespace kinora
