#include "store/lance/column_check.hpp"

#include "base/try.hpp"
#include "store/utf8.hpp"

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>

namespace kinora::lance {
namespace {

tl::unexpected<Error> bad(const Column& column, std::string what, std::string expected = {}, std::string found = {}) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::move(what),
               .where = "column '" + column.field.name + "'",
               .expected = std::move(expected),
               .found = std::move(found)});
}

Result<void> check_length(const Column& column, std::size_t length, std::size_t expected, std::string_view what) {
  if (length == expected) return {};
  return bad(column, "the column has not one of the " + std::string(what) + " for each row", std::to_string(expected),
             std::to_string(length));
}

Result<void> check_column_ends(const Column& column, std::span<const std::uint64_t> ends, std::size_t limit) {
  std::uint64_t last = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (ends[i] < last || ends[i] > limit)
      return bad(column, "end " + std::to_string(i) + " falls or lies behind the last element", {}, std::to_string(ends[i]));
    last = ends[i];
  }
  return {};
}

Result<void> check_text(const Column& column, std::size_t strings) {
  KINORA_TRY_VOID(check_length(column, column.text_ends.size(), strings, "strings"));
  const std::string_view text(column.text.span().data(), column.text.size());
  KINORA_TRY_VOID(check_column_ends(column, column.text_ends.span(), text.size()));
  const std::size_t used = strings == 0 ? 0 : static_cast<std::size_t>(column.text_ends[strings - 1]);
  if (const auto offset = first_invalid_utf8(text.substr(0, used)))
    return bad(column, "the text is not UTF-8", {}, "byte " + std::to_string(*offset) + " of the column");
  for (std::size_t i = 0; i < strings; ++i)
    if (column.text_ends[i] < used && is_continuation(text[column.text_ends[i]]))
      return bad(column, "string " + std::to_string(i) + " ends within a character");
  return {};
}

Result<void> check_lists(const Column& column) {
  KINORA_TRY_VOID(check_length(column, column.list_ends.size(), column.rows, "lists"));
  KINORA_TRY_VOID(check_column_ends(column, column.list_ends.span(), std::numeric_limits<std::size_t>::max()));
  for (std::size_t row = 0; row < column.rows; ++row)
    if (const auto [begin, end] = column.items_of(row); column.is_null(row) && begin != end)
      return bad(column, "row " + std::to_string(row) + " is null and has items");
  const std::size_t items = column.rows == 0 ? 0 : static_cast<std::size_t>(column.list_ends[column.rows - 1]);
  if (!column.item_validity.empty() && column.item_validity.size() != (items + 7) / 8)
    return bad(column, "the validity has not one bit for each item");
  return check_text(column, items);
}

Result<void> check_vectors(const Column& column) {
  constexpr std::size_t kMaxDimension = std::numeric_limits<std::int32_t>::max();
  if (column.field.dimension == 0 || column.field.dimension > kMaxDimension)
    return bad(column, "a vector has between 1 and 2147483647 elements", {}, std::to_string(column.field.dimension));
  return check_length(column, column.floats.size(), column.rows * column.field.dimension, "vectors' elements");
}

Result<void> check_foreign(const Column& column) {
  if (column.field.dimension != 0)
    return check_length(column, column.foreign.size(), column.rows * column.field.dimension, "values' bytes");
  KINORA_TRY_VOID(check_length(column, column.text_ends.size(), column.rows, "values"));
  return check_column_ends(column, column.text_ends.span(), column.text.size());
}

Result<void> check_values(const Column& column) {
  switch (column.field.type) {
    case DataType::kBool:
      return check_length(column, column.bools.size(), column.rows, "values");
    case DataType::kInt32:
      return check_length(column, column.int32s.size(), column.rows, "values");
    case DataType::kInt64:
      return check_length(column, column.int64s.size(), column.rows, "values");
    case DataType::kFloat32:
      return check_length(column, column.floats.size(), column.rows, "values");
    case DataType::kFloat64:
      return check_length(column, column.doubles.size(), column.rows, "values");
    case DataType::kVector:
      return check_vectors(column);
    case DataType::kString:
      return check_text(column, column.rows);
    case DataType::kStringList:
      return check_lists(column);
    case DataType::kForeign:
      return check_foreign(column);
  }
  return {};
}

}  // namespace

Result<void> check_columns(std::span<const Column> columns) {
  if (columns.empty()) return fail({.code = ErrorCode::kInvalidArgument, .what = "a table has at least one column"});
  std::set<std::string_view> names;
  for (const Column& column : columns) {
    if (!names.insert(column.field.name).second) return bad(column, "two columns have this name");
    if (column.field.name.empty() || first_invalid_utf8(column.field.name))
      return bad(column, "a column's name is UTF-8 and not empty");
    if (column.rows != columns.front().rows)
      return bad(column, "the columns have different numbers of rows", std::to_string(columns.front().rows),
                 std::to_string(column.rows));
    if (!column.validity.empty() && column.validity.size() != (column.rows + 7) / 8)
      return bad(column, "the validity has not one bit for each row");
    KINORA_TRY_VOID(check_values(column));
  }
  return {};
}

}  // namespace kinora::lance
