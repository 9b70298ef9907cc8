#pragma once

#include "kinora/store/table.hpp"

#include <gtest/gtest.h>
#include <bit>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

/// A table's rows as text that tests/interop/rows.mjs makes of LanceDB's in the same way: one JSON array a row, int64 as a
/// string, floats by their bits, so that equal text means equal rows.
namespace kinora::testing {

template <class Unsigned>
std::string hex(Unsigned bits) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (int shift = static_cast<int>(8 * sizeof(bits)) - 4; shift >= 0; shift -= 4) text.push_back(kDigits[bits >> shift & 0xFU]);
  return text;
}

inline std::string bits_of(float value) { return std::isnan(value) ? "nan" : hex(std::bit_cast<std::uint32_t>(value)); }
inline std::string bits_of(double value) { return std::isnan(value) ? "nan" : hex(std::bit_cast<std::uint64_t>(value)); }

inline nlohmann::json value_of(const Column& column, std::size_t row) {
  if (column.is_null(row)) return nullptr;
  switch (column.field.type) {
    case DataType::kBool:
      return column.bools[row] != 0;
    case DataType::kInt32:
      return column.int32s[row];
    case DataType::kInt64:
      return std::to_string(column.int64s[row]);
    case DataType::kFloat32:
      return bits_of(column.floats[row]);
    case DataType::kFloat64:
      return bits_of(column.doubles[row]);
    case DataType::kString:
      return std::string(column.text_at(row));
    case DataType::kStringList: {
      nlohmann::json items = nlohmann::json::array();
      const auto [begin, end] = column.items_of(row);
      for (std::size_t item = begin; item < end; ++item)
        items.push_back(column.is_null_item(item) ? nlohmann::json() : nlohmann::json(std::string(column.text_at(item))));
      return items;
    }
    case DataType::kVector: {
      std::string all;
      for (const float value : column.vectors().row(row)) all += bits_of(value);
      return all;
    }
    case DataType::kForeign:
      break;
  }
  return nullptr;
}

inline std::string dump_rows(std::span<const Column> columns) {
  std::string text;
  for (std::size_t row = 0; row < (columns.empty() ? 0 : columns.front().rows); ++row) {
    nlohmann::json values = nlohmann::json::array();
    for (const Column& column : columns) values.push_back(value_of(column, row));
    text += values.dump() + "\n";
  }
  return text;
}

inline std::vector<Column> all_columns(const Table& table) {
  std::vector<Column> columns;
  for (const Field& field : table.schema().fields) {
    auto column = table.column(field.name);
    if (!column) {
      ADD_FAILURE() << column.error().message();
      return {};
    }
    columns.push_back(*std::move(column));
  }
  return columns;
}

inline std::string dump_rows(const Table& table) { return dump_rows(all_columns(table)); }

}  // namespace kinora::testing
