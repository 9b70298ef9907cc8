#include "store/changes/assigned_value.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/changes/arithmetic.hpp"
#include "store/column_rows.hpp"
#include "store/filter/column_names.hpp"
#include "store/filter/number.hpp"
#include "store/filter/source_text.hpp"
#include "store/filter/type_errors.hpp"
#include "store/filter/value_parser.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace kinora::changes {
namespace {

using filter::Expression;
using filter::ExpressionKind;
using filter::SourceText;

bool is_number(DataType type) {
  return type == DataType::kInt32 || type == DataType::kInt64 || type == DataType::kFloat32 || type == DataType::kFloat64;
}
bool holds_integers(DataType type) { return type == DataType::kInt32 || type == DataType::kInt64; }
bool is_number(const Expression& value) { return value.kind == ExpressionKind::kInteger || value.kind == ExpressionKind::kReal; }
bool is_calculated(const Expression& value) {
  return is_number(value) || value.kind == ExpressionKind::kNegative || value.kind == ExpressionKind::kArithmetic;
}

std::string where_of(const Field& field) { return "value of column '" + field.name + "'"; }

NumberKind kind_of(DataType type) {
  if (type == DataType::kFloat32) return NumberKind::kFloat;
  return type == DataType::kFloat64 ? NumberKind::kDouble : NumberKind::kInteger;
}

/// What a value of the type is, in a statement.
std::string example_of(const Field& field) {
  switch (field.type) {
    case DataType::kBool:
      return "TRUE or FALSE";
    case DataType::kString:
      return "a string in single quotes";
    case DataType::kStringList:
      return "a list of strings: ['x', 'y']";
    case DataType::kVector:
      return "a list of " + std::to_string(field.dimension) + " numbers";
    default:
      return filter::contents_of(field.type);
  }
}

/// Finds the columns of an assigned value and checks its type.
class ValueBinder {
 public:
  ValueBinder(const Field& target, const Schema& schema, const SourceText& source)
      : target_(target), schema_(schema), source_(source) {}

  Result<void> bind(Expression& value) {
    if (value.kind == ExpressionKind::kNull) return {};
    if (value.kind == ExpressionKind::kName) return bind_column(value);
    if (is_number(target_.type)) return bind_number(value);
    switch (target_.type) {
      case DataType::kBool:
        return value.kind == ExpressionKind::kBoolean ? Result<void>() : mismatch(value);
      case DataType::kString:
        return value.kind == ExpressionKind::kString ? Result<void>() : mismatch(value);
      case DataType::kStringList:
        return check_items(value, ExpressionKind::kString);
      case DataType::kVector:
        return check_vector(value);
      default:
        return mismatch(value);
    }
  }

 private:
  Result<const Field*> column_of(Expression& name) {
    const auto index = filter::find_column(schema_, name.text, name.quoted);
    if (!index) return tl::unexpected(filter::unknown_column(source_, schema_, name));
    name.text = schema_.fields[*index].name;
    return &schema_.fields[*index];
  }

  Result<void> bind_column(Expression& name) {
    KINORA_TRY(const Field* const column, column_of(name));
    if (is_number(target_.type) && is_number(column->type)) return check_kind(name, kind_of(column->type));
    if (column->type == target_.type && column->dimension == target_.dimension) return {};
    return tl::unexpected(source_.type(name.offset, {.what = "column " + column->name + " is of another type",
                                                     .expected = example_of(target_),
                                                     .found = filter::contents_of(column->type),
                                                     .next_step = "Assign a value of the column's type"}));
  }

  Result<void> bind_number(Expression& value) {
    if (!is_calculated(value)) return mismatch(value);
    KINORA_TRY(const auto kind, bind_operand(value));
    KINORA_TRY_VOID(check_kind(value, kind.value_or(NumberKind::kInteger)));
    const bool too_large =
        value.kind == ExpressionKind::kInteger && target_.type == DataType::kInt32 &&
        (value.integer < std::numeric_limits<std::int32_t>::min() || value.integer > std::numeric_limits<std::int32_t>::max());
    return too_large ? cannot_hold(value) : Result<void>();
  }

  /// What the operands of a calculation make; nothing: null.
  Result<std::optional<NumberKind>> bind_operand(Expression& value) {
    switch (value.kind) {
      case ExpressionKind::kNull:
        return std::optional<NumberKind>();
      case ExpressionKind::kInteger:
        return std::optional(NumberKind::kInteger);
      case ExpressionKind::kReal:
        return std::optional(NumberKind::kDouble);
      case ExpressionKind::kName: {
        KINORA_TRY(const Field* const column, column_of(value));
        if (is_number(column->type)) return std::optional(kind_of(column->type));
        return no_number(value, filter::contents_of(column->type));
      }
      case ExpressionKind::kNegative:
        return bind_operand(value.children[0]);
      case ExpressionKind::kArithmetic: {
        KINORA_TRY(const auto left, bind_operand(value.children[0]));
        KINORA_TRY(const auto right, bind_operand(value.children[1]));
        return std::max(left, right);
      }
      default:
        return no_number(value, std::string(filter::kind_name(value.kind)));
    }
  }

