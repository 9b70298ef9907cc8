#include "store/changes/drop_columns.hpp"

#include "base/try.hpp"
#include "store/filter/column_names.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/next_manifest.hpp"
#include "store/lance/schema.hpp"
#include "store/maintenance/index_section.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace kinora::changes {
namespace {

Result<std::set<std::string_view>> columns_to_drop(const lance::Snapshot& base, std::span<const std::string> names) {
  if (names.empty()) return fail({.code = ErrorCode::kInvalidArgument, .what = "no column is named that is to go"});
  Schema schema;
  for (const lance::TableField& field : base.fields) schema.fields.push_back(field.field);
  std::set<std::string_view> dropped;
  for (const std::string& name : names) {
    if (!schema.find(name))
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "the table has no column '" + name + "' to drop",
                   .next_step = "The columns are: " + filter::names_like(schema, name)});
    dropped.insert(name);
  }
  if (dropped.size() == schema.fields.size())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a table has at least one column, so that not all can be dropped",
                 .next_step = "Delete the rows, or remove the table"});
  return dropped;
}

/// Takes the columns out of the schema; returns their field ids, children's too. Parents stand before their children.
std::set<std::int32_t> take_fields(lance::WireFields& fields, const std::set<std::string_view>& names) {
  std::set<std::int32_t> gone;
  lance::WireFields kept;
  for (lance::wire::Field& field : fields) {
    const bool is_child = field.parent_id() != lance::kNoField;
    if (is_child ? gone.contains(field.parent_id()) : names.contains(field.name())) {
      gone.insert(field.id());
    } else {
      *kept.Add() = std::move(field);
    }
  }
  fields = std::move(kept);
  return gone;
}

/// Leaves out data files that hold nothing but columns that were dropped. A fragment keeps one in any case: what has rows has a
/// file.
void leave_out_files(const lance::WireFields& fields, lance::wire::Fragment& fragment) {
  std::set<std::int32_t> ids;
  for (const lance::wire::Field& field : fields) ids.insert(field.id());
  auto& files = *fragment.mutable_files();
  const auto is_needed = [&](const lance::wire::DataFile& file) {
    return std::any_of(file.fields().begin(), file.fields().end(), [&](std::int32_t id) { return ids.contains(id); });
  };
  const auto last = std::stable_partition(files.begin(), files.end(), is_needed);
  const auto needed = static_cast<int>(last - files.begin());
  const int kept = std::max(needed, std::min(files.size(), 1));
  files.DeleteSubrange(kept, files.size() - kept);
}

}  // namespace

Result<Commit> drop_columns(FileSystem& files, const std::filesystem::path& table, std::span<const std::string> names) {
  lance::NewFiles new_files;
  const auto make = [&](const lance::WholeVersion& base) -> Result<std::optional<lance::ManifestFile>> {
    KINORA_TRY(const auto dropped, columns_to_drop(base.snapshot, names));
    lance::ManifestFile next = lance::follow(base.manifest);
    const std::set<std::int32_t> ids = take_fields(*next.manifest.mutable_fields(), dropped);
    for (lance::wire::Fragment& fragment : *next.manifest.mutable_fragments()) leave_out_files(next.manifest.fields(), fragment);
    maintenance::drop_indices_on(next, ids);
    lance::wire::Project& operation = *next.transaction->mutable_project();
    *operation.mutable_schema() = next.manifest.fields();
    operation.set_preserves_nullability(true);
    return next;
  };
  KINORA_TRY(const auto made, lance::commit_change(files, table, new_files, make));
  return Commit{.version = *made};
}

}  // namespace kinora::changes
