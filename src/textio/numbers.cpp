#include "textio/numbers.hpp"

#include "textio/words.hpp"

#include <charconv>
#include <cmath>

namespace kinora::textio {

std::optional<std::int64_t> parse_integer(std::string_view cell) {
  cell = trim(cell);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc()) return std::nullopt;
  const std::string_view rest = cell.substr(static_cast<std::size_t>(end - cell.data()));
  const bool is_whole = rest.empty() || (rest.starts_with('.') && rest.find_first_not_of('0', 1) == std::string_view::npos);
  if (!is_whole) return std::nullopt;
  return value;
}

std::optional<double> parse_number(std::string_view cell) {
  cell = trim(cell);
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace kinora::textio
