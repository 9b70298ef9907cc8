#include "store/filter/binder.hpp"

#include "base/try.hpp"
#include "store/filter/ascii.hpp"
#include "store/filter/case_fold.hpp"
#include "store/filter/column_names.hpp"
#include "store/filter/compare.hpp"
#include "store/filter/lists.hpp"
#include "store/filter/logic.hpp"
#include "store/filter/number.hpp"
#include "store/filter/numbers.hpp"
#include "store/filter/texts.hpp"
#include "store/filter/type_errors.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace kinora::filter {
namespace {

bool is_number(DataType type) {
  return type == DataType::kInt32 || type == DataType::kInt64 || type == DataType::kFloat32 || type == DataType::kFloat64;
}
bool is_number(ExpressionKind kind) { return kind == ExpressionKind::kInteger || kind == ExpressionKind::kReal; }

bool is_literal(ExpressionKind kind) {
  return is_number(kind) || kind == ExpressionKind::kBoolean || kind == ExpressionKind::kString || kind == ExpressionKind::kNull;
}

Truth truth_of(bool value) { return value ? kTrue : kFalse; }

/// What becomes of a literal that is compared with a float column. As in LanceDB: it is rounded to float where only AND and OR
/// stand above the comparison; deeper the column is brought to double, if there is a number with a fraction to compare with.
enum class FloatLiterals : std::uint8_t { kRounded, kIntegersRounded, kExact };

double real_of(const Expression& number) {
  return number.kind == ExpressionKind::kInteger ? static_cast<double>(number.integer) : number.real;
}

/// The keys that a number literal has in a number column; nullopt if the column cannot hold it.
std::optional<KeyRange> keys_in(DataType type, const Expression& literal, FloatLiterals mode) {
  const bool is_integer = literal.kind == ExpressionKind::kInteger;
  switch (type) {
    case DataType::kInt32:
      if (!is_integer || literal.integer < std::numeric_limits<std::int32_t>::min() ||
          literal.integer > std::numeric_limits<std::int32_t>::max())
        return std::nullopt;
      return keys_of_literal(static_cast<std::int32_t>(literal.integer));
    case DataType::kInt64:
      if (!is_integer) return std::nullopt;
      return keys_of_literal(literal.integer);
    case DataType::kFloat32:
      if (mode == FloatLiterals::kExact || (mode == FloatLiterals::kIntegersRounded && !is_integer))
        return float_keys_of(real_of(literal));
      return keys_of_literal(is_integer ? static_cast<float>(literal.integer) : static_cast<float>(literal.real));
    case DataType::kFloat64:
      return keys_of_literal(real_of(literal));
    default:
      return std::nullopt;
  }
}

/// One side of a comparison.
struct Operand {
  const Expression* expression = nullptr;
  const Field* column = nullptr;  ///< of a column
  std::size_t slot = 0;
  ConditionPointer condition = nullptr;  ///< of what is neither a column nor a literal

  [[nodiscard]] bool is_null() const { return expression->kind == ExpressionKind::kNull; }
  [[nodiscard]] bool is_literal() const { return filter::is_literal(expression->kind); }
  /// What it is, for a message.
  [[nodiscard]] std::string contents() const {
    return column != nullptr ? contents_of(column->type) : std::string(kind_name(expression->kind));
  }
};

class Binder {
 public:
  Binder(const Schema& schema, const SourceText& source) : schema_(schema), source_(source) {}

  Result<BoundFilter> run(const Expression& root) {
    if (root.kind == ExpressionKind::kNull) return tl::unexpected(not_a_condition(source_, root, nullptr));
    KINORA_TRY(ConditionPointer bound, condition(root));
    BoundFilter filter{.columns = {}, .condition = std::move(bound)};
    for (const std::size_t index : slots_) filter.columns.push_back(schema_.fields[index]);
    return filter;
  }

