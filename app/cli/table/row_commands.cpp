#include "../json.hpp"
#include "../terminal.hpp"
#include "kinora/store/table.hpp"
#include "open_table.hpp"
#include "row_output.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

constexpr std::size_t kFilterRows = 20;

struct HeadOptions : ReadOptions {
  std::size_t rows = 5;
  std::vector<std::string> columns;
};

struct FilterOptions : ReadOptions {
  std::string where;
  std::optional<std::size_t> limit;
  std::vector<std::string> columns;
};

struct CountOptions : ReadOptions {
  std::string where;
};

Result<void> run_head(const HeadOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  Result<std::vector<Column>> columns = read_columns(*table, options.columns);
  if (!columns) return fail(columns.error());
  ShownRows shown{.columns = *std::move(columns), .rows = std::vector<std::size_t>(std::min(options.rows, table->row_count()))};
  std::iota(shown.rows.begin(), shown.rows.end(), std::size_t{0});
  print_shown(
      shown, options.json,
      fmt::format("{} of {}, version {}", grouped(shown.rows.size()), counted(table->row_count(), "row"), table->version()));
  return {};
}

Result<void> run_filter(const FilterOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  const Result<RowSelection> selection = table->select(options.where);
  if (!selection) return fail(selection.error());
  const std::size_t limit = options.limit.value_or(options.json ? std::numeric_limits<std::size_t>::max() : kFilterRows);
  ShownRows shown;
  std::size_t matching = 0;
  for (std::size_t row = 0; row < selection->size(); ++row) {
    if ((*selection)[row] == 0) continue;
    if (matching++ < limit) shown.rows.push_back(row);
  }
  if (!shown.rows.empty()) {
    Result<std::vector<Column>> columns = read_columns(*table, options.columns);
    if (!columns) return fail(columns.error());
    shown.columns = *std::move(columns);
  }
  print_shown(shown, options.json,
              fmt::format("{} of {} (of {} in all), version {}", grouped(shown.rows.size()), counted(matching, "matching row"),
                          grouped(table->row_count()), table->version()));
  return {};
}

Result<void> run_count(const CountOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  std::size_t rows = table->row_count();
  if (!options.where.empty()) {
    const Result<RowSelection> selection = table->select(options.where);
    if (!selection) return fail(selection.error());
    rows = static_cast<std::size_t>(std::count(selection->begin(), selection->end(), std::uint8_t{1}));
  }
  if (options.json) {
    print_json(
        {{"version", table->version()}, {"where", options.where.empty() ? Json(nullptr) : Json(options.where)}, {"rows", rows}});
  } else {
    fmt::print("{}\n", rows);
  }
  return {};
}

void add_head(const TableApp& table) {
  auto options = std::make_shared<HeadOptions>();
  Command command = table.add("head", "The first rows", "movies.lance head -n 10 --columns id,title,year");
  command.option("-n,--rows", options->rows, "How many rows").value_name("N").show_default();
  add_columns_option(command, options->columns);
  add_version_option(command, *options);
  table.finish(command, options, run_head, "Print one JSON object a line");
}

void add_filter(const TableApp& table) {
  auto options = std::make_shared<FilterOptions>();
  Command command = table.add("sql-filter", "The rows for which a SQL condition is true",
                              "movies.lance sql-filter \"year >= 1990 AND title LIKE 'The %'\"\nThe "
                              "language of conditions: docs/filters.md");
  command.option("SQL", options->where, "What stands after WHERE in SQL, e.g. \"year >= 1990 AND title LIKE 'The %'\"")
      .required();
  command.option("-n,--limit", options->limit, fmt::format("Rows to show at most (default: {}; with --json all)", kFilterRows))
      .value_name("N");
  add_columns_option(command, options->columns);
  add_version_option(command, *options);
  table.finish(command, options, run_filter, "Print one JSON object a line");
}

void add_count(const TableApp& table) {
  auto options = std::make_shared<CountOptions>();
  Command command = table.add("count", "The number of rows", "movies.lance count --where \"year >= 1990\"");
  command.option("--where", options->where, "Only those for which this SQL condition is true").value_name("SQL");
  add_version_option(command, *options);
  table.finish(command, options, run_count);
}

}  // namespace

void add_row_commands(const TableApp& table) {
  add_head(table);
  add_filter(table);
  add_count(table);
}

}  // namespace kinora::cli
