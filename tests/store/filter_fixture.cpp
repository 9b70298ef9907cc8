#include "store/filter_fixture.hpp"

#include "kinora/math/matrix.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace kinora::testing {
namespace {

using Texts = std::vector<std::optional<std::string_view>>;
using Lists = std::vector<std::optional<std::vector<std::string_view>>>;

constexpr auto kNone = std::nullopt;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Row 5's list gets a null in the place of its last item.
Column with_null_item(Column lists) {
  const std::size_t item = lists.items_of(5).second - 1;
  std::vector<std::uint8_t> bits((lists.text_ends.size() + 7) / 8, 0xFF);
  bits[item / 8] = static_cast<std::uint8_t>(bits[item / 8] & ~(1U << (item % 8)));
  lists.item_validity = Buffer<std::uint8_t>(std::move(bits));
  return lists;
}

template <class T>
Buffer<T> repeat(const Buffer<T>& values, std::size_t times) {
  std::vector<T> result;
  for (std::size_t i = 0; i < times; ++i) result.insert(result.end(), values.span().begin(), values.span().end());
  return Buffer<T>(std::move(result));
}

/// Ends count on from one repetition to the next.
Buffer<std::uint64_t> repeat_ends(const Buffer<std::uint64_t>& ends, std::size_t times) {
  std::vector<std::uint64_t> result;
  for (std::size_t i = 0; i < times; ++i)
    for (const std::uint64_t end : ends.span()) result.push_back(end + i * ends.span().back());
  return Buffer<std::uint64_t>(std::move(result));
}

Buffer<std::uint8_t> repeat_bits(const Buffer<std::uint8_t>& bits, std::size_t count, std::size_t times) {
  if (bits.empty()) return {};
  std::vector<std::uint8_t> result((count * times + 7) / 8);
  for (std::size_t i = 0; i < count * times; ++i)
    if ((unsigned{bits[i % count / 8]} >> (i % count % 8) & 1U) != 0)
      result[i / 8] = static_cast<std::uint8_t>(result[i / 8] | 1U << (i % 8));
  return Buffer<std::uint8_t>(std::move(result));
}

}  // namespace

ColumnSet repeat_rows(const ColumnSet& table, std::size_t times) {
  std::vector<Column> columns = table.columns();
  for (Column& column : columns) {
    column.validity = repeat_bits(column.validity, column.rows, times);
    column.item_validity = repeat_bits(column.item_validity, column.text_ends.size(), times);
    column.rows *= times;
    column.bools = repeat(column.bools, times);
    column.int32s = repeat(column.int32s, times);
    column.int64s = repeat(column.int64s, times);
    column.floats = repeat(column.floats, times);
    column.doubles = repeat(column.doubles, times);
    column.list_ends = repeat_ends(column.list_ends, times);
    column.text_ends = repeat_ends(column.text_ends, times);
    column.text = repeat(column.text, times);
  }
  return ColumnSet(std::move(columns));
}

Schema ColumnSet::schema() const {
  Schema schema;
  for (const Column& column : columns_) schema.fields.push_back(column.field);
  return schema;
}

ColumnReader ColumnSet::reader() const {
  return [this](std::string_view name) -> Result<Column> {
    for (const Column& column : columns_)
      if (column.field.name == name) return column;
    return fail({.code = ErrorCode::kFilterType, .what = "no such column"});
  };
}

Result<std::vector<std::size_t>> ColumnSet::select(std::string_view sql) const {
  auto filter = Filter::parse(sql, schema());
  if (!filter) return tl::unexpected(filter.error());
  auto selection = filter->evaluate(reader(), rows());
  if (!selection) return tl::unexpected(selection.error());
  std::vector<std::size_t> chosen;
  for (std::size_t row = 0; row < selection->size(); ++row)
    if ((*selection)[row] != 0) chosen.push_back(row);
  return chosen;
}

ColumnSet odd_films() {
  const std::vector<std::optional<std::int32_t>> years = {1995, kNone, -3, 2147483647, 0, 1996, 2001, 1995};
  const std::vector<std::optional<float>> ratings = {
      0.5F, kNone, std::numeric_limits<float>::quiet_NaN(), -0.0F, 0.1F, 16777216.0F, 7.0F, -1.5F};
  const std::vector<std::optional<double>> popularity = {1.5, kNone, kNaN, kInfinity, -0.0, 0.0, -kInfinity, -kNaN};
  const std::vector<std::optional<bool>> seen = {true, kNone, false, true, false, true, false, kNone};
  const Texts titles = {"Toy Story", kNone, "", "100%_\\x", "O'Neil é 日本", "toy\nstory", "ZÉ", "Straße"};
  const Texts genres = {"Animation, Comedy", "Drama", kNone, "", "Comedy", "Come, dy", "comedy", "Drama, Comedy, Drama"};
  const Lists tags = {std::vector<std::string_view>{"a", "b"},
                      kNone,
                      std::vector<std::string_view>{},
                      std::vector<std::string_view>{"a"},
                      std::vector<std::string_view>{"it's", ""},
                      std::vector<std::string_view>{"b", "nothing"},
                      std::vector<std::string_view>{"a", "a", "b"},
                      std::vector<std::string_view>{"é"}};
  Matrix vectors(8, 3);
  std::vector<Column> columns;
  columns.push_back(make_int64_column("id", {0, 1, 2, 3, 4, 9007199254740993, std::numeric_limits<std::int64_t>::min(),
                                             std::numeric_limits<std::int64_t>::max()}));
  columns.push_back(make_int32_column("year", years));
  columns.push_back(make_float_column("rating", ratings));
  columns.push_back(make_double_column("popularity", popularity));
  columns.push_back(make_bool_column("seen", seen));
  columns.push_back(make_string_column("title", titles));
  columns.push_back(make_string_column("genres_text", genres));
  columns.push_back(with_null_item(make_string_list_column("tags", tags)));
  columns.push_back(make_vector_column("vector", vectors.view()));
  columns.push_back(make_int32_column("CamelCase", years));
  columns.push_back(make_int32_column("with space", years));
  return ColumnSet(std::move(columns));
}

}  // namespace kinora::testing