 private:
  Result<ConditionPointer> condition(const Expression& expression) {
    switch (expression.kind) {
      case ExpressionKind::kNull:
        return make_constant(kUnknown);
      case ExpressionKind::kBoolean:
        return make_constant(truth_of(expression.truth));
      case ExpressionKind::kName:
        return flag(expression);
      case ExpressionKind::kAnd:
      case ExpressionKind::kOr:
        return chain(expression);
      case ExpressionKind::kNot: {
        KINORA_TRY(ConditionPointer operand, inner_condition(expression.children[0]));
        return make_not(std::move(operand));
      }
      case ExpressionKind::kCompare:
        return comparison(expression);
      case ExpressionKind::kIn:
        return with(mode_among(expression.children), [&] { return in(expression); });
      case ExpressionKind::kBetween:
        return with(mode_among(expression.children), [&] { return between(expression); });
      case ExpressionKind::kLike:
        return like(expression);
      case ExpressionKind::kIsNull:
        return is_null(expression);
      case ExpressionKind::kIsTruth: {
        KINORA_TRY(ConditionPointer operand, inner_condition(expression.children[0]));
        return negated_if(expression.negated, make_truth_test(std::move(operand), truth_of(expression.truth)));
      }
      case ExpressionKind::kCall:
        return call(expression);
      default:
        return tl::unexpected(not_a_condition(source_, expression, nullptr));
    }
  }

  template <class Body>
  Result<ConditionPointer> with(FloatLiterals mode, const Body& body) {
    const FloatLiterals before = std::exchange(float_literals_, mode);
    Result<ConditionPointer> bound = body();
    float_literals_ = before;
    return bound;
  }

  /// An operand of anything but AND and OR.
  Result<ConditionPointer> inner_condition(const Expression& expression) {
    return with(FloatLiterals::kIntegersRounded, [&] { return condition(expression); });
  }

  /// In IN and BETWEEN one number with a fraction brings all to double.
  [[nodiscard]] FloatLiterals mode_among(const std::vector<Expression>& values) const {
    const bool has_real =
        std::any_of(values.begin(), values.end(), [](const Expression& value) { return value.kind == ExpressionKind::kReal; });
    return has_real && float_literals_ == FloatLiterals::kIntegersRounded ? FloatLiterals::kExact : float_literals_;
  }

  static ConditionPointer negated_if(bool negated, ConditionPointer operand) {
    return negated ? make_not(std::move(operand)) : std::move(operand);
  }

  Result<ConditionPointer> flag(const Expression& name) {
    KINORA_TRY(const Operand column, operand(name));
    if (column.column->type != DataType::kBool) return tl::unexpected(not_a_condition(source_, name, column.column));
    return make_flag(column.slot);
  }

  Result<ConditionPointer> chain(const Expression& expression) {
    std::vector<ConditionPointer> operands;
    operands.reserve(expression.children.size());
    for (const Expression& child : expression.children) {
      KINORA_TRY(ConditionPointer bound, condition(child));
      operands.push_back(std::move(bound));
    }
    return expression.kind == ExpressionKind::kAnd ? make_and(std::move(operands)) : make_or(std::move(operands));
  }

  /// Finds the column of a name; takes all else as it is.
  Result<Operand> operand(const Expression& expression) {
    Operand result{.expression = &expression};
    if (expression.kind != ExpressionKind::kName) return result;
    const std::optional<std::size_t> index = find_column(schema_, expression.text, expression.quoted);
    if (!index) return tl::unexpected(unknown_column(source_, schema_, expression));
    result.column = &schema_.fields[*index];
    const auto known = std::find(slots_.begin(), slots_.end(), *index);
    result.slot = static_cast<std::size_t>(known - slots_.begin());
    if (known == slots_.end()) slots_.push_back(*index);
    return result;
  }

  /// The same for a side of a comparison: lists and vectors are refused, conditions are bound.
  Result<Operand> comparable(const Expression& expression) {
    KINORA_TRY(Operand result, operand(expression));
    if (result.column != nullptr && (result.column->type == DataType::kStringList || result.column->type == DataType::kVector))
      return tl::unexpected(not_orderable_column(source_, expression, *result.column));
    if (expression.kind == ExpressionKind::kList)
      return tl::unexpected(source_.type(
          expression.offset,
          {.what = "a list cannot be compared", .next_step = "Use array_has_any(column, ['x', 'y']), or column IN ('x', 'y')"}));
    if (result.column == nullptr && !result.is_literal()) {
      KINORA_TRY(result.condition, inner_condition(expression));
    }
    return result;
  }

