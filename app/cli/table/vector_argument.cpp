#include "vector_argument.hpp"

#include "../terminal.hpp"
#include "cell_text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace kinora::cli {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

Result<Column> column_of_type(const Table& table, const std::string& name, DataType type, const char* expected) {
  Result<Column> column = table.column(name);
  if (!column || column->field.type == type) return column;
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = fmt::format("the column {} is of another type", name),
               .expected = expected,
               .found = type_name(column->field)});
}

Error no_vector(std::int64_t id, const std::string& what, const std::string& next_step) {
  return {.code = ErrorCode::kInvalidArgument, .what = what, .where = fmt::format("--like {}", id), .next_step = next_step};
}

}  // namespace

Result<std::vector<float>> parse_vector(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.size() >= 2 && rest.front() == '[' && rest.back() == ']') rest = rest.substr(1, rest.size() - 2);
  std::vector<float> vector;
  for (bool more = true; more;) {
    const std::size_t comma = rest.find(',');
    more = comma != std::string_view::npos;
    const std::string_view number = trimmed(rest.substr(0, comma));
    float value = 0;
    const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc{} || stop != number.data() + number.size())
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "this is no vector",
                   .where = fmt::format("--vector, element {}", vector.size()),
                   .expected = "numbers with commas between them, such as \"[0.1, -0.2, 0.3]\"",
                   .found = '"' + printable(number.substr(0, 40)) + '"'});
    vector.push_back(value);
    if (more) rest.remove_prefix(comma + 1);
  }
  return vector;
}

Result<std::vector<float>> vector_of_row(const Table& table, const std::string& vector_column, const std::string& id_column,
                                         std::int64_t id) {
  const Result<Column> ids = column_of_type(table, id_column, DataType::kInt64, "int64");
  if (!ids) return fail(ids.error());
  const Result<Column> vectors = column_of_type(table, vector_column, DataType::kVector, "a fixed_size_list of float");
  if (!vectors) return fail(vectors.error());
  for (std::size_t row = 0; row < ids->rows; ++row) {
    if (ids->int64s[row] != id || ids->is_null(row)) continue;
    if (vectors->is_null(row)) return fail(no_vector(id, "this row has no vector", "Ask for another row, or give a --vector"));
    const std::span<const float> vector = vectors->vectors().row(row);
    return std::vector<float>(vector.begin(), vector.end());
  }
  return fail(
      no_vector(id, "no row has this id", fmt::format("--id-column names the column of ids, {} unless given", id_column)));
}

}  // namespace kinora::cli
