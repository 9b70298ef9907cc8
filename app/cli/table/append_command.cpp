#include "../interrupt.hpp"
#include "../progress.hpp"
#include "change_output.hpp"
#include "import_files.hpp"
#include "open_table.hpp"
#include "table_app.hpp"

#include <memory>
#include <vector>

namespace kinora::cli {
namespace {

Result<void> run_append(const FileOptions& options) {
  Result<Table> table = open_own_table(options);
  if (!table) return fail(table.error());
  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Execution execution{.observer = &progress, .cancellation = &interrupt.token()};
  const Result<std::vector<Column>> columns = read_files(options, table->schema(), execution);
  if (!columns) return fail(columns.error());
  const Result<Commit> commit = table->append(*columns, execution);
  if (!commit) return fail(commit.error());
  print_commit(*commit, *table, options.json);
  return {};
}

}  // namespace

void add_append_command(const TableApp& table) {
  auto options = std::make_shared<FileOptions>();
  Command command = table.add("append", "Add the rows of a file; columns that it has not are null",
                              "movies.lance append new_films.csv\nWhat can be read: kinora table movies.lance import-forms");
  add_file_options(command, *options);
  table.finish(command, options, run_append);
}

}  // namespace kinora::cli
