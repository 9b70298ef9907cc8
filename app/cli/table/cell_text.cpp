#include "cell_text.hpp"

#include "../terminal.hpp"
#include "kinora/store/cell_json.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace kinora::cli {
namespace {

constexpr std::size_t kShownElements = 3;
constexpr std::size_t kShownBytes = 4096;

/// The beginning of a text that is far longer than any line, cut between two code points.
std::string_view beginning(std::string_view text) {
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::string shown_text(std::string_view text) {
  const std::string_view shown = beginning(text);
  return printable(shown) + (shown.size() < text.size() ? "…" : "");
}

std::string shown_list(const Column& column, std::size_t row) {
  const auto [begin, end] = column.items_of(row);
  std::string text = "[";
  for (std::size_t item = begin; item < end; ++item) {
    if (text.size() > kShownBytes) return text + ", …]";
    if (item != begin) text += ", ";
    text += column.is_null_item(item) ? "null" : shown_text(column.text_at(item));
  }
  return text + "]";
}

std::string shown_vector(std::span<const float> vector) {
  std::string text = "[";
  for (std::size_t element = 0; element < std::min(kShownElements, vector.size()); ++element)
    text += fmt::format("{}{:.4g}", element == 0 ? "" : ", ", vector[element]);
  return text + (vector.size() > kShownElements ? ", …]" : "]");
}

/// JSON has no word for numbers that are not finite; people have.
template <class Number>
std::string shown_number(const Column& column, std::size_t row, Number number) {
  return std::isfinite(number) ? cell_to_json(column, row) : fmt::format("{}", number);
}

}  // namespace

Cell shown_cell(const Column& column, std::size_t row) {
  if (column.is_null(row)) return {.text = "null", .faint = true};
  switch (column.field.type) {
    case DataType::kString:
      return {.text = shown_text(column.text_at(row))};
    case DataType::kStringList:
      return {.text = shown_list(column, row)};
    case DataType::kVector:
      return {.text = shown_vector(column.vectors().row(row))};
    case DataType::kFloat32:
      return {.text = shown_number(column, row, column.floats[row])};
    case DataType::kFloat64:
      return {.text = shown_number(column, row, column.doubles[row])};
    case DataType::kBool:
    case DataType::kInt32:
    case DataType::kInt64:
    case DataType::kForeign:  // in no schema, so in no table shown
      break;
  }
  return {.text = cell_to_json(column, row)};
}

Align alignment_of(DataType type) {
  const bool number =
      type == DataType::kInt32 || type == DataType::kInt64 || type == DataType::kFloat32 || type == DataType::kFloat64;
  return number ? Align::kRight : Align::kLeft;
}

std::string type_name(const Field& field) {
  switch (field.type) {
    case DataType::kBool:
      return "bool";
    case DataType::kInt32:
      return "int32";
    case DataType::kInt64:
      return "int64";
    case DataType::kFloat32:
      return "float";
    case DataType::kFloat64:
      return "double";
    case DataType::kString:
      return "string";
    case DataType::kStringList:
      return "list<string>";
    case DataType::kVector:
      return fmt::format("fixed_size_list<float, {}>", field.dimension);
    case DataType::kForeign:
      return field.foreign_type;
  }
  return "";
}

}  // namespace kinora::cli
