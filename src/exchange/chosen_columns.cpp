#include "exchange/chosen_columns.hpp"

#include <algorithm>

namespace kinora::exchange {
namespace {

std::string listed(std::span<const std::string> names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : "one of " + text;
}

tl::unexpected<Error> no_such_column(std::string what, std::string_view column, std::span<const std::string> names,
                                     std::string_view file, std::string next_step) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::move(what),
               .where = std::string(file),
               .expected = listed(names),
               .found = "'" + std::string(column) + "'",
               .next_step = std::move(next_step)});
}

}  // namespace

Result<Field> find_field(const Schema& schema, std::string_view column, std::string_view file) {
  if (const auto index = schema.find(column)) return schema.fields[*index];
  std::vector<std::string> names;
  for (const Field& field : schema.fields) names.push_back(field.name);
  return no_such_column("the table has no column of this name", column, names, file, "Rename the column or leave it out");
}

bool is_chosen(const ImportOptions& options, std::string_view name) {
  return options.columns.empty() || std::find(options.columns.begin(), options.columns.end(), name) != options.columns.end();
}

Result<void> check_chosen(const ImportOptions& options, std::span<const std::string> names, std::string_view file) {
  for (const std::string& column : options.columns)
    if (std::find(names.begin(), names.end(), column) == names.end())
      return no_such_column("the file has no column of this name", column, names, file, "Choose among those that it has");
  return {};
}

std::vector<Column> in_chosen_order(std::vector<Column> columns, const ImportOptions& options) {
  if (options.columns.empty()) return columns;
  std::vector<Column> ordered;
  for (const std::string& name : options.columns)
    for (const Column& column : columns)
      if (column.field.name == name) ordered.push_back(column);
  return ordered;
}

}  // namespace kinora::exchange
