#include "../interrupt.hpp"
#include "../terminal.hpp"
#include "change_output.hpp"
#include "open_table.hpp"
#include "row_output.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>
#include <string>

namespace kinora::cli {
namespace {

constexpr std::size_t kShownRows = 10;

struct DeleteOptions : TableOptions {
  std::string where;
  bool dry_run = false;
};

/// The first rows that would go, and how many.
Result<void> print_doomed(const Table& table, const DeleteOptions& options) {
  const Result<RowSelection> selection = table.select(options.where);
  if (!selection) return fail(selection.error());
  const auto count = static_cast<std::size_t>(std::count(selection->begin(), selection->end(), std::uint8_t{1}));
  if (options.json) {
    Json json = commit_to_json({.rows_deleted = count}, table);
    json["version"] = nullptr;
    json["dry_run"] = true;
    print_json(json);
    return {};
  }
  if (count != 0) {
    Result<std::vector<Column>> columns = read_columns(table, {});
    if (!columns) return fail(columns.error());
    ShownRows shown{.columns = *std::move(columns), .rows = {}};
    for (std::size_t row = 0; row < selection->size() && shown.rows.size() < kShownRows; ++row)
      if ((*selection)[row] != 0) shown.rows.push_back(row);
    fmt::print("{}", rows_text(shown, terminal_width()));
    if (count > kShownRows) fmt::print("{}\n", dim(fmt::format("and {} more", grouped(count - kShownRows))));
  }
  fmt::print("Would delete {} of {}, version {}\n", grouped(count), counted(table.row_count(), "row"), table.version());
  return {};
}

Result<void> run_delete(const DeleteOptions& options) {
  if (options.where.find_first_not_of(" \t\r\n") == std::string::npos)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a condition is needed: which rows are to be deleted?",
                 .where = "SQL",
                 .next_step = "\"true\" deletes all of them"});
  Result<Table> table = open_own_table(options);
  if (!table) return fail(table.error());
  if (options.dry_run) return print_doomed(*table, options);
  const InterruptHandler interrupt;
  const Result<Commit> commit = table->delete_rows(options.where, {.cancellation = &interrupt.token()});
  if (!commit) return fail(commit.error());
  if (options.json) {
    Json json = commit_to_json(*commit, *table);
    json["dry_run"] = false;
    print_json(json);
  } else {
    fmt::print("{}", commit_text(*commit, *table));
  }
  return {};
}

}  // namespace

void add_delete_command(const TableApp& table) {
  auto options = std::make_shared<DeleteOptions>();
  Command command = table.add("delete", "Delete the rows for which a SQL condition is true",
                              "movies.lance delete \"year < 1930\" --dry-run\nThe language of conditions: docs/filters.md");
  command.option("SQL", options->where, "What stands after WHERE in SQL, e.g. \"year < 1930\"").required();
  command.flag("--dry-run", options->dry_run, "Only show what would go");
  table.finish(command, options, run_delete);
}

}  // namespace kinora::cli
