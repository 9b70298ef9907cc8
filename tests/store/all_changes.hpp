#pragma once

#include "base/try.hpp"
#include "store/changes/add_columns.hpp"
#include "store/changes/delete_rows.hpp"
#include "store/changes/drop_columns.hpp"
#include "store/changes/merge_insert.hpp"
#include "store/changes/restore.hpp"
#include "store/changes/update.hpp"
#include "store/maintenance_tables.hpp"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

/// Every change to rows or columns, for tests of what all of them must keep.
namespace kinora::changes {

struct Change {
  const char* name;
  std::function<Result<Commit>(FileSystem& files, const Execution& execution)> run;

  [[nodiscard]] Result<Commit> make(FileSystem& files, const Execution& execution = {}) const { return run(files, execution); }
};

inline void PrintTo(const Change& change, std::ostream* out) { *out << change.name; }

inline constexpr std::uint64_t kBaseVersion = 4;

/// Rows of which some are in the base, and three columns.
inline std::vector<Column> merged_columns() {
  std::vector<Column> columns = testing::sample_columns(20, 9, 4);
  columns.resize(3);
  return columns;
}

inline std::vector<Column> added_columns(std::size_t rows) {
  std::vector<Column> columns = testing::sample_columns(rows, 9, 4);
  for (Column& column : columns) column.field.name = "new " + column.field.name;
  columns.front().field.nullable = true;
  return columns;
}

inline std::vector<Change> all_changes() {
  return {
      {"Append",
       [](FileSystem& files, const Execution& execution) {
         return append(files, testing::kTable, testing::sample_columns(25, 9, 4), execution);
       }},
      {"Delete",
       [](FileSystem& files, const Execution& execution) {
         return delete_rows(files, testing::kTable, "id < 100 OR id > 130", execution);
       }},
      {"Update",
       [](FileSystem& files, const Execution& execution) {
         return update(files, testing::kTable, "id < 100 OR id > 130",
                       std::vector<Assignment>{{"year", "id + 1"}, {"text", "'new'"}}, execution);
       }},
      {"Merge",
       [](FileSystem& files, const Execution& execution) {
         return merge_insert(files, testing::kTable, "id", merged_columns(), {.delete_unmatched = true}, execution);
       }},
      {"AddColumns",
       [](FileSystem& files, const Execution& execution) -> Result<Commit> {
         KINORA_TRY(const lance::Snapshot version, lance::open_snapshot(files, testing::kTable, kBaseVersion));
         return add_columns(files, testing::kTable, version, added_columns(version.rows), execution);
       }},
      {"DropColumns",
       [](FileSystem& files, const Execution&) {
         return drop_columns(files, testing::kTable, std::vector<std::string>{"tags", "year"});
       }},
      {"Restore", [](FileSystem& files, const Execution&) { return restore(files, testing::kTable, 2); }},
  };
}

/// Three fragments, of which one has dead rows: a change meets all kinds.
inline void make_base(testing::FakeFileSystem& files) {
  testing::make_table(files, {30, 10, 25});
  testing::delete_offsets(files, 2, {3, 24});
}

}  // namespace kinora::changes
