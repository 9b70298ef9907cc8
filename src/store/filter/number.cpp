#include "store/filter/number.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <system_error>

namespace kinora::filter {
namespace {

// The one integer whose digits alone int64 does not hold and with a minus does.
constexpr std::string_view kSmallestWithoutSign = "9223372036854775808";

}  // namespace

bool read_number(const std::string& digits, Expression& value) {
  const char* const end = digits.data() + digits.size();
  value.text = digits;
  value.kind = ExpressionKind::kInteger;
  if (const auto read = std::from_chars(digits.data(), end, value.integer); read.ec == std::errc() && read.ptr == end)
    return true;

  value.kind = ExpressionKind::kReal;
  if (std::from_chars(digits.data(), end, value.real).ec == std::errc()) return true;
  // Beyond double: the wider type tells infinity from zero.
  long double wide = 0;
  if (std::from_chars(digits.data(), end, wide).ec != std::errc()) return false;
  value.real = static_cast<double>(wide);
  return true;
}

bool negate(Expression& value) {
  if (value.kind == ExpressionKind::kInteger && value.integer == std::numeric_limits<std::int64_t>::min()) {
    value.kind = ExpressionKind::kReal;
    value.real = -static_cast<double>(value.integer);
  } else if (value.kind == ExpressionKind::kInteger) {
    value.integer = -value.integer;
  } else if (value.kind == ExpressionKind::kReal && value.text == kSmallestWithoutSign) {
    value.kind = ExpressionKind::kInteger;
    value.integer = std::numeric_limits<std::int64_t>::min();
  } else if (value.kind == ExpressionKind::kReal) {
    value.real = -value.real;
  } else {
    return false;
  }
  if (value.text.front() == '-') {
    value.text.erase(0, 1);
  } else {
    value.text.insert(0, 1, '-');
  }
  return true;
}

bool is_wide_integer(const Expression& value) {
  return value.kind == ExpressionKind::kReal && value.text.find_first_of(".eE") == std::string::npos;
}

}  // namespace kinora::filter
