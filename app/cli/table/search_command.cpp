#include "../terminal.hpp"
#include "kinora/store/table.hpp"
#include "open_table.hpp"
#include "row_output.hpp"
#include "table_app.hpp"
#include "vector_argument.hpp"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

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
              fmt::format("{}, {} distance, exact; version {}", counted(hits->size(), "row"), metric_name(query->metric),
                          table->version()));
  return {};
}

}  // namespace

void add_search_command(const TableApp& table) {
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

}  // namespace kinora::cli
