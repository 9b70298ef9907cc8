#include "kinora/store/column.hpp"
#include "store/changes/assigned_value.hpp"
#include "store/lance/column_check.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using kinora::Column;
using kinora::ErrorCode;
using kinora::Result;
using kinora::Schema;

constexpr std::size_t kRows = 3;

/// A column of each type, with a null in each that may have one.
std::vector<Column> make_columns() {
  using Texts = std::vector<std::optional<std::string_view>>;
  using Lists = std::vector<std::optional<std::vector<std::string_view>>>;
  const std::vector<std::optional<std::int32_t>> years = {1995, -3, std::nullopt};
  const std::vector<std::optional<float>> ratings = {0.5F, -0.0F, std::nullopt};
  const std::vector<std::optional<double>> popularity = {1.5, std::numeric_limits<double>::quiet_NaN(), std::nullopt};
  const std::vector<std::optional<bool>> seen = {true, false, std::nullopt};
  const Texts titles = {"Toy Story", "É日", std::nullopt};
  const Lists tags = {std::vector<std::string_view>{"a", "b"}, std::vector<std::string_view>{}, std::nullopt};
  const std::vector<float> values(kRows * 2, 0.5F);
  std::vector<Column> columns;
  columns.push_back(kinora::make_int64_column("id", {0, -1, std::numeric_limits<std::int64_t>::max()}));
  columns.push_back(kinora::make_int32_column("year", years));
  columns.push_back(kinora::make_float_column("rating", ratings));
  columns.push_back(kinora::make_double_column("popularity", popularity));
  columns.push_back(kinora::make_bool_column("seen", seen));
  columns.push_back(kinora::make_string_column("title", titles));
  columns.push_back(kinora::make_string_list_column("tags", tags));
  columns.push_back(kinora::make_vector_column("vector", {values.data(), kRows, 2, 2}));
  return columns;
}

void check(const std::string& name, const std::string& text, const std::vector<Column>& columns, const Schema& schema) {
  const auto value = kinora::changes::AssignedValue::parse({.column = name, .value = text}, schema);
  if (!value) {
    if (value.error().message().empty() || value.error().code == ErrorCode::kInvalidArgument) std::abort();
    return;
  }
  const auto read = [&](std::string_view column) -> Result<Column> { return columns[*schema.find(column)]; };
  const auto made = value->evaluate(read, kRows);
  if (!made) {
    if (made.error().code != ErrorCode::kInvalidArgument) std::abort();
    return;
  }
  if (made->field != value->field() || made->rows != kRows) std::abort();
  if (!kinora::lance::check_columns(std::vector{*made})) std::abort();
}

}  // namespace

/// Any text is a value of each column or an error; a value makes a sound column.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Column> columns = make_columns();
  static const Schema schema = [] {
    Schema result;
    for (const Column& column : columns) result.fields.push_back(column.field);
    return result;
  }();
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const Column& column : columns) check(column.field.name, text, columns, schema);
  return 0;
}
