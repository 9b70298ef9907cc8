#include "engine/merge_columns.hpp"

#include "base/check.hpp"
#include "base/try.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>

namespace kinora {
namespace {

/// Some rows of a column.
struct Part {
  const Column& column;
  std::span<const std::size_t> rows;
};

/// The values of the parts' rows, one after the other; none where there is a null.
template <class T, class ValueOf>
std::vector<std::optional<T>> values_of(std::span<const Part> parts, ValueOf value_of) {
  std::vector<std::optional<T>> values;
  values.reserve(std::accumulate(parts.begin(), parts.end(), std::size_t{0},
                                 [](std::size_t sum, const Part& part) { return sum + part.rows.size(); }));
  for (const auto& [column, rows] : parts)
    for (const std::size_t row : rows)
      values.push_back(column.is_null(row) ? std::nullopt : std::optional<T>(value_of(column, row)));
  return values;
}

std::vector<std::string_view> items_of(const Column& column, std::size_t row) {
  std::vector<std::string_view> items;
  const auto [begin, end] = column.items_of(row);
  for (std::size_t item = begin; item < end; ++item) items.push_back(column.text_at(item));
  return items;
}

Column merge_vectors(const Field& field, std::span<const Part> parts) {
  std::size_t rows = 0;
  for (const Part& part : parts) rows += part.rows.size();
  Matrix vectors(rows, field.dimension);
  std::size_t next = 0;
  for (const auto& [column, chosen] : parts) {
    const MatrixView view = column.vectors();
    for (const std::size_t row : chosen) std::copy_n(view.row(row).begin(), view.cols, vectors.row(next++).begin());
  }
  return make_vector_column(field.name, vectors.view());
}

Column merge_int64s(const Field& field, std::span<const Part> parts) {
  std::vector<std::int64_t> values;
  for (const auto& [column, rows] : parts)
    for (const std::size_t row : rows) values.push_back(column.int64s[row]);
  return make_int64_column(field.name, std::move(values));
}

Column merge(const Field& field, std::span<const Part> parts) {
  switch (field.type) {
    case DataType::kBool:
      return make_bool_column(field.name,
                              values_of<bool>(parts, [](const Column& c, std::size_t row) { return c.bools[row] != 0; }));
    case DataType::kInt32:
      return make_int32_column(field.name,
                               values_of<std::int32_t>(parts, [](const Column& c, std::size_t row) { return c.int32s[row]; }));
    case DataType::kInt64:
      return merge_int64s(field, parts);
    case DataType::kFloat32:
      return make_float_column(field.name,
                               values_of<float>(parts, [](const Column& c, std::size_t row) { return c.floats[row]; }));
    case DataType::kFloat64:
      return make_double_column(field.name,
                                values_of<double>(parts, [](const Column& c, std::size_t row) { return c.doubles[row]; }));
    case DataType::kString:
      return make_string_column(
          field.name, values_of<std::string_view>(parts, [](const Column& c, std::size_t row) { return c.text_at(row); }));
    case DataType::kStringList:
      return make_string_list_column(field.name, values_of<std::vector<std::string_view>>(parts, items_of));
    case DataType::kVector:
      return merge_vectors(field, parts);
    case DataType::kForeign:
      break;  // no recipe makes one, so that no table with one comes here
  }
  KINORA_CHECK(false, field.name);
  return {};
}

}  // namespace

Result<std::vector<Column>> merge_columns(const Table& table, std::span<const std::size_t> rows, std::span<const Column> added) {
  std::vector<Column> merged;
  for (const Field& field : table.schema().fields) {
    const auto same = std::find_if(added.begin(), added.end(), [&](const Column& each) { return each.field == field; });
    if (same == added.end() || added.size() != table.schema().fields.size())
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "the table has other columns than films of this recipe have",
                   .where = field.name,
                   .next_step = "Build the bundle again"});
    KINORA_TRY(const Column column, table.column(field.name));
    std::vector<std::size_t> all(same->rows);
    std::iota(all.begin(), all.end(), std::size_t{0});
    const Part parts[] = {{column, rows}, {*same, all}};
    merged.push_back(merge(field, parts));
  }
  return merged;
}

}  // namespace kinora
