#include "row_output.hpp"

#include "../json.hpp"
#include "../terminal.hpp"
#include "cell_text.hpp"
#include "kinora/store/cell_json.hpp"
#include "text_table.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <optional>
#include <string_view>

namespace kinora::cli {
namespace {

constexpr std::string_view kDistance = "_distance";
constexpr std::size_t kMinSideBySideColumns = 14;  // narrower, and columns side by side say less than one below the other
constexpr std::size_t kWidestName = 24;

std::string distance_text(float distance) {
  std::string text = fmt::format("{:.6f}", distance);
  return text == "-0.000000" ? text.substr(1) : text;
}

TextTable side_by_side(const ShownRows& shown) {
  std::vector<TextTable::Heading> headings;
  if (!shown.distances.empty()) headings.push_back({.name = std::string(kDistance), .align = Align::kRight});
  for (const Column& column : shown.columns)
    headings.push_back({.name = printable(column.field.name), .align = alignment_of(column.field.type)});
  TextTable table(std::move(headings));
  for (std::size_t i = 0; i < shown.rows.size(); ++i) {
    std::vector<Cell> cells;
    if (!shown.distances.empty()) cells.push_back({.text = distance_text(shown.distances[i])});
    for (const Column& column : shown.columns) cells.push_back(shown_cell(column, shown.rows[i]));
    table.add_row(std::move(cells));
  }
  return table;
}

std::string one_below_the_other(const ShownRows& shown, std::size_t width) {
  std::size_t name_width = shown.distances.empty() ? 0 : kDistance.size();
  for (const Column& column : shown.columns) name_width = std::max(name_width, display_width(printable(column.field.name)));
  name_width = std::min(name_width, kWidestName);
  const std::size_t cell_width = std::max<std::size_t>(width, name_width + 24) - name_width - 4;
  std::string text;
  const auto line = [&](std::string_view name, const Cell& cell) {
    const std::string value = clip(cell.text, cell_width);
    text += "  " + fit(name, name_width) + "  " + (cell.faint ? dim(value) : value) + '\n';
  };
  for (std::size_t i = 0; i < shown.rows.size(); ++i) {
    text += bold(fmt::format("row {}", shown.rows[i])) + '\n';
    if (!shown.distances.empty()) line(kDistance, {.text = distance_text(shown.distances[i])});
    for (const Column& column : shown.columns) line(printable(column.field.name), shown_cell(column, shown.rows[i]));
  }
  return text;
}

std::string json_key(std::string_view name) { return Json(name).text() + ':'; }

}  // namespace

Result<std::vector<Column>> read_columns(const Table& table, const std::vector<std::string>& names) {
  std::vector<std::string> wanted = names;
  if (wanted.empty())
    for (const Field& field : table.schema().fields) wanted.push_back(field.name);
  std::vector<Column> columns;
  for (const std::string& name : wanted) {
    Result<Column> column = table.column(name);
    if (!column) return fail(column.error());
    columns.push_back(*std::move(column));
  }
  return columns;
}

void print_rows_as_json(const ShownRows& shown) {
  std::vector<std::string> keys;
  for (const Column& column : shown.columns) keys.push_back(json_key(column.field.name));
  for (std::size_t i = 0; i < shown.rows.size(); ++i) {
    std::string line = "{";
    if (!shown.distances.empty()) line += fmt::format("{}{}", json_key(kDistance), shown.distances[i]);
    for (std::size_t column = 0; column < keys.size(); ++column) {
      if (line.size() > 1) line += ',';
      line += keys[column] + cell_to_json(shown.columns[column], shown.rows[i]);
    }
    fmt::print("{}}}\n", line);
  }
}

void print_shown(const ShownRows& shown, bool json, const std::string& remark) {
  if (json)
    print_rows_as_json(shown);
  else
    fmt::print("{}{}\n", rows_text(shown, terminal_width()), dim(remark));
}

std::string rows_text(const ShownRows& shown, std::size_t width) {
  if (shown.rows.empty()) return "";
  if (std::optional<std::string> table = side_by_side(shown).fitted(width, kMinSideBySideColumns)) return *std::move(table);
  return one_below_the_other(shown, width);
}

}  // namespace kinora::cli
