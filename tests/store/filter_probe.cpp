// filter_probe TABLE.json FILTERS.json: for each filter a line with the rows that pass ("0 4 7", empty if none) or the error
// ("! type 7 message", "! syntax 7 message"). The form of the table is described in filter_cases.py.

#include "kinora/store/column.hpp"
#include "kinora/store/filter.hpp"
#include "store/filter_fixture.hpp"

#include <bit>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kinora {
namespace {

using nlohmann::json;

template <class T, class Read>
std::vector<std::optional<T>> values_of(const json& column, const Read& read) {
  std::vector<std::optional<T>> values;
  for (const json& value : column["values"]) values.push_back(value.is_null() ? std::nullopt : std::optional<T>(read(value)));
  return values;
}

std::string_view text_of(const json& value) { return value.get_ref<const std::string&>(); }
std::uint64_t bits_of(const json& value) { return std::stoull(value.get<std::string>(), nullptr, 16); }

Buffer<std::uint8_t> bits(const std::vector<bool>& set) {
  std::vector<std::uint8_t> bytes((set.size() + 7) / 8);
  for (std::size_t i = 0; i < set.size(); ++i)
    if (set[i]) bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | 1U << (i % 8));
  return Buffer<std::uint8_t>(std::move(bytes));
}

/// make_int64_column takes no nulls.
Column int64_column(const json& column) {
  const auto values = values_of<std::int64_t>(column, [](const json& value) { return std::stoll(value.get<std::string>()); });
  std::vector<std::int64_t> numbers;
  std::vector<bool> valid;
  for (const auto& value : values) {
    numbers.push_back(value.value_or(0));
    valid.push_back(value.has_value());
  }
  Column result = make_int64_column(column["name"], std::move(numbers));
  result.validity = bits(valid);
  return result;
}

Column list_column(const json& column) {
  std::vector<bool> valid_items;
  const auto lists = values_of<std::vector<std::string_view>>(column, [&](const json& list) {
    std::vector<std::string_view> items;
    for (const json& item : list) {
      items.push_back(item.is_null() ? std::string_view() : text_of(item));
      valid_items.push_back(!item.is_null());
    }
    return items;
  });
  Column result = make_string_list_column(column["name"], lists);
  result.item_validity = bits(valid_items);
  return result;
}

Column column_of(const json& column) {
  const std::string type = column["type"];
  const std::string name = column["name"];
  if (type == "int32")
    return make_int32_column(name, values_of<std::int32_t>(column, [](const json& value) { return value.get<std::int32_t>(); }));
  if (type == "int64") return int64_column(column);
  if (type == "float")
    return make_float_column(name, values_of<float>(column, [](const json& value) {
                               return std::bit_cast<float>(static_cast<std::uint32_t>(bits_of(value)));
                             }));
  if (type == "double")
    return make_double_column(name,
                              values_of<double>(column, [](const json& value) { return std::bit_cast<double>(bits_of(value)); }));
  if (type == "bool") return make_bool_column(name, values_of<bool>(column, [](const json& value) { return value.get<bool>(); }));
  if (type == "string") return make_string_column(name, values_of<std::string_view>(column, text_of));
  return list_column(column);
}

constexpr std::size_t kManyRows = 2600;

/// Whether the rows are chosen wherever they lie: a table of many blocks, in which each repetition has another place in its
/// block.
bool agree(const std::vector<std::size_t>& rows, std::size_t table_rows, const std::vector<std::size_t>& of_many,
           std::size_t times) {
  std::vector<std::size_t> expected;
  for (std::size_t i = 0; i < times; ++i)
    for (const std::size_t row : rows) expected.push_back(i * table_rows + row);
  return of_many == expected;
}

std::string outcome_of(const testing::ColumnSet& table, const testing::ColumnSet& many, const std::string& sql) {
  const auto rows = table.select(sql);
  std::string line;
  if (rows && !agree(*rows, table.rows(), *many.select(sql), many.rows() / table.rows()))
    return "? a table of many blocks is answered differently";
  if (rows) {
    for (const std::size_t row : *rows) line += (line.empty() ? "" : " ") + std::to_string(row);
    return line;
  }
  const Error& error = rows.error();
  line = std::string("! ") + (error.code == ErrorCode::kFilterType ? "type " : "syntax ") + error.where + ": " + error.what;
  return line;
}

int run(const char* table_path, const char* filters_path) {
  const json table = json::parse(std::ifstream(table_path));
  const json filters = json::parse(std::ifstream(filters_path));
  std::vector<Column> columns;
  for (const json& column : table["columns"]) columns.push_back(column_of(column));
  const testing::ColumnSet set(std::move(columns));
  const testing::ColumnSet many = testing::repeat_rows(set, kManyRows / set.rows() + 1);
  for (const json& filter : filters) std::printf("%s\n", outcome_of(set, many, filter.get<std::string>()).c_str());
  return 0;
}

}  // namespace
}  // namespace kinora

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  return kinora::run(argv[1], argv[2]);
}
