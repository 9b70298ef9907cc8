#include "../json_output.hpp"
#include "../terminal.hpp"
#include "cell_text.hpp"
#include "open_table.hpp"
#include "table_app.hpp"
#include "text_table.hpp"

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace kinora::cli {
namespace {

Result<void> run_schema(const ReadOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  const std::vector<Field>& fields = table->schema().fields;
  if (options.json) {
    Json list = Json::array();
    for (const Field& field : fields)
      list.push_back({{"name", field.name}, {"type", type_name(field)}, {"nullable", field.nullable}});
    print_json({{"version", table->version()}, {"rows", table->row_count()}, {"fields", std::move(list)}});
    return {};
  }
  TextTable lines({{.name = "column"}, {.name = "type"}, {.name = ""}});
  for (const Field& field : fields)
    lines.add_row(
        {{.text = printable(field.name)}, {.text = type_name(field)}, {.text = field.nullable ? "" : "not null", .faint = true}});
  fmt::print("{}{}\n", lines.text(terminal_width()),
             dim(fmt::format("{} columns, {} rows, version {}", fields.size(), grouped(table->row_count()), table->version())));
  return {};
}

}  // namespace

void add_schema_command(const TableApp& table) {
  auto options = std::make_shared<ReadOptions>();
  CLI::App* command = table.add("schema", "The columns and their types", "movies.lance schema");
  add_version_option(*command, *options);
  table.finish(command, options, run_schema);
}

}  // namespace kinora::cli
