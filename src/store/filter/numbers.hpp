#pragma once

#include "store/filter/condition.hpp"
#include "store/filter/expression.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora::filter {

// Numbers are compared by integer keys of the same order. A float's key is Arrow's and LanceDB's total order: -NaN < -inf < … <
// -0 < +0 < … < +inf < NaN, each equal to itself. Keys of int32 and float fit int32.

[[nodiscard]] std::int64_t key_of(std::int32_t value);
[[nodiscard]] std::int64_t key_of(std::int64_t value);
[[nodiscard]] std::int64_t key_of(float value);
[[nodiscard]] std::int64_t key_of(double value);

/// The keys that a literal equals: one, but both zeros for a zero, as in LanceDB. None if low > high: it lies between those keys.
struct KeyRange {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

template <class T>
[[nodiscard]] KeyRange keys_of_literal(T value) {
  return value == T{} ? KeyRange{key_of(static_cast<T>(-T{})), key_of(T{})} : KeyRange{key_of(value), key_of(value)};
}

/// Those of the floats that equal a double, none rounded.
[[nodiscard]] KeyRange float_keys_of(double value);

/// A number column against a literal, in keys of the column's type.
[[nodiscard]] ConditionPointer make_number_comparison(CompareOp op, std::size_t slot, DataType type, KeyRange literal);
/// A number column in a list of literals, none of which is NULL.
[[nodiscard]] ConditionPointer make_number_set(std::size_t slot, DataType type, std::vector<KeyRange> literals);
/// Two number columns, compared in the type that LanceDB brings both to.
[[nodiscard]] ConditionPointer make_number_columns_comparison(CompareOp op, std::size_t left, DataType left_type,
                                                              std::size_t right, DataType right_type);

}  // namespace kinora::filter
