#include "kinora/store/column.hpp"
#include "kinora/store/filter.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using kinora::Column;
using kinora::Filter;
using kinora::Result;
using kinora::RowSelection;
using kinora::Schema;

constexpr std::size_t kRows = 4;

/// A column of each type, with a null in each that may have one.
std::vector<Column> make_columns() {
  using Texts = std::vector<std::optional<std::string_view>>;
  using Lists = std::vector<std::optional<std::vector<std::string_view>>>;
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const std::vector<std::optional<std::int32_t>> years = {1995, -3, std::nullopt, 0};
  const std::vector<std::optional<float>> ratings = {0.5F, -0.0F, std::nullopt, 7.0F};
  const std::vector<std::optional<double>> popularity = {1.5, kNaN, std::nullopt, -kNaN};
  const std::vector<std::optional<bool>> seen = {true, false, std::nullopt, true};
  const Texts titles = {"Toy Story", "100%_\\", std::nullopt, "É日"};
  const Lists tags = {std::vector<std::string_view>{"a", "b"}, std::vector<std::string_view>{}, std::nullopt,
                      std::vector<std::string_view>{"a", "it's"}};
  const std::vector<float> values(kRows * 2, 0.5F);
  std::vector<Column> columns;
  columns.push_back(kinora::make_int64_column("id", {0, 1, -1, std::numeric_limits<std::int64_t>::max()}));
  columns.push_back(kinora::make_int32_column("year", years));
  columns.push_back(kinora::make_float_column("rating", ratings));
  columns.push_back(kinora::make_double_column("popularity", popularity));
  columns.push_back(kinora::make_bool_column("seen", seen));
  columns.push_back(kinora::make_string_column("title", titles));
  columns.push_back(kinora::make_string_list_column("tags", tags));
  columns.push_back(kinora::make_vector_column("vector", {values.data(), kRows, 2, 2}));
  return columns;
}

std::optional<RowSelection> rows_of(const std::string& sql, const std::vector<Column>& columns, const Schema& schema) {
  const Result<Filter> filter = Filter::parse(sql, schema);
  if (!filter) {
    if (filter.error().message().empty()) std::abort();
    return std::nullopt;
  }
  const auto read = [&](std::string_view name) -> Result<Column> { return columns[*schema.find(name)]; };
  const Result<RowSelection> rows = filter->evaluate(read, kRows);
  if (!rows) std::abort();
  return *rows;
}

}  // namespace

/// Any text is a filter or an error; a filter, its negation and its being null share the rows out among themselves.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Column> columns = make_columns();
  static const Schema schema = [] {
    Schema result;
    for (const Column& column : columns) result.fields.push_back(column.field);
    return result;
  }();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto whole = rows_of(text, columns, schema);
  if (!whole) return 0;
  // The line break ends a comment. Within brackets a filter may be nested too deeply.
  const auto negated = rows_of("NOT (" + text + "\n)", columns, schema);
  const auto unknown = rows_of("(" + text + "\n) IS NULL", columns, schema);
  if (!negated || !unknown) return 0;
  for (std::size_t row = 0; row < kRows; ++row)
    if ((*whole)[row] + (*negated)[row] + (*unknown)[row] != 1) std::abort();
  return 0;
}
