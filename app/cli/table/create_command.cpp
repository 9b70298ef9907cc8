#include "../interrupt.hpp"
#include "../json.hpp"
#include "../progress.hpp"
#include "import_files.hpp"
#include "kinora/store/table.hpp"
#include "open_table.hpp"
#include "schema_output.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct CreateOptions : FileOptions {
  bool overwrite = false;
};

/// Where the table is to be. Errors: kInvalidArgument (a name that LanceDB would not find, a bundle), kAlreadyExists.
Result<std::filesystem::path> new_place(const CreateOptions& options) {
  Result<std::filesystem::path> place = own_place(options.path);
  if (!place) return place;
  if (!place->has_filename()) place = place->parent_path();
  if (place->extension() != ".lance" || place->stem().empty())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a table is a directory with a name that ends in .lance",
                 .where = options.path,
                 .expected = "NAME.lance"});
  std::error_code ignored;
  if (!options.overwrite && std::filesystem::exists(*place, ignored)) {
    const bool table = std::filesystem::exists(*place / "_versions", ignored);
    return fail({.code = ErrorCode::kAlreadyExists,
                 .what = table ? "there is a table here already" : "there is something else here already",
                 .where = options.path,
                 .next_step = table ? "append adds rows to it; --overwrite makes a new version of these rows alone"
                                    : "Choose another name"});
  }
  return place;
}

Result<void> run_create(const CreateOptions& options) {
  const Result<std::filesystem::path> place = new_place(options);
  if (!place) return fail(place.error());
  const InterruptHandler interrupt;
  ProgressBar progress(false, ProgressBar::Finished::kCleared);
  const Execution execution{.observer = &progress, .cancellation = &interrupt.token()};
  const Result<std::vector<Column>> columns = read_files(options, std::nullopt, execution);
  if (!columns) return fail(columns.error());
  const Result<Table> table = Table::overwrite(*place, *columns, execution);
  if (!table) return fail(table.error());
  if (options.json)
    print_json(schema_to_json(*table));
  else
    fmt::print("{}", schema_text(*table));
  return {};
}

}  // namespace

void add_create_command(const TableApp& table) {
  auto options = std::make_shared<CreateOptions>();
  Command command = table.add("create", "Make a table of the rows of files; types are found out",
                              "movies.lance create movies.csv vectors.npy\nWhat can be read: docs/formats/exchange.md");
  add_file_options(command, *options);
  command.flag("--overwrite", options->overwrite, "If there is a table, make a new version of it that has these rows alone");
  table.finish(command, options, run_create);
}

}  // namespace kinora::cli
