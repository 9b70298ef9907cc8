#pragma once

#include "exchange/column_builder.hpp"
#include "textio/value_cursor.hpp"

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace kinora::exchange {

/// Why a value does not fit a column.
struct ValueFault {
  std::string expected;
  std::string found;
};
using ValueResult = tl::expected<void, ValueFault>;

/// "int32", "a list of 100 numbers": what a value of the field is, for a message.
[[nodiscard]] std::string describe_value(const Field& field);

/// Adds the number that a text is, alone but for white space, to a column of numbers: rounded for floating point only, which may
/// also be nan or inf.
[[nodiscard]] ValueResult add_number(std::string_view text, ColumnBuilder& column);

/// Reads values of JSON or of Python literals into columns of their types.
class ValueReader {
 public:
  /// Adds the value whose first token is `first`, to its end. After a fault the column has no further row, but may have items.
  [[nodiscard]] ValueResult add(textio::ValueCursor& cursor, textio::ValueToken first, ColumnBuilder& column);

 private:
  [[nodiscard]] static ValueResult add_list(textio::ValueCursor& cursor, ColumnBuilder& column);
  [[nodiscard]] ValueResult add_vector(textio::ValueCursor& cursor, ColumnBuilder& column);

  std::vector<float> vector_;
};

/// What a value looks like when no schema says what it should be.
struct ValueKind {
  enum class Shape { kNothing, kBool, kWhole, kNumber, kText, kEmptyList, kTexts, kNumbers };
  Shape shape = Shape::kNothing;
  std::size_t count = 0;  ///< kNumbers: how many

  friend bool operator==(const ValueKind&, const ValueKind&) = default;
};

/// "numbers", "lists of 100 numbers", for a message.
[[nodiscard]] std::string describe_kind(const ValueKind& kind);
/// The kind of a column that holds both; nothing if there is none.
[[nodiscard]] std::optional<ValueKind> kind_of_both(const ValueKind& a, const ValueKind& b);
/// The kind of the value whose first token is `first`, to its end.
[[nodiscard]] tl::expected<ValueKind, ValueFault> kind_of_value(textio::ValueCursor& cursor, textio::ValueToken first);
/// kWhole or kNumber; nothing if it is none, or a whole number that an int64 does not hold.
[[nodiscard]] std::optional<ValueKind> kind_of_number(std::string_view text);
/// The field for values of this kind; of text if there was no value at all.
[[nodiscard]] Field field_of_kind(std::string name, const ValueKind& kind);

}  // namespace kinora::exchange