  Result<ConditionPointer> comparison(const Expression& expression) {
    KINORA_TRY(Operand left, comparable(expression.children[0]));
    KINORA_TRY(Operand right, comparable(expression.children[1]));
    return compare(expression.op, left, right, expression.offset);
  }

  Result<ConditionPointer> compare(CompareOp op, Operand& left, Operand& right, std::size_t offset) {
    if (left.is_null() || right.is_null()) return make_constant(kUnknown);
    if (left.column == nullptr && right.column != nullptr) return compare(mirrored(op), right, left, offset);
    if (left.is_literal() && right.is_literal()) return compare_literals(op, left, right, offset);
    if (left.column != nullptr && left.column->type != DataType::kBool) {
      if (right.column != nullptr) return compare_columns(op, left, right, offset);
      if (right.is_literal()) return compare_with_literal(op, left, *right.expression);
    }
    return compare_truths(op, left, right, offset);
  }

  Result<ConditionPointer> compare_literals(CompareOp op, const Operand& left, const Operand& right, std::size_t offset) {
    const Expression& a = *left.expression;
    const Expression& b = *right.expression;
    if (is_number(a.kind) && is_number(b.kind)) {
      const bool integers = a.kind == ExpressionKind::kInteger && b.kind == ExpressionKind::kInteger;
      return make_constant(truth_of(integers ? holds(op, a.integer, b.integer) : holds(op, real_of(a), real_of(b))));
    }
    if (a.kind != b.kind) return tl::unexpected(not_comparable(source_, offset, left.contents(), right.contents()));
    return make_constant(truth_of(a.kind == ExpressionKind::kString ? holds(op, a.text, b.text) : holds(op, a.truth, b.truth)));
  }

  Result<ConditionPointer> compare_with_literal(CompareOp op, const Operand& column, const Expression& literal) {
    if (column.column->type == DataType::kString && literal.kind == ExpressionKind::kString)
      return make_text_comparison(op, column.slot, literal.text);
    if (is_number(column.column->type) && is_number(literal.kind))
      if (const std::optional<KeyRange> keys = keys_in(column.column->type, literal, float_literals_))
        return make_number_comparison(op, column.slot, column.column->type, *keys);
    return tl::unexpected(literal_mismatch(source_, *column.column, literal));
  }

  Result<ConditionPointer> compare_columns(CompareOp op, const Operand& left, const Operand& right, std::size_t offset) {
    const DataType a = left.column->type;
    const DataType b = right.column->type;
    if (is_number(a) && is_number(b)) return make_number_columns_comparison(op, left.slot, a, right.slot, b);
    if (a == DataType::kString && b == DataType::kString) return make_text_columns_comparison(op, left.slot, right.slot);
    return tl::unexpected(not_comparable(source_, offset, left.contents(), right.contents()));
  }

  /// Conditions and bool columns: whatever else stands on a side is the error.
  Result<ConditionPointer> compare_truths(CompareOp op, Operand& left, Operand& right, std::size_t offset) {
    ConditionPointer a = truth_side(left);
    ConditionPointer b = truth_side(right);
    if (a && b) return make_truth_comparison(op, std::move(a), std::move(b));
    if (left.column != nullptr && right.is_literal())
      return tl::unexpected(literal_mismatch(source_, *left.column, *right.expression));
    return tl::unexpected(not_comparable(source_, offset, left.contents(), right.contents()));
  }

  /// What a side says as a condition; null if it is none.
  static ConditionPointer truth_side(Operand& side) {
    if (side.column != nullptr) return side.column->type == DataType::kBool ? make_flag(side.slot) : nullptr;
    if (side.expression->kind == ExpressionKind::kBoolean) return make_constant(truth_of(side.expression->truth));
    return std::move(side.condition);
  }

  /// IN and BETWEEN look at their operand more than once, so a condition is refused there: nested, they would take exponential
  /// time.
  Result<Operand> column_or_literal(const Expression& expression, const char* op) {
    KINORA_TRY(Operand result, comparable(expression));
    if (result.condition)
      return tl::unexpected(source_.type(expression.offset, {.what = std::string("a condition stands in ") + op,
                                                             .expected = "columns and values",
                                                             .next_step = "Use IS TRUE, or join conditions with AND and OR"}));
    return result;
  }

