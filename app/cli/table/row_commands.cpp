#include "../json_output.hpp"
#include "../terminal.hpp"
#include "kinora/store/table.hpp"
#include "open_table.hpp"
#include "row_output.hpp"
#include "table_app.hpp"
#include "vector_argument.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
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

struct SearchOptions : ReadOptions {
  std::string vector;
  std::optional<std::int64_t> like;
  std::string vector_column = "vector";
  std::string id_column = "id";
  std::string metric = "cosine";
  std::size_t k = 10;
  std::string where;
  std::vector<std::string> columns;
};

void add_columns_option(CLI::App& command, std::vector<std::string>& columns) {
  command.add_option("--columns", columns, "Only these columns, in this order")
      ->type_name("A,B")
      ->delimiter(',')
      ->allow_extra_args(false);
}

std::string count_of(std::size_t number, const char* one) {
  return fmt::format("{} {}{}", grouped(number), one, number == 1 ? "" : "s");
}

void print_shown(const ShownRows& shown, bool json, const std::string& remark) {
  if (json) {
    print_rows_as_json(shown);
    return;
  }
  fmt::print("{}{}\n", rows_text(shown, terminal_width()), dim(remark));
}

Result<void> run_head(const HeadOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  Result<std::vector<Column>> columns = read_columns(*table, options.columns);
  if (!columns) return fail(columns.error());
  ShownRows shown{.columns = *std::move(columns), .rows = std::vector<std::size_t>(std::min(options.rows, table->row_count()))};
  std::iota(shown.rows.begin(), shown.rows.end(), std::size_t{0});
  print_shown(
      shown, options.json,
      fmt::format("{} of {}, version {}", grouped(shown.rows.size()), count_of(table->row_count(), "row"), table->version()));
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
              fmt::format("{} of {} (of {} in all), version {}", grouped(shown.rows.size()), count_of(matching, "matching row"),
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

Result<VectorQuery> make_query(const Table& table, const SearchOptions& options) {
  VectorQuery query{.vector_column = options.vector_column,
                    .id_column = options.id_column,
                    .vector = {},
                    .metric = Metric::kCosine,
                    .k = options.k,
                    .where = options.where};
  // A table of somebody else's need not have ids; rows of one distance then stay in the table's order.
  const std::optional<std::size_t> ids = table.schema().find(options.id_column);
  const bool has_ids = ids && table.schema().fields[*ids].type == DataType::kInt64;
  if (!has_ids && options.id_column == "id" && !options.like) query.id_column.clear();
  if (!options.like && options.vector.empty())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "there is nothing to search for",
                 .expected = "--vector or --like",
                 .next_step = "For the rows that match a condition alone use sql-filter"});
  const Result<Metric> metric = parse_metric(options.metric);
  if (!metric) return fail(metric.error());
  query.metric = *metric;
  Result<std::vector<float>> vector =
      options.like ? vector_of_row(table, options.vector_column, options.id_column, *options.like) : parse_vector(options.vector);
  if (!vector) return fail(vector.error());
  query.vector = *std::move(vector);
  return query;
}

Result<void> run_search(const SearchOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  const Result<VectorQuery> query = make_query(*table, options);
  if (!query) return fail(query.error());
  const Result<std::vector<SearchHit>> hits = table->search(*query);
  if (!hits) return fail(hits.error());
  Result<std::vector<Column>> columns = read_columns(*table, options.columns);
  if (!columns) return fail(columns.error());
  ShownRows shown{.columns = *std::move(columns), .rows = {}};
  for (const SearchHit& hit : *hits) {
    shown.rows.push_back(hit.row);
    shown.distances.push_back(hit.distance);
  }
  print_shown(shown, options.json,
              fmt::format("{}, {} distance, exact; version {}", count_of(hits->size(), "row"), metric_name(query->metric),
                          table->version()));
  return {};
}

void add_head(const TableApp& table) {
  auto options = std::make_shared<HeadOptions>();
  CLI::App* command = table.add("head", "The first rows", "movies.lance head -n 10 --columns id,title,year");
  command->add_option("-n,--rows", options->rows, "How many rows")->type_name("N")->capture_default_str();
  add_columns_option(*command, options->columns);
  add_version_option(*command, *options);
  table.finish(command, options, run_head, "Print one JSON object a line");
}

void add_filter(const TableApp& table) {
  auto options = std::make_shared<FilterOptions>();
  CLI::App* command = table.add("sql-filter", "The rows for which a SQL condition is true",
                                "movies.lance sql-filter \"year >= 1990 AND title LIKE 'The %'\" --columns id,title\nThe "
                                "language of conditions: docs/filters.md");
  command->add_option("SQL", options->where, "What stands after WHERE in SQL, e.g. \"year >= 1990 AND title LIKE 'The %'\"")
      ->required();
  command
      ->add_option("-n,--limit", options->limit, fmt::format("Rows to show at most (default: {}; with --json all)", kFilterRows))
      ->type_name("N");
  add_columns_option(*command, options->columns);
  add_version_option(*command, *options);
  table.finish(command, options, run_filter, "Print one JSON object a line");
}

void add_count(const TableApp& table) {
  auto options = std::make_shared<CountOptions>();
  CLI::App* command = table.add("count", "The number of rows", "movies.lance count --where \"year >= 1990\"");
  command->add_option("--where", options->where, "Only those for which this SQL condition is true")->type_name("SQL");
  add_version_option(*command, *options);
  table.finish(command, options, run_count);
}

void add_search(const TableApp& table) {
  auto options = std::make_shared<SearchOptions>();
  CLI::App* command = table.add("search", "The rows whose vectors are nearest to a vector",
                                "movies.lance search --like 862 -k 5 --where \"year >= 1990\"");
  CLI::Option* vector = command->add_option("--vector", options->vector, "Search near these numbers, e.g. \"[0.1, -0.2, 0.3]\"");
  vector->type_name("VECTOR");
  command->add_option("--like", options->like, "Search near the vector of the row with this id")
      ->type_name("ID")
      ->excludes(vector);
  command->add_option("-k", options->k, "How many rows")->type_name("N")->capture_default_str();
  command->add_option("--where", options->where, "Only among rows for which this SQL condition is true")->type_name("SQL");
  command->add_option("--metric", options->metric, "cosine, l2 or dot")->type_name("METRIC")->capture_default_str();
  command->add_option("--column", options->vector_column, "The column of vectors")->type_name("NAME")->capture_default_str();
  command->add_option("--id-column", options->id_column, "The column of ids (int64), which break ties")
      ->type_name("NAME")
      ->capture_default_str();
  add_columns_option(*command, options->columns);
  add_version_option(*command, *options);
  table.finish(command, options, run_search, "Print one JSON object a line, with its _distance");
}

}  // namespace

void add_row_commands(const TableApp& table) {
  add_head(table);
  add_search(table);
  add_filter(table);
  add_count(table);
}

}  // namespace kinora::cli
