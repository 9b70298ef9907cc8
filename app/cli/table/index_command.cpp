#include "../interrupt.hpp"
#include "../json.hpp"
#include "../progress.hpp"
#include "../terminal.hpp"
#include "kinora/store/index.hpp"
#include "open_table.hpp"
#include "option_names.hpp"
#include "size_text.hpp"
#include "table_app.hpp"
#include "text_table.hpp"
#include "time_text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace kinora::cli {
namespace {

struct IndexCommandOptions : TableOptions {
  IndexOptions index;
  std::string metric = "cosine";
  bool codes = false;
  bool is_shaped = false;  ///< it was said how it is to be built
  bool list = false;
  std::string drop;
  unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, 256U);
};

Json index_to_json(const IndexInfo& index) {
  return {{"name", index.name},
          {"column", index.column},
          {"metric", metric_name(index.metric)},
          {"kind", index_kind_name(index.kind)},
          {"neighbours", index.kind == IndexKind::kGraph ? Json(index.neighbours) : Json(nullptr)},
          {"state", index_state_name(index.state)},
          {"rows", index.rows},
          {"rows_covered", index.rows_covered},
          {"rows_to_add", index.rows_to_add},
          {"rows_dead", index.rows_dead},
          {"bytes", index.bytes},
          {"table_version", index.table_version},
          {"time", time_for_json(index.created_ns)},
          {"note", index.note.empty() ? Json(nullptr) : Json(index.note)}};
}

void print_indexes(const std::vector<IndexInfo>& indexes) {
  TextTable lines({{.name = "index"},
                   {.name = "column"},
                   {.name = "metric"},
                   {.name = "kind"},
                   {.name = "state"},
                   {.name = "rows", .align = Align::kRight},
                   {.name = "to add", .align = Align::kRight},
                   {.name = "size", .align = Align::kRight}});
  for (const IndexInfo& index : indexes)
    lines.add_row({{.text = printable(index.name)},
                   {.text = printable(index.column)},
                   {.text = std::string(metric_name(index.metric))},
                   {.text = std::string(index_kind_name(index.kind))},
                   {.text = std::string(index_state_name(index.state))},
                   {.text = grouped(index.rows_covered)},
                   {.text = grouped(index.rows_to_add)},
                   {.text = size_text(index.bytes)}});
  fmt::print("{}", lines.text(terminal_width()));
  for (const IndexInfo& index : indexes)
    if (!index.note.empty()) fmt::print("note: {}: {}\n", printable(index.name), printable(index.note));
}

Result<void> run_list(const IndexCommandOptions& options) {
  const Result<TablePlace> place = find_table(options.path);
  if (!place) return fail(place.error());
  const Result<std::vector<IndexInfo>> indexes = list_indexes(place->directory, place->version);
  if (!indexes) return fail(indexes.error());
  if (options.json) {
    Json list = Json::array();
    for (const IndexInfo& index : *indexes) list.push_back(index_to_json(index));
    print_json({{"indexes", std::move(list)}});
  } else if (indexes->empty()) {
    fmt::print("There is no index.\n");
  } else {
    print_indexes(*indexes);
  }
  return {};
}

Result<void> run_drop(const std::filesystem::path& table, const IndexCommandOptions& options) {
  if (Result<void> dropped = drop_index(table, options.drop); !dropped) {
    if (dropped.error().code == ErrorCode::kFileNotFound) dropped.error().next_step = "kinora table PATH index --list lists them";
    return dropped;
  }
  if (options.json)
    print_json({{"dropped", options.drop}});
  else
    fmt::print("The index {} is gone.\n", printable(options.drop));
  return {};
}

/// The index that there is of what was asked for: by its name, or of this column, metric and kind.
const IndexInfo* find_index(const std::vector<IndexInfo>& indexes, const IndexOptions& wanted) {
  const auto found = std::find_if(indexes.begin(), indexes.end(), [&](const IndexInfo& index) {
    if (!wanted.name.empty() && index.name != wanted.name) return false;
    return index.column == wanted.column && index.metric == wanted.metric && index.kind == wanted.kind;
  });
  return found == indexes.end() ? nullptr : &*found;
}

Result<void> run_index(const IndexCommandOptions& options) {
  if (options.list) return run_list(options);
  const Result<std::filesystem::path> table = find_own_table(options.path);
  if (!table) return fail(table.error());
  if (!options.drop.empty()) return run_drop(*table, options);
  IndexOptions chosen = options.index;
  const Result<Metric> metric = metric_option(options.metric);
  if (!metric) return fail(metric.error());
  chosen.metric = *metric;
  if (options.codes) chosen.kind = IndexKind::kCodes;
  const Result<std::vector<IndexInfo>> indexes = list_indexes(*table);
  if (!indexes) return fail(indexes.error());
  const IndexInfo* there = chosen.replace ? nullptr : find_index(*indexes, chosen);
  if (there != nullptr && options.is_shaped)
    return fail({.code = ErrorCode::kAlreadyExists,
                 .what = "there is such an index, which is brought up to date as it was built",
                 .where = "the index " + there->name,
                 .expected = "no --neighbours, --build-beam or --seed",
                 .next_step = "--replace builds it anew with them"});

  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Execution execution{.threads = options.threads, .observer = &progress, .cancellation = &interrupt.token()};
  const Result<IndexInfo> made =
      there != nullptr ? update_index(*table, there->name, execution) : create_index(*table, chosen, execution);
  if (!made)
    return fail(naming_options(made.error(), {{"column", "--column"},
                                              {"name", "--name"},
                                              {"replace", "--replace"},
                                              {"neighbours", "--neighbours"},
                                              {"build_beam", "--build-beam"}}));
  if (options.json)
    print_json(index_to_json(*made));
  else
    print_indexes({*made});
  return {};
}

}  // namespace

void add_index_command(const TableApp& table) {
  auto options = std::make_shared<IndexCommandOptions>();
  const auto note_shape = [options] { options->is_shaped = true; };
  Command command = table.add("index", "Build an index of a column's vectors, or add the rows that it has not",
                              "movies.lance index --metric cosine\nHow it is searched: docs/formats/index.md");
  command.option("--column", options->index.column, "The column of vectors").value_name("NAME").show_default();
  command.option("--metric", options->metric, "cosine, l2 or dot").value_name("METRIC").show_default();
  command.flag("--codes", options->codes, "No graph but codes of 8 bits alone: searches are faster, and exact");
  command.option("--name", options->index.name, "What it is called (default: column_metric)").value_name("NAME");
  command.option("--neighbours", options->index.neighbours, "Links of a row: more find more, and take more memory and time")
      .value_name("N")
      .when_given(note_shape)
      .show_default();
  command.option("--build-beam", options->index.build_beam, "Rows that are followed to find them")
      .value_name("N")
      .when_given(note_shape)
      .show_default();
  command.option("--seed", options->index.seed, "The same seed gives the same index")
      .value_name("N")
      .when_given(note_shape)
      .show_default();
  command.option("--threads", options->threads, "Threads; no result depends on it")
      .between(1, 256)
      .value_name("N")
      .show_default();
  command.flag("--replace", options->index.replace, "Make it anew, also in place of another of its name");
  Option list = command.flag("--list", options->list, "Only list the indexes");
  command.option("--drop", options->drop, "Remove the index of this name").value_name("NAME").excludes(list);
  table.finish(command, options, run_index);
}

}  // namespace kinora::cli
