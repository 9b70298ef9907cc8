#include "schema_output.hpp"

#include "../terminal.hpp"
#include "cell_text.hpp"
#include "text_table.hpp"

#include <fmt/format.h>
#include <vector>

namespace kinora::cli {

Json schema_to_json(const Table& table) {
  Json list = Json::array();
  for (const Field& field : table.schema().fields)
    list.push_back({{"name", field.name}, {"type", type_name(field)}, {"nullable", field.nullable}});
  return {{"version", table.version()}, {"rows", table.row_count()}, {"fields", std::move(list)}};
}

std::string schema_text(const Table& table) {
  const std::vector<Field>& fields = table.schema().fields;
  TextTable lines({{.name = "column"}, {.name = "type"}, {.name = ""}});
  for (const Field& field : fields)
    lines.add_row(
        {{.text = printable(field.name)}, {.text = type_name(field)}, {.text = field.nullable ? "" : "not null", .faint = true}});
  return lines.text(terminal_width()) +
         dim(fmt::format("{}, {}, version {}", counted(fields.size(), "column"), counted(table.row_count(), "row"),
                         table.version())) +
         '\n';
}

}  // namespace kinora::cli
