#include "../commands.hpp"
#include "table_app.hpp"

namespace kinora::cli {

void add_table(const Command& app) {
  Command command = app.add_command("table", "Look into a bundle's table; look after any Lance directory");
  const TableApp table(command);
  const TableApp rows = table.in_group("Rows");
  add_row_commands(rows);
  add_search_command(rows);
  add_schema_command(rows);
  const TableApp changes = table.in_group("Changes, each one new version");
  add_create_command(changes);
  add_append_command(changes);
  add_update_command(changes);
  add_merge_command(changes);
  add_delete_command(changes);
  add_column_commands(changes);
  const TableApp versions = table.in_group("Versions");
  add_version_commands(versions);
  add_diff_command(versions);
  add_tag_commands(versions);
  const TableApp files = table.in_group("Files");
  add_export_command(files);
  add_import_forms_command(files);
  const TableApp upkeep = table.in_group("Upkeep");
  add_index_command(upkeep);
  add_verify_command(upkeep);
  add_upkeep_commands(upkeep);
  command.set_footer("Each has its own help: kinora table movies.lance search --help\nMore: docs/table.md");
}

}  // namespace kinora::cli
