#include "../json.hpp"
#include "open_table.hpp"
#include "schema_output.hpp"
#include "table_app.hpp"

#include <fmt/format.h>
#include <memory>

namespace kinora::cli {
namespace {

Result<void> run_schema(const ReadOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  if (options.json)
    print_json(schema_to_json(*table));
  else
    fmt::print("{}", schema_text(*table));
  return {};
}

}  // namespace

void add_schema_command(const TableApp& table) {
  auto options = std::make_shared<ReadOptions>();
  Command command = table.add("schema", "The columns and their types", "movies.lance schema");
  add_version_option(command, *options);
  table.finish(command, options, run_schema);
}

}  // namespace kinora::cli
