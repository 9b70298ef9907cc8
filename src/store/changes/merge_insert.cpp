#include "store/changes/merge_insert.hpp"

#include "base/try.hpp"
#include "store/changes/key_match.hpp"
#include "store/changes/moved_rows.hpp"
#include "store/changes/new_rows.hpp"
#include "store/changes/replaced_rows.hpp"
#include "store/column_rows.hpp"
#include "store/lance/column_check.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/errors.hpp"
#include "store/open_version.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kinora::changes {
namespace {

using Path = std::filesystem::path;

const Column* find_column(std::span<const Column> columns, std::string_view name) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& each) { return each.field.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

/// What a merge does to one version.
struct MergePlan {
  RowSelection updated;                 ///< one byte a physical row
  RowSelection gone;                    ///< these and the ones that are deleted
  std::vector<std::size_t> new_row_of;  ///< of each physical row
  std::vector<std::uint64_t> inserted;  ///< new rows
  std::uint64_t rows_updated = 0;
  std::uint64_t rows_deleted = 0;

  [[nodiscard]] bool is_empty() const { return inserted.empty() && rows_updated == 0 && rows_deleted == 0; }
};

Result<MergePlan> plan_merge(const OpenVersion& open, const Column& new_keys, const MergeOptions& options) {
  KINORA_TRY(const Column table_keys, open.physical_column(new_keys.field.name));
  const std::vector<std::uint8_t>& alive = open.live().alive();
  KINORA_TRY(KeyMatch match, match_keys(table_keys, alive, new_keys));
  MergePlan plan;
  plan.updated.resize(table_keys.rows);
  plan.gone.resize(table_keys.rows);
  for (std::size_t row = 0; row < table_keys.rows; ++row) {
    if (!alive.empty() && alive[row] == 0) continue;
    const bool is_matched = match.new_row_of[row] != kNoRow;
    const bool updates = is_matched && options.update_matched;
    const bool deletes = !is_matched && options.delete_unmatched;
    plan.updated[row] = updates ? 1 : 0;
    plan.gone[row] = updates || deletes ? 1 : 0;
    plan.rows_updated += updates ? 1 : 0;
    plan.rows_deleted += deletes ? 1 : 0;
  }
  if (options.insert_unmatched)
    for (std::size_t row = 0; row < new_keys.rows; ++row)
      if (match.is_known[row] == 0) plan.inserted.push_back(row);
  plan.new_row_of = std::move(match.new_row_of);
  return plan;
}

/// The rows that are written: those that are updated, in the table's order, then the inserted ones.
Result<std::vector<Column>> merged_columns(const lance::Snapshot& version, std::span<const Column> given, const MergePlan& plan,
                                           const Execution& execution) {
  const MovedRows updated(version, plan.updated);
  std::vector<std::uint64_t> from_given;
  from_given.reserve(updated.size() + plan.inserted.size());
  for (const std::uint64_t row : updated.physical()) from_given.push_back(plan.new_row_of[static_cast<std::size_t>(row)]);
  from_given.insert(from_given.end(), plan.inserted.begin(), plan.inserted.end());

  std::vector<Column> columns;
  for (const lance::TableField& field : version.fields) {
    KINORA_TRY_VOID(lance::check_not_cancelled(execution));
    if (const Column* const column = find_column(given, field.field.name)) {
      columns.push_back(gather_rows(*column, from_given));
    } else if (updated.size() != 0) {
      std::vector<Column> parts(1);
      KINORA_TRY(parts[0], updated.read(field));
      if (!plan.inserted.empty()) parts.push_back(null_column(field.field, plan.inserted.size()));
      columns.push_back(concatenate_rows(parts));
    }
  }
  return columns;
}

std::vector<lance::TableField> given_fields(const lance::Snapshot& version, std::span<const Column> given) {
  std::vector<lance::TableField> fields;
  for (const lance::TableField& field : version.fields)
    if (find_column(given, field.field.name) != nullptr) fields.push_back(field);
  return fields;
}

Result<void> check_request(std::string_view key, std::span<const Column> columns, const MergeOptions& options) {
  if (!options.update_matched && !options.insert_unmatched && !options.delete_unmatched)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a merge that neither updates nor inserts nor deletes does nothing",
                 .next_step = "Set one of the options"});
  KINORA_TRY_VOID(lance::check_columns(columns));
  if (find_column(columns, key) == nullptr)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the new rows have no column '" + std::string(key) + "', which is the key",
                 .next_step = "Give them the column, or choose another key"});
  return {};
}

}  // namespace

Result<Commit> merge_insert(FileSystem& files, const Path& table, std::string_view key, std::span<const Column> columns,
                            const MergeOptions& options, const Execution& execution) {
  KINORA_TRY_VOID(check_request(key, columns, options));
  Commit commit;
  lance::NewFiles new_files;
  const auto make = [&](const lance::WholeVersion& base) -> Result<std::optional<lance::ManifestFile>> {
    lance::remove_files(files, new_files);
    new_files.clear();
    KINORA_TRY_VOID(check_given(base, columns));
    const OpenVersion open(base.snapshot, table.string());
    KINORA_TRY(const MergePlan plan, plan_merge(open, *find_column(columns, key), options));
    commit = {.version = base.manifest.name->version,
              .rows_inserted = plan.inserted.size(),
              .rows_updated = plan.rows_updated,
              .rows_deleted = plan.rows_deleted};
    if (plan.is_empty()) return std::optional<lance::ManifestFile>();

    if (plan.rows_updated != 0) KINORA_TRY_VOID(check_carried(base.snapshot, table));
    KINORA_TRY(const std::vector<Column> merged, merged_columns(base.snapshot, columns, plan, execution));
    KINORA_TRY(lance::ManifestFile next,
               replace_rows(files, table, base, plan.gone, merged, given_fields(base.snapshot, columns), new_files, execution));
    return next;
  };
  KINORA_TRY(const auto version, lance::commit_change(files, table, new_files, make, execution));
  if (version) commit.version = *version;
  return commit;
}

}  // namespace kinora::changes
