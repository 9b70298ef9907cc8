#include "store/changes/arithmetic.hpp"

#include "base/check.hpp"
#include "base/try.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace kinora::changes {
namespace {

using filter::ArithmeticOp;
using filter::Expression;
using filter::ExpressionKind;

constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();

char sign_of(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return '+';
    case ArithmeticOp::kSubtract:
      return '-';
    case ArithmeticOp::kMultiply:
      return '*';
    case ArithmeticOp::kDivide:
      return '/';
    case ArithmeticOp::kRemainder:
      return '%';
  }
  return '?';
}

/// Nothing if 64 bits do not hold the result, or there is none.
std::optional<std::int64_t> result_of(ArithmeticOp op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  switch (op) {
    case ArithmeticOp::kAdd:
      return __builtin_add_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case ArithmeticOp::kSubtract:
      return __builtin_sub_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case ArithmeticOp::kMultiply:
      return __builtin_mul_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case ArithmeticOp::kDivide:
      return b == 0 || (a == kSmallest && b == -1) ? std::nullopt : std::optional(a / b);
    case ArithmeticOp::kRemainder:
      if (b == 0) return std::nullopt;
      return b == -1 ? 0 : a % b;
  }
  return std::nullopt;
}

double result_of(ArithmeticOp op, double a, double b) {
  switch (op) {
    case ArithmeticOp::kAdd:
      return a + b;
    case ArithmeticOp::kSubtract:
      return a - b;
    case ArithmeticOp::kMultiply:
      return a * b;
    case ArithmeticOp::kDivide:
      return a / b;
    case ArithmeticOp::kRemainder:
      return std::fmod(a, b);
  }
  return 0;
}

tl::unexpected<Error> no_result(ArithmeticOp op, std::int64_t a, std::int64_t b, std::string_view where) {
  const bool divides = op == ArithmeticOp::kDivide || op == ArithmeticOp::kRemainder;
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = divides && b == 0 ? "an integer is divided by zero" : "a calculation goes beyond 64 bits",
               .where = std::string(where),
               .found = std::to_string(a) + " " + sign_of(op) + " " + std::to_string(b),
               .next_step = "Leave the row out by the condition, or calculate with a number with a fraction"});
}

/// Rounded once to what the kind holds: of two floats' sum, difference, product or quotient double keeps enough to round it
/// again without harm.
double rounded(double value, NumberKind kind) {
  return kind == NumberKind::kFloat ? static_cast<double>(static_cast<float>(value)) : value;
}

Numbers converted(Numbers numbers, NumberKind kind) {
  if (numbers.kind == NumberKind::kInteger && kind != NumberKind::kInteger) {
    numbers.reals.reserve(numbers.integers.size());
    for (const std::int64_t value : numbers.integers)
      numbers.reals.push_back(kind == NumberKind::kFloat ? static_cast<double>(static_cast<float>(value))
                                                         : static_cast<double>(value));
    numbers.integers = {};
  }
  numbers.kind = kind;
  return numbers;
}

Numbers of_literal(const Expression& literal, std::size_t rows) {
  Numbers numbers;
  numbers.there.assign(rows, literal.kind == ExpressionKind::kNull ? 0 : 1);
  if (literal.kind == ExpressionKind::kReal) {
    numbers.kind = NumberKind::kDouble;
    numbers.reals.assign(rows, literal.real);
  } else {
    numbers.integers.assign(rows, literal.integer);
  }
  return numbers;
}

Numbers of_column(const Column& column) {
  Numbers numbers;
  numbers.there.resize(column.rows);
  for (std::size_t row = 0; row < column.rows; ++row) numbers.there[row] = column.is_null(row) ? 0 : 1;
  switch (column.field.type) {
    case DataType::kInt32:
      numbers.integers.assign(column.int32s.span().begin(), column.int32s.span().end());
      break;
    case DataType::kInt64:
      numbers.integers.assign(column.int64s.span().begin(), column.int64s.span().end());
      break;
    case DataType::kFloat32:
      numbers.kind = NumberKind::kFloat;
      numbers.reals.assign(column.floats.span().begin(), column.floats.span().end());
      break;
    case DataType::kFloat64:
      numbers.kind = NumberKind::kDouble;
      numbers.reals.assign(column.doubles.span().begin(), column.doubles.span().end());
      break;
    default:
      KINORA_CHECK(false, "no column of numbers");
  }
  return numbers;
}

class Calculator {
 public:
  Calculator(const ColumnReader& columns, std::size_t rows, std::string_view where)
      : columns_(columns), rows_(rows), where_(where) {}

