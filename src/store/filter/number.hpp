#pragma once

#include "store/filter/expression.hpp"

#include <string>

namespace kinora::filter {

/// Makes `value` the number that these digits write: kInteger if int64 holds it, else the nearest double (kReal). False if it is
/// beyond all that can be read.
[[nodiscard]] bool read_number(const std::string& digits, Expression& value);

/// Turns the sign of a number. False if it is none.
[[nodiscard]] bool negate(Expression& value);

/// Whether a kReal was written without a point or an exponent: an integer that int64 does not hold.
[[nodiscard]] bool is_wide_integer(const Expression& value);

}  // namespace kinora::filter
