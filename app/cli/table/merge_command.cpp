#include "../interrupt.hpp"
#include "../progress.hpp"
#include "change_output.hpp"
#include "import_files.hpp"
#include "open_table.hpp"
#include "table_app.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct MergeCommandOptions : FileOptions {
  std::string key;
  bool no_update = false;
  bool no_insert = false;
  bool delete_others = false;
};

Error no_key(const std::string& key, const std::vector<Column>& columns) {
  std::string names;
  for (const Column& column : columns) names += (names.empty() ? "" : ", ") + column.field.name;
  return {.code = ErrorCode::kInvalidArgument,
          .what = "what is merged has no column of this name",
          .where = "--key",
          .expected = "one of " + names,
          .found = "'" + key + "'"};
}

Result<void> run_merge(const MergeCommandOptions& options) {
  const MergeOptions chosen{
      .update_matched = !options.no_update, .insert_unmatched = !options.no_insert, .delete_unmatched = options.delete_others};
  if (!chosen.update_matched && !chosen.insert_unmatched && !chosen.delete_unmatched)
    return fail({.code = ErrorCode::kInvalidArgument, .what = "with --no-update and --no-insert there is nothing to do"});
  Result<Table> table = open_own_table(options);
  if (!table) return fail(table.error());
  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Execution execution{.observer = &progress, .cancellation = &interrupt.token()};
  const Result<std::vector<Column>> columns = read_files(options, table->schema(), execution);
  if (!columns) return fail(columns.error());
  if (std::none_of(columns->begin(), columns->end(), [&](const Column& column) { return column.field.name == options.key; }))
    return fail(no_key(options.key, *columns));
  const Result<Commit> commit = table->merge_insert(options.key, *columns, chosen, execution);
  if (!commit) return fail(commit.error());
  print_commit(*commit, *table, options.json);
  return {};
}

}  // namespace

void add_merge_command(const TableApp& table) {
  auto options = std::make_shared<MergeCommandOptions>();
  Command command =
      table.add("merge", "Update the rows whose key a file has, and add its others (upsert)",
                "movies.lance merge changed.csv --key id\nWhat can be read: kinora table movies.lance import-forms");
  add_file_options(command, *options);
  command.option("--key", options->key, "The column that says which row is which").value_name("NAME").required();
  command.flag("--no-update", options->no_update, "Leave the rows that the table has as they are");
  command.flag("--no-insert", options->no_insert, "Add no rows");
  command.flag("--delete-others", options->delete_others, "Delete the table's rows whose key the file has not");
  table.finish(command, options, run_merge);
}

}  // namespace kinora::cli