  Result<Numbers> run(const Expression& expression) {
    switch (expression.kind) {
      case ExpressionKind::kName: {
        KINORA_TRY(const Column column, columns_(expression.text));
        KINORA_CHECK(column.rows == rows_, column.rows, rows_);
        return of_column(column);
      }
      case ExpressionKind::kNegative: {
        KINORA_TRY(Numbers operand, run(expression.children[0]));
        return negative(std::move(operand));
      }
      case ExpressionKind::kArithmetic: {
        KINORA_TRY(Numbers left, run(expression.children[0]));
        KINORA_TRY(Numbers right, run(expression.children[1]));
        return combined(expression.arithmetic, std::move(left), std::move(right));
      }
      default:
        return of_literal(expression, rows_);
    }
  }

 private:
  /// Not zero less the number: that would lose the sign of a zero.
  Result<Numbers> negative(Numbers operand) {
    for (double& value : operand.reals) value = -value;
    for (std::size_t row = 0; row < operand.integers.size(); ++row) {
      if (operand.there[row] != 0 && operand.integers[row] == kSmallest)
        return no_result(ArithmeticOp::kSubtract, 0, kSmallest, where_);
      operand.integers[row] = operand.there[row] != 0 ? -operand.integers[row] : 0;
    }
    return operand;
  }

  Result<Numbers> combined(ArithmeticOp op, Numbers left, Numbers right) {
    const NumberKind kind = std::max(left.kind, right.kind);
    left = converted(std::move(left), kind);
    right = converted(std::move(right), kind);
    for (std::size_t row = 0; row < rows_; ++row) {
      left.there[row] = static_cast<std::uint8_t>(left.there[row] & right.there[row]);
      if (left.there[row] == 0) continue;
      if (kind != NumberKind::kInteger) {
        left.reals[row] = rounded(result_of(op, left.reals[row], right.reals[row]), kind);
        continue;
      }
      const auto result = result_of(op, left.integers[row], right.integers[row]);
      if (!result) return no_result(op, left.integers[row], right.integers[row], where_);
      left.integers[row] = *result;
    }
    return left;
  }

  const ColumnReader& columns_;
  std::size_t rows_;
  std::string_view where_;
};

Buffer<std::uint8_t> validity_of(const std::vector<std::uint8_t>& there) {
  if (std::all_of(there.begin(), there.end(), [](std::uint8_t each) { return each != 0; })) return {};
  std::vector<std::uint8_t> bits((there.size() + 7) / 8);
  for (std::size_t row = 0; row < there.size(); ++row)
    bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | unsigned{there[row]} << (row % 8));
  return Buffer<std::uint8_t>(std::move(bits));
}

Result<Buffer<std::int32_t>> narrowed(const Numbers& numbers, std::string_view where) {
  using Limits = std::numeric_limits<std::int32_t>;
  std::vector<std::int32_t> values(numbers.integers.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (numbers.there[row] == 0) continue;
    if (numbers.integers[row] < Limits::min() || numbers.integers[row] > Limits::max())
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "the column cannot hold a value",
                   .where = std::string(where),
                   .expected = "an integer of 32 bits",
                   .found = std::to_string(numbers.integers[row]),
                   .next_step = "Leave the row out by the condition"});
    values[row] = static_cast<std::int32_t>(numbers.integers[row]);
  }
  return Buffer<std::int32_t>(std::move(values));
}

template <class T>
Buffer<T> converted_to(const Numbers& numbers) {
  std::vector<T> values;
  values.reserve(numbers.there.size());
  for (const std::int64_t value : numbers.integers) values.push_back(static_cast<T>(value));
  for (const double value : numbers.reals) values.push_back(static_cast<T>(value));
  return Buffer<T>(std::move(values));
}

}  // namespace

Result<Numbers> calculate(const Expression& expression, const ColumnReader& columns, std::size_t rows, std::string_view where) {
  return Calculator(columns, rows, where).run(expression);
}

Result<Column> as_column(const Numbers& numbers, const Field& field, std::string_view where) {
  Column column;
  column.field = field;
  column.rows = numbers.there.size();
  column.validity = validity_of(numbers.there);
  switch (field.type) {
    case DataType::kInt32: {
      KINORA_TRY(column.int32s, narrowed(numbers, where));
      break;
    }
    case DataType::kInt64:
      column.int64s = Buffer<std::int64_t>(numbers.integers);
      break;
    case DataType::kFloat32:
      column.floats = converted_to<float>(numbers);
      break;
    case DataType::kFloat64:
      column.doubles = converted_to<double>(numbers);
      break;
    default:
      KINORA_CHECK(false, "no column of numbers");
  }
  return column;
}

}  // namespace kinora::changes
