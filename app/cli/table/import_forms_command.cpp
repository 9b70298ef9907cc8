#include "../json.hpp"
#include "../terminal.hpp"
#include "cell_text.hpp"
#include "open_table.hpp"
#include "table_app.hpp"
#include "text_table.hpp"

#include <fmt/format.h>
#include <memory>
#include <string>

namespace kinora::cli {
namespace {

/// How a value of a type is written in the files whose values are texts.
struct ValueForms {
  const char* csv = "";
  const char* json = "";
};

ValueForms forms_of(DataType type) {
  switch (type) {
    case DataType::kBool:
      return {.csv = "true, false", .json = "true, false"};
    case DataType::kInt32:
    case DataType::kInt64:
      return {.csv = "1995", .json = "1995"};
    case DataType::kFloat32:
    case DataType::kFloat64:
      return {.csv = "7.5", .json = "7.5"};
    case DataType::kString:
      return {.csv = "text", .json = "\"text\""};
    case DataType::kStringList:
      return {.csv = "a|b or [\"a\", \"b\"]", .json = "[\"a\", \"b\"]"};
    case DataType::kVector:
      return {.csv = "[0.5, -1, ...]", .json = "[0.5, -1, ...]"};
    case DataType::kForeign:  // in no schema
      break;
  }
  return {};
}

Json forms_to_json(const Table& table) {
  Json list = Json::array();
  for (const Field& field : table.schema().fields) {
    const ValueForms forms = forms_of(field.type);
    list.push_back({{"name", field.name},
                    {"type", type_name(field)},
                    {"nullable", field.nullable},
                    {"csv", forms.csv},
                    {"json", forms.json}});
  }
  return {{"version", table.version()}, {"columns", std::move(list)}};
}

void print_forms(const Table& table) {
  TextTable lines({{.name = "column"}, {.name = "type"}, {.name = "in CSV"}, {.name = "in JSON lines"}, {.name = ""}});
  for (const Field& field : table.schema().fields) {
    const ValueForms forms = forms_of(field.type);
    lines.add_row({{.text = printable(field.name)},
                   {.text = type_name(field)},
                   {.text = forms.csv},
                   {.text = forms.json},
                   {.text = field.nullable ? "" : "not null", .faint = true}});
  }
  fmt::print("{}\n{}", lines.text(terminal_width()),
             "What a file is, its bytes say, not its name:\n"
             "  CSV         with a header; also with tabs, ; or |; an empty cell is null\n"
             "  JSON lines  an object a line; null, or a name that is missing, is null\n"
             "  Arrow       IPC file (Feather version 2) or stream, with the columns' types\n"
             "  .npy        one array of float32 or float64, a row each, for vectors\n"
             "CSV and JSON lines may be gzip-compressed. A column that a file has not is null.\n"
             "All of a file is read or nothing of it: docs/formats/exchange.md\n");
}

Result<void> run_import_forms(const ReadOptions& options) {
  const Result<Table> table = open_table(options);
  if (!table) return fail(table.error());
  if (options.json)
    print_json(forms_to_json(*table));
  else
    print_forms(*table);
  return {};
}

}  // namespace

void add_import_forms_command(const TableApp& table) {
  auto options = std::make_shared<ReadOptions>();
  Command command = table.add("import-forms", "What a file must hold that is appended or merged", "movies.lance import-forms");
  table.finish(command, options, run_import_forms);
}

}  // namespace kinora::cli
