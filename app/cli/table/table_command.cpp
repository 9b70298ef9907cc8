#include "../commands.hpp"
#include "table_app.hpp"

namespace kinora::cli {

void add_table(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("table", "Look into a bundle's table; look after any Lance directory");
  const TableApp table(*command, action);
  add_row_commands(table);
  add_schema_command(table);
  add_version_commands(table);
  add_tag_commands(table);
  add_diff_command(table);
  add_verify_command(table);
  add_upkeep_commands(table);
  command->footer("Each has its own help: kinora table movies.lance search --help\nMore: docs/table.md");
}

}  // namespace kinora::cli
