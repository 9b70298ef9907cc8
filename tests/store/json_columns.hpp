#pragma once

#include "kinora/store/column.hpp"

#include <bit>
#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Columns from the JSON that table_dump.hpp makes of them: {"name", "type" (Lance's), "dimension", "nullable", "values"}.
namespace kinora::testing {

template <class Unsigned>
Unsigned from_hex(std::string_view text) {
  Unsigned bits = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits, 16);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("no hexadecimal number: " + std::string(text));
  return bits;
}

inline float float_of(std::string_view bits) {
  return std::bit_cast<float>(bits == "nan" ? 0x7fc00000U : from_hex<std::uint32_t>(bits));
}
inline double double_of(std::string_view bits) {
  return std::bit_cast<double>(bits == "nan" ? 0x7ff8000000000000U : from_hex<std::uint64_t>(bits));
}

inline DataType type_of(const std::string& name) {
  static const std::pair<const char*, DataType> kTypes[] = {{"bool", DataType::kBool},       {"int32", DataType::kInt32},
                                                            {"int64", DataType::kInt64},     {"float", DataType::kFloat32},
                                                            {"double", DataType::kFloat64},  {"string", DataType::kString},
                                                            {"list", DataType::kStringList}, {"vector", DataType::kVector}};
  for (const auto& [each, type] : kTypes)
    if (name == each) return type;
  throw std::invalid_argument("unknown type " + name);
}

inline Buffer<std::uint8_t> validity_of(const std::vector<bool>& valid) {
  std::vector<std::uint8_t> bits((valid.size() + 7) / 8);
  bool all = true;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    all = all && valid[i];
    bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | static_cast<unsigned>(valid[i]) << (i % 8));
  }
  return all ? Buffer<std::uint8_t>() : Buffer<std::uint8_t>(std::move(bits));
}

template <class T, class Convert>
Buffer<T> buffer_of(const nlohmann::json& values, const Convert& convert) {
  std::vector<T> converted;
  for (const nlohmann::json& value : values) converted.push_back(value.is_null() ? T{} : static_cast<T>(convert(value)));
  return Buffer<T>(std::move(converted));
}

class TextOfJson {
 public:
  void add(const nlohmann::json& value) {
    valid_.push_back(!value.is_null());
    if (!value.is_null()) {
      const auto& text = value.get_ref<const std::string&>();
      bytes_.insert(bytes_.end(), text.begin(), text.end());
    }
    ends_.push_back(bytes_.size());
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] Buffer<std::uint8_t> validity() const { return validity_of(valid_); }
  void move_into(Column& column) {
    column.text = Buffer<char>(std::move(bytes_));
    column.text_ends = Buffer<std::uint64_t>(std::move(ends_));
  }

 private:
  std::vector<bool> valid_;
  std::vector<char> bytes_;
  std::vector<std::uint64_t> ends_;
};

inline void read_texts(Column& column, const nlohmann::json& values) {
  TextOfJson texts;
  for (const nlohmann::json& value : values) texts.add(value);
  texts.move_into(column);
}

inline void read_lists(Column& column, const nlohmann::json& values) {
  TextOfJson texts;
  std::vector<std::uint64_t> ends;
  for (const nlohmann::json& value : values) {
    if (!value.is_null())
      for (const nlohmann::json& item : value) texts.add(item);
    ends.push_back(texts.size());
  }
  column.item_validity = texts.validity();
  texts.move_into(column);
  column.list_ends = Buffer<std::uint64_t>(std::move(ends));
}

inline Buffer<float> vectors_of(const nlohmann::json& values, std::size_t dimension) {
  constexpr std::size_t kDigits = 8;
  std::vector<float> floats;
  for (const nlohmann::json& value : values)
    for (std::size_t i = 0; i < dimension; ++i)
      floats.push_back(
          value.is_null() ? 0.0F : float_of(std::string_view(value.get_ref<const std::string&>()).substr(i * kDigits, kDigits)));
  return Buffer<float>(std::move(floats));
}

inline Column column_of(const nlohmann::json& given) {
  using nlohmann::json;
  Column column;
  column.field = {.name = given.at("name"),
                  .type = type_of(given.at("type")),
                  .nullable = given.value("nullable", true),
                  .dimension = given.value("dimension", std::size_t{0})};
  const json& values = given.at("values");
  column.rows = values.size();
  std::vector<bool> valid;
  for (const json& value : values) valid.push_back(!value.is_null());
  column.validity = validity_of(valid);
  switch (column.field.type) {
    case DataType::kBool:
      column.bools = buffer_of<std::uint8_t>(values, [](const json& value) { return value.get<bool>() ? 1 : 0; });
      break;
    case DataType::kInt32:
      column.int32s = buffer_of<std::int32_t>(values, [](const json& value) { return value.get<std::int32_t>(); });
      break;
    case DataType::kInt64:
      column.int64s = buffer_of<std::int64_t>(values, [](const json& value) { return std::stoll(value.get<std::string>()); });
      break;
    case DataType::kFloat32:
      column.floats = buffer_of<float>(values, [](const json& value) { return float_of(value.get<std::string>()); });
      break;
    case DataType::kFloat64:
      column.doubles = buffer_of<double>(values, [](const json& value) { return double_of(value.get<std::string>()); });
      break;
    case DataType::kString:
      read_texts(column, values);
      break;
    case DataType::kStringList:
      read_lists(column, values);
      break;
    case DataType::kVector:
      column.floats = vectors_of(values, column.field.dimension);
      break;
    case DataType::kForeign:
      break;
  }
  return column;
}

inline std::vector<Column> columns_of(const nlohmann::json& given) {
  std::vector<Column> columns;
  for (const nlohmann::json& each : given) columns.push_back(column_of(each));
  return columns;
}

}  // namespace kinora::testing
