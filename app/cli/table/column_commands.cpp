#include "../interrupt.hpp"
#include "../json.hpp"
#include "../progress.hpp"
#include "import_files.hpp"
#include "open_table.hpp"
#include "schema_output.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct DropColumnOptions : TableOptions {
  std::vector<std::string> names;
};

void print_schema(const Table& table, bool json) {
  if (json)
    print_json(schema_to_json(table));
  else
    fmt::print("{}", schema_text(table));
}

Result<void> run_add_column(const FileOptions& options) {
  Result<Table> table = open_own_table(options);
  if (!table) return fail(table.error());
  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Execution execution{.observer = &progress, .cancellation = &interrupt.token()};
  const Result<std::vector<Column>> columns = read_files(options, std::nullopt, execution);
  if (!columns) return fail(columns.error());
  const Result<Commit> commit = table->add_columns(*columns, execution);
  if (!commit) return fail(commit.error());
  print_schema(*table, options.json);
  return {};
}

Result<void> run_drop_column(const DropColumnOptions& options) {
  Result<Table> table = open_own_table(options);
  if (!table) return fail(table.error());
  const Result<Commit> commit = table->drop_columns(options.names);
  if (!commit) return fail(commit.error());
  print_schema(*table, options.json);
  return {};
}

}  // namespace

void add_column_commands(const TableApp& table) {
  auto added = std::make_shared<FileOptions>();
  Command add = table.add("add-column", "Add the columns of a file, which has a row for each of the table's, in their order",
                          "movies.lance add-column vectors.npy --columns plot_vector");
  add_file_options(add, *added);
  table.finish(add, added, run_add_column);

  auto dropped = std::make_shared<DropColumnOptions>();
  Command drop = table.add("drop-column", "Take columns away; older versions keep them", "movies.lance drop-column tagline");
  drop.option("NAME", dropped->names, "The columns").required();
  table.finish(drop, dropped, run_drop_column);
}

}  // namespace kinora::cli
