#include "ingest/scalar_cells.hpp"

#include "ingest/name_lists.hpp"
#include "textio/numbers.hpp"
#include "textio/words.hpp"

#include <charconv>
#include <cmath>

namespace kinora::ingest {
namespace {

constexpr std::int32_t kFirstYear = 1800;
constexpr std::int32_t kLastYear = 2199;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<std::int32_t> parse_year(std::string_view cell) {
  cell = textio::trim(cell);
  const bool is_date = cell.size() > 5 && (cell[4] == '-' || cell[4] == '/') && is_digit(cell[5]);
  const auto year = textio::parse_integer(is_date ? cell.substr(0, 4) : cell);
  if (!year || *year < kFirstYear || *year > kLastYear) return std::nullopt;
  return static_cast<std::int32_t>(*year);
}

std::optional<std::int64_t> parse_imdb_number(std::string_view cell) {
  cell = textio::trim(cell);
  if (cell.starts_with("tt")) cell.remove_prefix(2);
  if (cell.empty() || cell.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return textio::parse_integer(cell);
}

}  // namespace kinora::ingest