  Result<ConditionPointer> between(const Expression& expression) {
    KINORA_TRY(Operand value, column_or_literal(expression.children[0], "BETWEEN"));
    KINORA_TRY(Operand low, column_or_literal(expression.children[1], "BETWEEN"));
    KINORA_TRY(Operand high, column_or_literal(expression.children[2], "BETWEEN"));
    std::vector<ConditionPointer> both(2);
    KINORA_TRY(both[0], compare(CompareOp::kGreaterEqual, value, low, expression.offset));
    KINORA_TRY(both[1], compare(CompareOp::kLessEqual, value, high, expression.offset));
    return negated_if(expression.negated, make_and(std::move(both)));
  }

  Result<ConditionPointer> in(const Expression& expression) {
    KINORA_TRY(Operand value, column_or_literal(expression.children[0], "IN"));
    std::vector<Operand> items;
    for (std::size_t i = 1; i < expression.children.size(); ++i) {
      KINORA_TRY(Operand item, column_or_literal(expression.children[i], "IN"));
      items.push_back(std::move(item));
    }
    const auto is_plain = [](const Operand& item) { return item.is_literal(); };
    const bool is_set =
        value.column != nullptr && value.column->type != DataType::kBool && std::all_of(items.begin(), items.end(), is_plain);
    KINORA_TRY(ConditionPointer bound, is_set ? in_set(value, items) : in_one_by_one(value, items, expression.offset));
    return negated_if(expression.negated, std::move(bound));
  }

  Result<ConditionPointer> in_one_by_one(Operand& value, std::vector<Operand>& items, std::size_t offset) {
    std::vector<ConditionPointer> equalities;
    for (Operand& item : items) {
      KINORA_TRY(ConditionPointer equal, compare(CompareOp::kEqual, value, item, offset));
      equalities.push_back(std::move(equal));
    }
    return make_or(std::move(equalities));
  }

  /// A column and literals: one lookup a row. A NULL among them makes what is not found unknown.
  Result<ConditionPointer> in_set(const Operand& value, const std::vector<Operand>& items) {
    const DataType type = value.column->type;
    std::vector<KeyRange> keys;
    std::vector<std::string> texts;
    bool has_null = false;
    for (const Operand& item : items) {
      const Expression& literal = *item.expression;
      const std::optional<KeyRange> item_keys = is_number(literal.kind) ? keys_in(type, literal, float_literals_) : std::nullopt;
      if (item.is_null()) {
        has_null = true;
      } else if (item_keys) {
        keys.push_back(*item_keys);
      } else if (type == DataType::kString && literal.kind == ExpressionKind::kString) {
        texts.push_back(literal.text);
      } else {
        return tl::unexpected(literal_mismatch(source_, *value.column, literal));
      }
    }
    ConditionPointer set = type == DataType::kString ? make_text_set(value.slot, std::move(texts))
                                                     : make_number_set(value.slot, type, std::move(keys));
    if (!has_null) return set;
    std::vector<ConditionPointer> with_null;
    with_null.push_back(std::move(set));
    with_null.push_back(make_constant(kUnknown));
    return make_or(std::move(with_null));
  }

  Result<ConditionPointer> like(const Expression& expression) {
    KINORA_TRY(const Operand text, operand(expression.children[0]));
    const Expression& pattern = expression.children[1];
    const bool is_text = text.column != nullptr ? text.column->type == DataType::kString
                                                : text.is_null() || text.expression->kind == ExpressionKind::kString;
    if (!is_text) return tl::unexpected(not_text(source_, expression.children[0], text.contents()));
    if (pattern.kind != ExpressionKind::kString && pattern.kind != ExpressionKind::kNull)
      return tl::unexpected(source_.type(pattern.offset, {.what = "the pattern of LIKE is no string",
                                                          .expected = "a pattern in single quotes",
                                                          .found = std::string(kind_name(pattern.kind)),
                                                          .next_step = "Write for example LIKE '%text%'"}));
    if (text.is_null() || pattern.kind == ExpressionKind::kNull) return make_constant(kUnknown);

    const auto folded = [&](const std::string& value) { return expression.ignore_case ? fold_case(value) : value; };
    LikePattern compiled(folded(pattern.text), folded(expression.escape.value_or("\\")));
    ConditionPointer bound = text.column != nullptr ? make_like(text.slot, std::move(compiled), expression.ignore_case)
                                                    : make_constant(truth_of(compiled.matches(folded(text.expression->text))));
    return negated_if(expression.negated, std::move(bound));
  }

