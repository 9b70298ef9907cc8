#include "../json.hpp"
#include "../terminal.hpp"
#include "kinora/store/table.hpp"
#include "open_table.hpp"
#include "option_names.hpp"
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
  std::string plan = "auto";
  std::size_t beam = 0;
  bool explain_plan = false;
  std::vector<std::string> columns;
};

Result<SearchPlan> parse_plan(const std::string& text) {
  if (text == "auto") return SearchPlan::kAuto;
  if (text == "exact") return SearchPlan::kExact;
  if (text == "index") return SearchPlan::kIndex;
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "there is no such plan",
               .where = "--plan",
               .expected = "auto, exact or index",
               .found = text});
}

Result<VectorQuery> make_query(const Table& table, const SearchOptions& options) {
  VectorQuery query{.vector_column = options.vector_column,
                    .id_column = options.id_column,
                    .vector = {},
                    .metric = Metric::kCosine,
                    .k = options.k,
                    .where = options.where,
                    .plan = SearchPlan::kAuto,
                    .beam = options.beam};
  // A table of somebody else's need not have ids; rows of one distance then stay in the table's order.
  const std::optional<std::size_t> ids = table.schema().find(options.id_column);
  const bool has_ids = ids && table.schema().fields[*ids].type == DataType::kInt64;
  if (!has_ids && options.id_column == "id" && !options.like) query.id_column.clear();
  if (!options.like && options.vector.empty())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "there is nothing to search for",
                 .expected = "--vector or --like",
                 .next_step = "For the rows that match a condition alone use sql-filter"});
  const Result<Metric> metric = metric_option(options.metric);
  if (!metric) return fail(metric.error());
  query.metric = *metric;
  const Result<SearchPlan> plan = parse_plan(options.plan);
  if (!plan) return fail(plan.error());
  query.plan = *plan;
  Result<std::vector<float>> vector =
      options.like ? vector_of_row(table, options.vector_column, options.id_column, *options.like) : parse_vector(options.vector);
  if (!vector) return fail(vector.error());
  query.vector = *std::move(vector);
  return query;
}

Json explanation_to_json(const SearchExplanation& explained) {
  const bool is_overfetch = explained.method == SearchMethod::kOverfetch;
  return {{"method", search_method_name(explained.method)},
          {"reason", explained.reason},
          {"index", explained.index.empty() ? Json(nullptr) : Json(explained.index)},
          {"beam", explained.method == SearchMethod::kGraph ? Json(explained.beam) : Json(nullptr)},
          {"candidates", is_overfetch ? Json(explained.candidates) : Json(nullptr)},
          {"share", is_overfetch ? Json(explained.share) : Json(nullptr)},
          {"rows", explained.rows},
          {"selected", explained.selected},
          {"indexed", explained.indexed},
          {"notes", explained.notes}};
}

void print_explanation(const SearchExplanation& explained) {
  const auto line = [](const char* name, const std::string& text) {
    if (!text.empty()) fmt::print("{:<11}{}\n", name, text);
  };
  const bool is_overfetch = explained.method == SearchMethod::kOverfetch;
  // An over-fetch knows by a sample only how many rows pass the filter.
  const auto count = [&](std::uint64_t rows) { return (is_overfetch ? "about " : "") + grouped(rows); };
  line("method", std::string(search_method_name(explained.method)));
  line("because", printable(explained.reason));
  line("index", printable(explained.index));
  if (explained.method == SearchMethod::kGraph) line("beam", grouped(explained.beam));
  if (is_overfetch) line("candidates", grouped(explained.candidates));
  if (is_overfetch) line("share", fmt::format("{:.1f} % of a sample pass the filter", 100 * explained.share));
  line("rows", grouped(explained.rows));
  line("selected", count(explained.selected));
  if (!explained.index.empty()) line("indexed", count(explained.indexed));
  for (const std::string& note : explained.notes) fmt::print("note: {}\n", printable(note));
}

Result<void> explain(const Table& table, const VectorQuery& query, bool json) {
  const Result<SearchExplanation> explained = table.explain(query);
  if (!explained) return fail(explained.error());
  if (json)
    print_json(explanation_to_json(*explained));
  else
    print_explanation(*explained);
  return {};
}

/// How the rows were found, for a person; what a search does is the same every time.
Result<std::string> method_text(const Table& table, const VectorQuery& query) {
  const Result<SearchExplanation> explained = table.explain(query);
  if (!explained) return fail(explained.error());
  const bool is_exact = explained->method == SearchMethod::kScan || explained->method == SearchMethod::kCodes;
  return is_exact ? "exact" : "by the index " + printable(explained->index);
}

Result<void> run_search(const SearchOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  const Result<VectorQuery> query = make_query(*table, options);
  if (!query) return fail(query.error());
  if (options.explain_plan) return explain(*table, *query, options.json);
  const Result<std::vector<SearchHit>> hits = table->search(*query);
  if (!hits) return fail(hits.error());
  Result<std::vector<Column>> columns = read_columns(*table, options.columns);
  if (!columns) return fail(columns.error());
  ShownRows shown{.columns = *std::move(columns), .rows = {}};
  for (const SearchHit& hit : *hits) {
    shown.rows.push_back(hit.row);
    shown.distances.push_back(hit.distance);
  }
  std::string remark;
  if (!options.json) {
    const Result<std::string> method = method_text(*table, *query);
    if (!method) return fail(method.error());
    remark = fmt::format("{}, {} distance, {}; version {}", counted(hits->size(), "row"), metric_name(query->metric), *method,
                         table->version());
  }
  print_shown(shown, options.json, remark);
  return {};
}

}  // namespace

void add_search_command(const TableApp& table) {
  auto options = std::make_shared<SearchOptions>();
  Command command = table.add("search", "The rows whose vectors are nearest to a vector",
                              "movies.lance search --like 862 -k 5 --where \"year >= 1990\"");
  Option vector = command.option("--vector", options->vector, "Search near these numbers, e.g. \"[0.1, -0.2, 0.3]\"");
  vector.value_name("VECTOR");
  command.option("--like", options->like, "Search near the vector of the row with this id").value_name("ID").excludes(vector);
  command.option("-k", options->k, "How many rows").value_name("N").show_default();
  command.option("--where", options->where, "Only among rows for which this SQL condition is true").value_name("SQL");
  command.option("--metric", options->metric, "cosine, l2 or dot").value_name("METRIC").show_default();
  command.option("--column", options->vector_column, "The column of vectors").value_name("NAME").show_default();
  command.option("--id-column", options->id_column, "The column of ids (int64), which break ties")
      .value_name("NAME")
      .show_default();
  command.option("--plan", options->plan, "auto, exact, or index: an error if none can be asked")
      .value_name("PLAN")
      .show_default();
  command.option("--beam", options->beam, "Rows that a graph is followed over; more find more (default: by -k)").value_name("N");
  command.flag("--explain-plan", options->explain_plan, "Say how it would be searched and why, and do not search");
  add_columns_option(command, options->columns);
  add_version_option(command, *options);
  table.finish(command, options, run_search, "Print one JSON object a line, with its _distance");
}

}  // namespace kinora::cli
