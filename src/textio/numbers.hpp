#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kinora::textio {

/// A whole number, alone in its cell but for white space; "5415.0" as programs write it that know floating point only is one too.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view cell);

/// A finite decimal number, alone in its cell but for white space; locale-free.
[[nodiscard]] std::optional<double> parse_number(std::string_view cell);

}  // namespace kinora::textio
