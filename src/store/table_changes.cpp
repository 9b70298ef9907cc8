#include "base/file_system.hpp"
#include "base/try.hpp"
#include "kinora/store/table.hpp"
#include "store/changes/add_columns.hpp"
#include "store/changes/append.hpp"
#include "store/changes/delete_rows.hpp"
#include "store/changes/drop_columns.hpp"
#include "store/changes/merge_insert.hpp"
#include "store/changes/restore.hpp"
#include "store/changes/update.hpp"
#include "store/table_state.hpp"

namespace kinora {

Result<Commit> Table::change(const std::function<Result<Commit>()>& make) {
  if (pinned())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "version " + std::to_string(version()) + " was asked for by number and cannot be changed",
                 .where = state_->directory.string(),
                 .next_step = "Open the newest version (checkout_latest), or make this one the newest (restore)"});
  KINORA_TRY(const Commit commit, make());
  if (commit.version != version()) {
    KINORA_TRY(*this, open_version(state_->directory, commit.version, false));
  }
  return commit;
}

Result<Commit> Table::append(std::span<const Column> columns, const Execution& execution) {
  return change([&] { return changes::append(local_file_system(), state_->directory, columns, execution); });
}

Result<Commit> Table::delete_rows(std::string_view where, const Execution& execution) {
  return change([&] { return changes::delete_rows(local_file_system(), state_->directory, where, execution); });
}

Result<Commit> Table::update(std::string_view where, std::span<const Assignment> assignments, const Execution& execution) {
  return change([&] { return changes::update(local_file_system(), state_->directory, where, assignments, execution); });
}

Result<Commit> Table::merge_insert(std::string_view key, std::span<const Column> columns, const MergeOptions& options,
                                   const Execution& execution) {
  return change([&] { return changes::merge_insert(local_file_system(), state_->directory, key, columns, options, execution); });
}

Result<Commit> Table::add_columns(std::span<const Column> columns, const Execution& execution) {
  return change(
      [&] { return changes::add_columns(local_file_system(), state_->directory, state_->open.snapshot(), columns, execution); });
}

Result<Commit> Table::drop_columns(std::span<const std::string> names) {
  return change([&] { return changes::drop_columns(local_file_system(), state_->directory, names); });
}

Result<Commit> Table::restore(std::uint64_t version) {
  KINORA_TRY(const Commit commit, changes::restore(local_file_system(), state_->directory, version));
  KINORA_TRY(*this, open_version(state_->directory, commit.version, false));
  return commit;
}

}  // namespace kinora
