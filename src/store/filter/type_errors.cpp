#include "store/filter/type_errors.hpp"

#include "store/filter/column_names.hpp"
#include "store/filter/number.hpp"

#include <utility>

namespace kinora::filter {
namespace {

std::string quoted_name(std::string_view name) { return "column " + std::string(name); }

std::string shown(const Expression& literal) {
  switch (literal.kind) {
    case ExpressionKind::kString:
      return "a string";
    case ExpressionKind::kInteger:
    case ExpressionKind::kReal:
      return literal.text;
    case ExpressionKind::kBoolean:
      return literal.truth ? "true" : "false";
    default:
      return std::string(kind_name(literal.kind));
  }
}

bool holds_integers(DataType type) { return type == DataType::kInt32 || type == DataType::kInt64; }
bool holds_numbers(DataType type) { return holds_integers(type) || type == DataType::kFloat32 || type == DataType::kFloat64; }

}  // namespace

std::string_view kind_name(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::kNull:
      return "NULL";
    case ExpressionKind::kBoolean:
      return "true or false";
    case ExpressionKind::kInteger:
    case ExpressionKind::kReal:
      return "a number";
    case ExpressionKind::kString:
      return "a string";
    case ExpressionKind::kName:
      return "a column";
    case ExpressionKind::kList:
      return "a list";
    default:
      return "a condition";
  }
}

Error unknown_column(const SourceText& source, const Schema& schema, const Expression& name) {
  std::string advice = "The columns are: " + names_like(schema, name.text);
  if (name.quoted) advice += ". A string stands in single quotes: 'text'";
  return source.type(name.offset, {.what = "there is no column " + name.text, .next_step = std::move(advice)});
}

Error not_a_condition(const SourceText& source, const Expression& value, const Field* column) {
  if (column != nullptr)
    return source.type(value.offset, {.what = quoted_name(column->name) + " is no condition by itself",
                                      .expected = "a condition",
                                      .found = contents_of(column->type),
                                      .next_step = "Compare it with a value, or ask whether it IS NULL"});
  return source.type(value.offset, {.what = std::string(kind_name(value.kind)) + " is no condition",
                                    .expected = "a condition",
                                    .found = shown(value),
                                    .next_step = "Write a condition such as year >= 1990"});
}

Error literal_mismatch(const SourceText& source, const Field& column, const Expression& literal) {
  const bool is_number = literal.kind == ExpressionKind::kInteger || literal.kind == ExpressionKind::kReal;
  const std::string subject = quoted_name(column.name);
  Problem problem{.what = subject + " is compared with " + std::string(kind_name(literal.kind)),
                  .expected = contents_of(column.type),
                  .found = shown(literal),
                  .next_step = "Compare it with a value of its type"};
  if (column.type == DataType::kString && is_number) problem.next_step = "Write the value in single quotes";
  if (holds_numbers(column.type) && literal.kind == ExpressionKind::kString)
    problem.next_step = "Write the number without quotes";
  if (column.type == DataType::kBool) problem.next_step = "Write true or false, or the column alone";
  if (holds_integers(column.type) && is_number) {
    const bool too_large = literal.kind == ExpressionKind::kInteger || is_wide_integer(literal);
    problem.what = subject + (too_large ? " cannot hold this number" : " is compared with a number with a fraction");
    problem.next_step = too_large ? "Compare it with a number in its range" : "Write an integer, without point and exponent";
  }
  return source.type(literal.offset, std::move(problem));
}

Error not_comparable(const SourceText& source, std::size_t offset, std::string left, std::string right) {
  return source.type(offset, {.what = "values of different types are compared",
                              .expected = std::move(left),
                              .found = std::move(right),
                              .next_step = "Compare values of one type; bracket conditions: (a = b) = c"});
}

Error not_orderable_column(const SourceText& source, const Expression& name, const Field& column) {
  const bool is_list = column.type == DataType::kStringList;
  return source.type(name.offset,
                     {.what = quoted_name(column.name) + " cannot be compared",
                      .expected = "numbers, strings, true or false",
                      .found = contents_of(column.type),
                      .next_step = is_list ? "Use array_has(" + column.name + ", 'x'), array_has_any or array_has_all"
                                           : "Ask whether it IS NULL, or search by it"});
}

Error not_text(const SourceText& source, const Expression& operand, const std::string& found) {
  return source.type(operand.offset, {.what = "LIKE compares strings only",
                                      .expected = "a string column",
                                      .found = found,
                                      .next_step = "Use a string column on its left; for numbers there are =, < and BETWEEN"});
}

Error unknown_function(const SourceText& source, const Expression& call) {
  return source.syntax(call.offset, {.what = "there is no function " + call.text,
                                     .next_step = "The functions are array_has(list, 'x'), array_has_any(list, ['x', 'y']) and "
                                                  "array_has_all(list, ['x', 'y'])"});
}

}  // namespace kinora::filter
