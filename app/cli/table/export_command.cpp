#include "../interrupt.hpp"
#include "../json.hpp"
#include "../progress.hpp"
#include "../terminal.hpp"
#include "kinora/exchange/export.hpp"
#include "open_table.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct ExportCommandOptions : ReadOptions {
  std::string output;
  std::string format;
  std::string where;
  std::vector<std::string> columns;
};

const std::map<std::string, ExportFormat>& formats() {
  static const std::map<std::string, ExportFormat> names = {{"arrow", ExportFormat::kArrowFile},
                                                            {"arrows", ExportFormat::kArrowStream},
                                                            {"npy", ExportFormat::kNpy},
                                                            {"jsonl", ExportFormat::kJsonLines},
                                                            {"csv", ExportFormat::kCsv}};
  return names;
}

Result<void> run_export(const ExportCommandOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  ExportOptions chosen{.format = {}, .columns = options.columns, .where = options.where};
  if (!options.format.empty()) {
    const auto found = formats().find(options.format);
    if (found == formats().end())
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "there is no such format",
                   .where = "--format",
                   .expected = "arrow, arrows, npy, jsonl or csv",
                   .found = options.format});
    chosen.format = found->second;
  }
  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Result<std::uint64_t> rows =
      export_table(*table, options.output, chosen, {.observer = &progress, .cancellation = &interrupt.token()});
  if (!rows) return fail(rows.error());
  if (options.json)
    print_json({{"file", options.output}, {"version", table->version()}, {"rows", *rows}});
  else
    fmt::print("{} of version {} written to {}\n", counted(*rows, "row"), table->version(), printable(options.output));
  return {};
}

}  // namespace

void add_export_command(const TableApp& table) {
  auto options = std::make_shared<ExportCommandOptions>();
  Command command = table.add("export", "Write rows to a file that other tools read",
                              "movies.lance export -o movies.arrow --where \"year >= 1990\"");
  command
      .option("-o,--output", options->output,
              "The file: .arrow (also .feather, .ipc), .arrows (a stream), .npy (one column of vectors), .jsonl or .csv")
      .value_name("FILE")
      .required();
  command.option("--format", options->format, "arrow, arrows, npy, jsonl or csv, whatever the file is called")
      .value_name("FORMAT");
  command.option("--where", options->where, "Only rows for which this SQL condition is true").value_name("SQL");
  add_columns_option(command, options->columns);
  add_version_option(command, *options);
  table.finish(command, options, run_export);
}

}  // namespace kinora::cli