  [[nodiscard]] tl::unexpected<Error> no_number(const Expression& value, std::string found) const {
    return tl::unexpected(source_.type(value.offset, {.what = "a calculation is made with what is no number",
                                                      .expected = "a number or a column of numbers",
                                                      .found = std::move(found),
                                                      .next_step = "Only numbers can be calculated with"}));
  }

  [[nodiscard]] Result<void> check_kind(const Expression& value, NumberKind kind) const {
    if (!holds_integers(target_.type) || kind == NumberKind::kInteger) return {};
    if (filter::is_wide_integer(value)) return cannot_hold(value);
    return tl::unexpected(source_.type(value.offset, {.what = "column " + target_.name + " cannot hold numbers with a fraction",
                                                      .expected = filter::contents_of(target_.type),
                                                      .found = "a number that may have a fraction",
                                                      .next_step = "Calculate with integers alone, without point and exponent"}));
  }

  [[nodiscard]] Result<void> cannot_hold(const Expression& value) const {
    return tl::unexpected(source_.type(value.offset, {.what = "column " + target_.name + " cannot hold this number",
                                                      .expected = filter::contents_of(target_.type),
                                                      .found = value.text,
                                                      .next_step = "Assign a number in its range"}));
  }

  [[nodiscard]] Result<void> check_items(const Expression& value, ExpressionKind kind) const {
    if (value.kind != ExpressionKind::kList) return mismatch(value);
    for (const Expression& item : value.children)
      if (item.kind != kind && item.kind != ExpressionKind::kNull) return mismatch(item);
    return {};
  }

  [[nodiscard]] Result<void> check_vector(const Expression& value) const {
    if (value.kind != ExpressionKind::kList) return mismatch(value);
    for (const Expression& element : value.children)
      if (!is_number(element)) return mismatch(element);
    if (value.children.size() == target_.dimension) return {};
    return tl::unexpected(source_.type(value.offset, {.what = "the vector is not as long as the column's",
                                                      .expected = std::to_string(target_.dimension) + " numbers",
                                                      .found = std::to_string(value.children.size()),
                                                      .next_step = "Make the vector with the model that made the table's"}));
  }

  [[nodiscard]] Result<void> mismatch(const Expression& value) const {
    const bool calculated = value.kind == ExpressionKind::kNegative || value.kind == ExpressionKind::kArithmetic;
    return tl::unexpected(
        source_.type(value.offset, {.what = "column " + target_.name + " is given a value of another type",
                                    .expected = example_of(target_),
                                    .found = calculated ? "a number" : std::string(filter::kind_name(value.kind)),
                                    .next_step = "Assign a value of the column's type, or NULL"}));
  }

  const Field& target_;
  const Schema& schema_;
  const SourceText& source_;
};

/// One row with the literal in it.
Column literal_row(const Expression& value, const Field& field) {
  switch (field.type) {
    case DataType::kBool:
      return make_bool_column(field.name, std::vector<std::optional<bool>>{value.truth});
    case DataType::kString:
      return make_string_column(field.name, std::vector<std::optional<std::string_view>>{value.text});
    case DataType::kStringList: {
      std::vector<std::string_view> items;
      std::vector<std::uint8_t> bits((value.children.size() + 7) / 8);
      for (std::size_t i = 0; i < value.children.size(); ++i) {
        const bool there = value.children[i].kind != ExpressionKind::kNull;
        items.push_back(there ? std::string_view(value.children[i].text) : std::string_view());
        bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | unsigned{there} << (i % 8));
      }
      Column column = make_string_list_column(field.name, std::vector<std::optional<std::vector<std::string_view>>>{items});
      column.item_validity = Buffer<std::uint8_t>(std::move(bits));
      return column;
    }
    default: {
      std::vector<float> elements;
      for (const Expression& element : value.children)
        elements.push_back(element.kind == ExpressionKind::kInteger ? static_cast<float>(element.integer)
                                                                    : static_cast<float>(element.real));
      return make_vector_column(field.name, {elements.data(), 1, elements.size(), elements.size()});
    }
  }
}

}  // namespace

Result<AssignedValue> AssignedValue::parse(const Assignment& assignment, const Schema& schema) {
  const auto index = schema.find(assignment.column);
  if (!index)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the table has no column '" + assignment.column + "' to assign to",
                 .next_step = "The columns are: " + filter::names_like(schema, assignment.column)});
  const Field& field = schema.fields[*index];
  const SourceText source(assignment.value, where_of(field));
  KINORA_TRY(Expression value, filter::parse_value(source));
  KINORA_TRY_VOID(ValueBinder(field, schema, source).bind(value));
  return AssignedValue(field, std::move(value));
}

Result<Column> AssignedValue::evaluate(const ColumnReader& columns, std::size_t rows) const {
  if (value_.kind == ExpressionKind::kNull) return null_column(field_, rows);
  if (is_number(field_.type)) {
    KINORA_TRY(const Numbers numbers, calculate(value_, columns, rows, where_of(field_)));
    return as_column(numbers, field_, where_of(field_));
  }
  if (value_.kind == ExpressionKind::kName) {
    KINORA_TRY(Column column, columns(value_.text));
    KINORA_CHECK(column.rows == rows, column.rows, rows);
    column.field = field_;
    return column;
  }
  Column row = literal_row(value_, field_);
  row.field = field_;
  return gather_rows(row, std::vector<std::uint64_t>(rows, 0));
}

}  // namespace kinora::changes
