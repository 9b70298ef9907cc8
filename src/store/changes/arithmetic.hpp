#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/filter.hpp"
#include "store/filter/expression.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora::changes {

/// What numbers are calculated in, the wider of the operands': integers of 64 bits, of which none is rounded; float; double.
enum class NumberKind : std::uint8_t { kInteger, kFloat, kDouble };

/// A number for each row.
struct Numbers {
  NumberKind kind = NumberKind::kInteger;
  std::vector<std::int64_t> integers;  ///< kInteger; 0 where there is none
  std::vector<double> reals;           ///< else; those of kFloat are floats
  std::vector<std::uint8_t> there;     ///< one byte a row, 0 = null
};

/// Calculates an expression of numbers and columns of numbers, whose names are the schema's. A null operand makes null; floats
/// follow IEEE 754. `where` is the value's name for messages. Errors: kInvalidArgument (an integer that is divided by zero, or
/// more than 64 bits hold); those of `columns`.
[[nodiscard]] Result<Numbers> calculate(const filter::Expression& expression, const ColumnReader& columns, std::size_t rows,
                                        std::string_view where);

/// The numbers as a column of a type of numbers, integers only if they are. Error: kInvalidArgument (int32 does not hold one).
[[nodiscard]] Result<Column> as_column(const Numbers& numbers, const Field& field, std::string_view where);

}  // namespace kinora::changes
