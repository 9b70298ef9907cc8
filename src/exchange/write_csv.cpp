#include "base/try.hpp"
#include "exchange/text_rows.hpp"
#include "exchange/writers.hpp"
#include "kinora/store/cell_json.hpp"

#include <cmath>
#include <string>
#include <string_view>

namespace kinora::exchange {
namespace {

/// Quoted where a reader, of whatever delimiter, would not see the text as it is. An empty text is not null: it has quotes.
void add_text(std::string& line, std::string_view text) {
  if (!text.empty() && text.find_first_of("\"\r\n,;|\t") == std::string_view::npos) {
    line += text;
    return;
  }
  line += '"';
  for (const char character : text) {
    if (character == '"') line += '"';
    line += character;
  }
  line += '"';
}

void add_cell(std::string& line, const Column& column, std::size_t row) {
  if (column.is_null(row)) return;
  switch (column.field.type) {
    case DataType::kString:
      return add_text(line, column.text_at(row));
    case DataType::kFloat32:
    case DataType::kFloat64: {
      const double value = column.field.type == DataType::kFloat32 ? double{column.floats[row]} : column.doubles[row];
      if (std::isfinite(value)) break;
      line += std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
      return;
    }
    default:
      break;
  }
  add_text(line, cell_to_json(column, row));
}

/// A row whose one cell is empty is a blank line, which is no row.
Result<void> check_blank_rows(std::span<const Column> columns) {
  const Column& first = columns.front();
  if (columns.size() > 1) return {};
  for (std::size_t row = 0; row < first.rows; ++row)
    if (first.is_null(row))
      return fail(
          {.code = ErrorCode::kInvalidArgument,
           .what = "a CSV file of one column has no line for a value that is null",
           .where = "column '" + first.field.name + "', row " + std::to_string(row),
           .next_step = "Export another column beside it, the rows where " + first.field.name + " IS NOT NULL, or JSON lines"});
  return {};
}

}  // namespace

Result<void> write_csv(FileSystem& files, const std::filesystem::path& path, std::span<const Column> columns,
                       const Stage& stage) {
  KINORA_TRY_VOID(check_blank_rows(columns));
  std::string head;
  for (const Column& column : columns) {
    if (&column != &columns.front()) head += ',';
    add_text(head, column.field.name);
  }
  head += '\n';
  const auto add_row = [&](std::string& text, std::size_t row) {
    for (const Column& column : columns) {
      if (&column != &columns.front()) text += ',';
      add_cell(text, column, row);
    }
    text += '\n';
  };
  return write_text_rows(files, path, std::move(head), columns.front().rows, add_row, stage);
}

}  // namespace kinora::exchange
