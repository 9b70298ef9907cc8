#include "kinora/store/cell_json.hpp"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace kinora {
namespace {

constexpr const char* kNull = "null";

template <class T>
std::string number_text(T number) {
  if constexpr (std::is_floating_point_v<T>)
    if (!std::isfinite(number)) return kNull;
  char text[40];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  return {text, end};
}

std::string string_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// `[a,b]` of the texts that `item_text` gives for begin to end.
template <class ItemText>
std::string array_text(std::size_t begin, std::size_t end, ItemText item_text) {
  std::string text = "[";
  for (std::size_t item = begin; item < end; ++item) {
    if (item != begin) text += ',';
    text += item_text(item);
  }
  return text += ']';
}

}  // namespace

std::string cell_to_json(const Column& column, std::size_t row) {
  if (column.is_null(row)) return kNull;
  switch (column.field.type) {
    case DataType::kBool:
      return column.bools[row] != 0 ? "true" : "false";
    case DataType::kInt32:
      return number_text(column.int32s[row]);
    case DataType::kInt64:
      return number_text(column.int64s[row]);
    case DataType::kFloat32:
      return number_text(column.floats[row]);
    case DataType::kFloat64:
      return number_text(column.doubles[row]);
    case DataType::kString:
      return string_text(column.text_at(row));
    case DataType::kStringList: {
      const auto [begin, end] = column.items_of(row);
      return array_text(begin, end, [&](std::size_t item) {
        return column.is_null_item(item) ? std::string(kNull) : string_text(column.text_at(item));
      });
    }
    case DataType::kVector: {
      const std::span<const float> vector = column.vectors().row(row);
      return array_text(0, vector.size(), [&](std::size_t element) { return number_text(vector[element]); });
    }
    case DataType::kForeign:
      break;
  }
  return kNull;
}

}  // namespace kinora
