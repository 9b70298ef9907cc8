#pragma once

#include <charconv>
#include <CLI/CLI.hpp>
#include <limits>
#include <string>
#include <system_error>

namespace kinora::cli {

/// To be given to `transform` of an option that takes a whole number: decimal, of that type, and nothing beside it. CLI11 by
/// itself takes -1 for the greatest number of a type without signs, 010 for 8, and the greatest for any beyond it.
template <class Number>
CLI::Validator whole_number() {
  const auto read = [](std::string& text) -> std::string {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end)
      return "a whole number from " + std::to_string(std::numeric_limits<Number>::min()) + " to " +
             std::to_string(std::numeric_limits<Number>::max()) + " is needed, not \"" + text + '"';
    text = std::to_string(number);
    return {};
  };
  return {read, ""};
}

}  // namespace kinora::cli
