#include "store/changes/update.hpp"

#include "base/try.hpp"
#include "store/changes/assigned_value.hpp"
#include "store/changes/chosen_rows.hpp"
#include "store/changes/moved_rows.hpp"
#include "store/changes/replaced_rows.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/errors.hpp"
#include "store/open_version.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kinora::changes {
namespace {

using Path = std::filesystem::path;

Result<std::vector<AssignedValue>> parse_all(std::span<const Assignment> assignments, const Schema& schema) {
  if (assignments.empty())
    return fail({.code = ErrorCode::kInvalidArgument, .what = "an update assigns nothing", .expected = "at least one column"});
  std::vector<AssignedValue> values;
  std::set<std::string_view> columns;
  for (const Assignment& assignment : assignments) {
    if (!columns.insert(assignment.column).second)
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "an update assigns to column '" + assignment.column + "' twice",
                   .next_step = "Leave one of the values out"});
    KINORA_TRY(AssignedValue value, AssignedValue::parse(assignment, schema));
    values.push_back(std::move(value));
  }
  return values;
}

/// The columns of rows that are written anew, each read once: those of before, and what the update makes of them.
class UpdatedRows {
 public:
  UpdatedRows(const lance::Snapshot& version, const RowSelection& rows) : version_(version), rows_(version, rows) {}

  Result<std::vector<Column>> apply(std::span<const AssignedValue> values, const Execution& execution) {
    std::vector<Column> columns;
    for (const lance::TableField& field : version_.fields) {
      KINORA_TRY_VOID(lance::check_not_cancelled(execution));
      const AssignedValue* const value = find(values, field);
      Result<Column> column = value == nullptr ? before(field) : value->evaluate(reader(), rows_.size());
      if (!column) return fail(std::move(column).error());
      columns.push_back(*std::move(column));
    }
    return columns;
  }

  /// The fields that are assigned to.
  [[nodiscard]] std::vector<lance::TableField> written(std::span<const AssignedValue> values) const {
    std::vector<lance::TableField> fields;
    std::copy_if(version_.fields.begin(), version_.fields.end(), std::back_inserter(fields),
                 [&](const lance::TableField& field) { return find(values, field) != nullptr; });
    return fields;
  }

 private:
  static const AssignedValue* find(std::span<const AssignedValue> values, const lance::TableField& field) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const AssignedValue& value) { return value.field().name == field.field.name; });
    return found == values.end() ? nullptr : &*found;
  }

  Result<Column> before(const lance::TableField& field) {
    const auto known = read_.find(field.field.name);
    if (known != read_.end()) return known->second;
    KINORA_TRY(Column column, rows_.read(field));
    read_.emplace(field.field.name, column);
    return column;
  }

  ColumnReader reader() {
    return [this](std::string_view name) {
      return before(*std::find_if(version_.fields.begin(), version_.fields.end(),
                                  [&](const lance::TableField& field) { return field.field.name == name; }));
    };
  }

  const lance::Snapshot& version_;
  MovedRows rows_;
  std::map<std::string, Column, std::less<>> read_;
};

}  // namespace

Result<Commit> update(FileSystem& files, const Path& table, std::string_view where, std::span<const Assignment> assignments,
                      const Execution& execution) {
  Commit commit;
  lance::NewFiles new_files;
  const auto make = [&](const lance::WholeVersion& base) -> Result<std::optional<lance::ManifestFile>> {
    lance::remove_files(files, new_files);
    new_files.clear();
    commit.version = base.manifest.name->version;
    const OpenVersion open(base.snapshot, table.string());
    KINORA_TRY(const std::vector<AssignedValue> values, parse_all(assignments, open.schema()));
    KINORA_TRY(const RowSelection rows, choose_rows(open, where));
    commit.rows_updated = static_cast<std::uint64_t>(std::count(rows.begin(), rows.end(), 1));
    if (commit.rows_updated == 0) return std::optional<lance::ManifestFile>();

    KINORA_TRY_VOID(check_carried(base.snapshot, table));
    UpdatedRows updated(base.snapshot, rows);
    KINORA_TRY(const std::vector<Column> columns, updated.apply(values, execution));
    KINORA_TRY(lance::ManifestFile next,
               replace_rows(files, table, base, rows, columns, updated.written(values), new_files, execution));
    return next;
  };
  KINORA_TRY(const auto version, lance::commit_change(files, table, new_files, make, execution));
  if (version) commit.version = *version;
  return commit;
}

}  // namespace kinora::changes
