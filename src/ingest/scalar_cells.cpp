#include "ingest/scalar_cells.hpp"

#include "ingest/name_lists.hpp"

#include <charconv>
#include <cmath>

namespace kinora::importer {
namespace {

constexpr std::int32_t kFirstYear = 1800;
constexpr std::int32_t kLastYear = 2199;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

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

std::optional<std::int32_t> parse_year(std::string_view cell) {
  cell = trim(cell);
  const bool is_date = cell.size() > 5 && (cell[4] == '-' || cell[4] == '/') && is_digit(cell[5]);
  const auto year = parse_integer(is_date ? cell.substr(0, 4) : cell);
  if (!year || *year < kFirstYear || *year > kLastYear) return std::nullopt;
  return static_cast<std::int32_t>(*year);
}

std::optional<std::int64_t> parse_imdb_number(std::string_view cell) {
  cell = trim(cell);
  if (cell.starts_with("tt")) cell.remove_prefix(2);
  if (cell.empty() || cell.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return parse_integer(cell);
}

}  // namespace kinora::importer