  Result<ConditionPointer> is_null(const Expression& expression) {
    const Expression& child = expression.children[0];
    KINORA_TRY(const Operand value, operand(child));
    ConditionPointer bound;
    if (value.column != nullptr) {
      bound = make_column_is_null(value.slot);
    } else if (value.is_literal()) {
      bound = make_constant(truth_of(value.is_null()));
    } else {
      KINORA_TRY(ConditionPointer inner, inner_condition(child));
      bound = make_truth_test(std::move(inner), kUnknown);
    }
    return negated_if(expression.negated, std::move(bound));
  }

  Result<ConditionPointer> call(const Expression& expression) {
    const auto named = [&](const char* name) { return equal_ignoring_case(name, expression.text); };
    const bool is_one = named("array_has");
    const bool is_all = named("array_has_all");
    if (!is_one && !is_all && !named("array_has_any")) return tl::unexpected(unknown_function(source_, expression));
    if (expression.children.size() != 2)
      return tl::unexpected(source_.syntax(
          expression.offset,
          {.what = expression.text + " has a wrong number of arguments",
           .expected = "2",
           .found = std::to_string(expression.children.size()),
           .next_step = is_one ? "Write array_has(list, 'x')" : "Write " + expression.text + "(list, ['x', 'y'])"}));
    KINORA_TRY(const Operand list, operand(expression.children[0]));
    if (list.column == nullptr || list.column->type != DataType::kStringList)
      return tl::unexpected(
          source_.type(expression.children[0].offset, {.what = expression.text + " looks into lists only",
                                                       .expected = "a column of lists",
                                                       .found = list.contents(),
                                                       .next_step = "For a string column there are =, IN and LIKE"}));
    return is_one ? has_item(list, expression.children[1]) : has_items(list, expression.children[1], is_all);
  }

  Result<ConditionPointer> has_item(const Operand& list, const Expression& item) {
    if (item.kind == ExpressionKind::kNull) return make_constant(kUnknown);
    if (item.kind != ExpressionKind::kString) return tl::unexpected(not_an_item(item));
    return make_list_test(ListTest::kAny, list.slot, {item.text});
  }

  Result<ConditionPointer> has_items(const Operand& list, const Expression& items, bool all) {
    if (items.kind == ExpressionKind::kNull) return make_constant(kUnknown);
    if (items.kind != ExpressionKind::kList)
      return tl::unexpected(source_.type(items.offset, {.what = "a list of items is missing",
                                                        .expected = "a list",
                                                        .found = std::string(kind_name(items.kind)),
                                                        .next_step = "Write the items in brackets: ['x', 'y']"}));
    std::vector<std::optional<std::string>> wanted;
    for (const Expression& item : items.children) {
      if (item.kind != ExpressionKind::kString && item.kind != ExpressionKind::kNull) return tl::unexpected(not_an_item(item));
      wanted.push_back(item.kind == ExpressionKind::kNull ? std::nullopt : std::optional(item.text));
    }
    // LanceDB decides an empty list before it looks at the column: the answer is the same for null lists.
    if (wanted.empty()) return make_constant(truth_of(all));
    return make_list_test(all ? ListTest::kAll : ListTest::kAny, list.slot, std::move(wanted));
  }

  [[nodiscard]] Error not_an_item(const Expression& item) const {
    return source_.type(item.offset, {.what = "an item to look for is no string",
                                      .expected = "a string in single quotes",
                                      .found = std::string(kind_name(item.kind)),
                                      .next_step = "Write the item in single quotes: 'x'"});
  }

  const Schema& schema_;
  const SourceText& source_;
  FloatLiterals float_literals_ = FloatLiterals::kRounded;
  std::vector<std::size_t> slots_;  ///< the schema's places of the columns in use
};

}  // namespace

Result<BoundFilter> bind(const Expression& root, const Schema& schema, const SourceText& source) {
  return Binder(schema, source).run(root);
}

}  // namespace kinora::filter
