#include "exchange/value_reader.hpp"

#include "textio/excerpt.hpp"
#include "textio/numbers.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace kinora::exchange {
namespace {

using textio::ValueCursor;
using textio::ValueToken;

constexpr std::string_view kAnyValue = "a text, a number, true, false, a list of texts or a list of numbers";

std::string describe_token(ValueToken token, std::string_view text) {
  switch (token) {
    case ValueToken::kBeginList:
      return "a list";
    case ValueToken::kBeginDict:
      return "an object";
    case ValueToken::kString:
      return "the text " + textio::excerpt(text);
    case ValueToken::kNumber:
      return "the number " + std::string(text.substr(0, 60));
    case ValueToken::kTrue:
      return "true";
    case ValueToken::kFalse:
      return "false";
    case ValueToken::kNull:
      return "null";
    default:
      return "no value";
  }
}

/// What programs write for numbers that are not finite, which no list has.
bool is_no_finite_number(std::string_view word) {
  if (word.starts_with('-') || word.starts_with('+')) word.remove_prefix(1);
  std::string lower(word.substr(0, 9));
  for (char& letter : lower)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return lower == "nan" || lower == "inf" || lower == "infinity";
}

tl::unexpected<ValueFault> fault(std::string expected, ValueToken token, const ValueCursor& cursor) {
  if (token == ValueToken::kError) {
    const std::string_view rest = cursor.rest();
    const std::string_view word = rest.substr(0, rest.find_first_of(",]}: \t\r\n", 1));
    const std::string place = " at byte " + std::to_string(cursor.offset());
    if (word.empty()) return tl::unexpected<ValueFault>({std::string(cursor.error()), "the end of the value" + place});
    if (!is_no_finite_number(word)) expected = cursor.error();
    return tl::unexpected<ValueFault>({std::move(expected), textio::excerpt(word) + place});
  }
  return tl::unexpected<ValueFault>({std::move(expected), describe_token(token, cursor.text())});
}

std::string_view trim_spaces(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// The nearest T; nothing if the text is no number or one beyond the largest.
template <class T>
std::optional<T> parse_nearest(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (error == std::errc()) return value;
  // Out of range: too large, or too near to zero.
  double wide = 0;
  if constexpr (sizeof(T) < sizeof(double))
    if (std::from_chars(text.data(), text.data() + text.size(), wide).ec == std::errc() && std::abs(wide) < 1)
      return static_cast<T>(wide);
  const std::size_t exponent = text.find_first_of("eE");
  const bool tiny = exponent != std::string_view::npos && text.substr(exponent + 1).starts_with('-');
  return tiny ? std::optional<T>(T{}) : std::nullopt;
}

bool is_whole(std::string_view text) {
  return text.find_first_not_of("0123456789", text.starts_with('-') ? 1 : 0) == std::string_view::npos;
}

}  // namespace

std::string describe_value(const Field& field) {
  switch (field.type) {
    case DataType::kBool:
      return "true or false";
    case DataType::kInt32:
      return "a whole number of 32 bits";
    case DataType::kInt64:
      return "a whole number of 64 bits";
    case DataType::kFloat32:
    case DataType::kFloat64:
      return "a number";
    case DataType::kString:
      return "a text";
    case DataType::kStringList:
      return "a list of texts";
    case DataType::kVector:
      return "a list of " + std::to_string(field.dimension) + " finite numbers";
    case DataType::kForeign:
      return "a value of the type " + field.foreign_type;
  }
  return {};
}

ValueResult add_number(std::string_view text, ColumnBuilder& column) {
  const std::string_view number = trim_spaces(text);
  switch (column.field().type) {
    case DataType::kInt32: {
      using Limits = std::numeric_limits<std::int32_t>;
      const auto value = textio::parse_integer(number);
      if (!value || *value < Limits::min() || *value > Limits::max()) break;
      column.add_int32(static_cast<std::int32_t>(*value));
      return {};
    }
    case DataType::kInt64:
      if (const auto value = textio::parse_integer(number)) {
        column.add_int64(*value);
        return {};
      }
      break;
    case DataType::kFloat32:
      if (const auto value = parse_nearest<float>(number)) {
        column.add_float32(*value);
        return {};
      }
      break;
    case DataType::kFloat64:
      if (const auto value = parse_nearest<double>(number)) {
        column.add_float64(*value);
        return {};
      }
      break;
    default:
      break;
  }
  return tl::unexpected<ValueFault>({describe_value(column.field()), textio::excerpt(text)});
}

ValueResult ValueReader::add(ValueCursor& cursor, ValueToken first, ColumnBuilder& column) {
  if (first == ValueToken::kNull) {
    column.add_null();
    return {};
  }
  switch (column.field().type) {
    case DataType::kBool:
      if (first != ValueToken::kTrue && first != ValueToken::kFalse) break;
      column.add_bool(first == ValueToken::kTrue);
      return {};
    case DataType::kInt32:
    case DataType::kInt64:
    case DataType::kFloat32:
    case DataType::kFloat64:
      if (first != ValueToken::kNumber) break;
      return add_number(cursor.text(), column);
    case DataType::kString:
      if (first != ValueToken::kString) break;
      column.add_text(cursor.text());
      return {};
    case DataType::kStringList:
      if (first != ValueToken::kBeginList) break;
      return add_list(cursor, column);
    case DataType::kVector:
      if (first != ValueToken::kBeginList) break;
      return add_vector(cursor, column);
    case DataType::kForeign:
      break;
  }
  return fault(describe_value(column.field()), first, cursor);
}

ValueResult ValueReader::add_list(ValueCursor& cursor, ColumnBuilder& column) {
  while (true) {
    const ValueToken token = cursor.next();
    if (token == ValueToken::kEndList) break;
    if (token != ValueToken::kString && token != ValueToken::kNull) return fault(describe_value(column.field()), token, cursor);
    column.add_item(token == ValueToken::kNull ? std::nullopt : std::optional<std::string_view>(cursor.text()));
  }
  column.end_list();
  return {};
}

ValueResult ValueReader::add_vector(ValueCursor& cursor, ColumnBuilder& column) {
  vector_.clear();
  while (true) {
    const ValueToken token = cursor.next();
    if (token == ValueToken::kEndList) break;
    const auto value = token == ValueToken::kNumber ? parse_nearest<float>(cursor.text()) : std::nullopt;
    if (!value) return fault(describe_value(column.field()), token, cursor);
    vector_.push_back(*value);
  }
  if (vector_.size() != column.field().dimension)
    return tl::unexpected<ValueFault>({describe_value(column.field()), std::to_string(vector_.size()) + " of them"});
  column.add_vector(vector_);
  return {};
}

std::string describe_kind(const ValueKind& kind) {
  switch (kind.shape) {
    case ValueKind::Shape::kNothing:
      return "nothing";
    case ValueKind::Shape::kBool:
      return "true or false";
    case ValueKind::Shape::kWhole:
    case ValueKind::Shape::kNumber:
      return "a number";
    case ValueKind::Shape::kText:
      return "a text";
    case ValueKind::Shape::kEmptyList:
      return "an empty list";
    case ValueKind::Shape::kTexts:
      return "a list of texts";
    case ValueKind::Shape::kNumbers:
      return "a list of " + std::to_string(kind.count) + " numbers";
  }
  return {};
}

std::optional<ValueKind> kind_of_both(const ValueKind& a, const ValueKind& b) {
  using Shape = ValueKind::Shape;
  if (a == b || b.shape == Shape::kNothing) return a;
  if (a.shape == Shape::kNothing) return b;
  const auto either = [&](Shape one, Shape other) {
    return (a.shape == one && b.shape == other) || (a.shape == other && b.shape == one);
  };
  if (either(Shape::kWhole, Shape::kNumber)) return ValueKind{Shape::kNumber};
  if (either(Shape::kEmptyList, Shape::kTexts)) return ValueKind{Shape::kTexts};
  return std::nullopt;
}

std::optional<ValueKind> kind_of_number(std::string_view text) {
  text = trim_spaces(text);
  if (text.empty()) return std::nullopt;
  if (is_whole(text)) {
    if (textio::parse_integer(text)) return ValueKind{ValueKind::Shape::kWhole};
    return std::nullopt;
  }
  const auto value = parse_nearest<double>(text);
  return value && std::isfinite(*value) ? std::optional(ValueKind{ValueKind::Shape::kNumber}) : std::nullopt;
}

tl::expected<ValueKind, ValueFault> kind_of_value(ValueCursor& cursor, ValueToken first) {
  using Shape = ValueKind::Shape;
  switch (first) {
    case ValueToken::kNull:
      return ValueKind{Shape::kNothing};
    case ValueToken::kTrue:
    case ValueToken::kFalse:
      return ValueKind{Shape::kBool};
    case ValueToken::kString:
      return ValueKind{Shape::kText};
    case ValueToken::kNumber:
      if (const auto kind = kind_of_number(cursor.text())) return *kind;
      return tl::unexpected<ValueFault>({"a number that 64 bits hold", std::string(cursor.text().substr(0, 60))});
    case ValueToken::kBeginList:
      break;
    default:
      return fault(std::string(kAnyValue), first, cursor);
  }
  ValueKind list{Shape::kEmptyList};
  while (true) {
    const ValueToken token = cursor.next();
    if (token == ValueToken::kEndList) return list;
    const bool number = token == ValueToken::kNumber;
    if (!number && token != ValueToken::kString && token != ValueToken::kNull)
      return fault(std::string(kAnyValue), token, cursor);
    const Shape shape = number ? Shape::kNumbers : Shape::kTexts;
    if (list.shape != Shape::kEmptyList && list.shape != shape)
      return tl::unexpected<ValueFault>({"a list of numbers or a list of texts", "one with both, or with nulls among numbers"});
    list.shape = shape;
    if (number) ++list.count;
  }
}

Field field_of_kind(std::string name, const ValueKind& kind) {
  Field field{.name = std::move(name)};
  switch (kind.shape) {
    case ValueKind::Shape::kNothing:
    case ValueKind::Shape::kText:
      field.type = DataType::kString;
      break;
    case ValueKind::Shape::kBool:
      field.type = DataType::kBool;
      break;
    case ValueKind::Shape::kWhole:
      field.type = DataType::kInt64;
      break;
    case ValueKind::Shape::kNumber:
      field.type = DataType::kFloat64;
      break;
    case ValueKind::Shape::kEmptyList:
    case ValueKind::Shape::kTexts:
      field.type = DataType::kStringList;
      break;
    case ValueKind::Shape::kNumbers:
      field.type = DataType::kVector;
      field.dimension = kind.count;
      break;
  }
  return field;
}

}  // namespace kinora::exchange
