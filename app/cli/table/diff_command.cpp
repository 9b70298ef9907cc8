#include "../json.hpp"
#include "../terminal.hpp"
#include "kinora/store/diff.hpp"
#include "open_table.hpp"
#include "row_output.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct DiffCommandOptions : TableOptions {
  std::string from;
  std::string to;
  std::string key;
  std::size_t rows = 10;
  std::vector<std::string> columns;
};

/// Rows that are shown of one side, at most `limit`.
Result<void> print_rows(const Table& table, const char* heading, const std::vector<std::size_t>& rows,
                        const DiffCommandOptions& options) {
  if (rows.empty() || options.rows == 0) return {};
  Result<std::vector<Column>> columns = read_columns(table, options.columns);
  if (!columns) return fail(columns.error());
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), options.rows));
  const ShownRows shown{.columns = *std::move(columns), .rows = std::vector<std::size_t>(rows.begin(), end)};
  fmt::print("\n{}\n{}", bold(heading), rows_text(shown, terminal_width()));
  if (rows.size() > shown.rows.size())
    fmt::print("{}\n", dim(fmt::format("and {} more", grouped(rows.size() - shown.rows.size()))));
  return {};
}

std::string names_of(const std::vector<Field>& fields) {
  std::string text;
  for (const Field& field : fields) text += (text.empty() ? "" : ", ") + printable(field.name);
  return text;
}

Json diff_to_json(const Table& from, const Table& to, const TableDiff& difference) {
  Json changed = Json::array();
  for (const ChangedRow& row : difference.changed) {
    Json columns = Json::array();
    for (const std::size_t column : row.columns) columns.push_back(difference.columns[column]);
    changed.push_back({{"from_row", row.from_row}, {"to_row", row.to_row}, {"columns", std::move(columns)}});
  }
  const auto names = [](const std::vector<Field>& fields) {
    Json list = Json::array();
    for (const Field& field : fields) list.push_back(field.name);
    return list;
  };
  return {{"from", from.version()},
          {"to", to.version()},
          {"columns_removed", names(difference.columns_removed)},
          {"columns_added", names(difference.columns_added)},
          {"removed", difference.removed},
          {"added", difference.added},
          {"changed", std::move(changed)},
          {"unchanged", difference.unchanged}};
}

Result<void> print_diff(const Table& from, const Table& to, const TableDiff& difference, const DiffCommandOptions& options) {
  fmt::print("From version {} to {}: {} added, {} removed, {} changed, {} the same\n", from.version(), to.version(),
             counted(difference.added.size(), "row"), grouped(difference.removed.size()), grouped(difference.changed.size()),
             grouped(difference.unchanged));
  if (!difference.columns_removed.empty()) fmt::print("Columns removed: {}\n", names_of(difference.columns_removed));
  if (!difference.columns_added.empty()) fmt::print("Columns added: {}\n", names_of(difference.columns_added));
  std::vector<std::size_t> before;
  std::vector<std::size_t> after;
  for (const ChangedRow& row : difference.changed) {
    before.push_back(row.from_row);
    after.push_back(row.to_row);
  }
  if (Result<void> printed = print_rows(to, "Added", difference.added, options); !printed) return printed;
  if (Result<void> printed = print_rows(from, "Removed", difference.removed, options); !printed) return printed;
  if (Result<void> printed = print_rows(from, "Changed, as they were", before, options); !printed) return printed;
  return print_rows(to, "Changed, as they are", after, options);
}

Result<void> run_diff(const DiffCommandOptions& options) {
  const Result<Table> from = open_table({TableOptions{options.path, options.json}, options.from});
  if (!from) return fail(from.error());
  const Result<Table> to = open_table({TableOptions{options.path, options.json}, options.to});
  if (!to) return fail(to.error());
  const Result<TableDiff> difference = diff(*from, *to, {.key = options.key});
  if (!difference) return fail(difference.error());
  if (!options.json) return print_diff(*from, *to, *difference, options);
  print_json(diff_to_json(*from, *to, *difference));
  return {};
}

}  // namespace

void add_diff_command(const TableApp& table) {
  auto options = std::make_shared<DiffCommandOptions>();
  Command command =
      table.add("diff", "The rows added, removed and changed between two versions", "movies.lance diff 1 3 --key id");
  command.option("FROM", options->from, "A version or a tag").required();
  command.option("TO", options->to, "Another (default: the newest, or a bundle's)");
  command.option("--key", options->key, "The column that says which row is which; without it a row is its whole content")
      .value_name("NAME");
  command.option("-n,--rows", options->rows, "Rows of each kind to show").value_name("N").show_default();
  command.option("--columns", options->columns, "Show only these columns").value_name("A,B").separated_by(',').one_value_each();
  table.finish(command, options, run_diff);
}

}  // namespace kinora::cli
