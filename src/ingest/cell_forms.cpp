#include "ingest/cell_forms.hpp"

#include "ingest/scalar_cells.hpp"
#include "textio/numbers.hpp"
#include "textio/words.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace kinora::ingest {
namespace {

constexpr std::size_t kMaxDateBytes = 48;
constexpr std::size_t kMaxNumberBytes = 32;
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool is_form_digit(char c) { return c >= '0' && c <= '9'; }

bool is_form_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Takes what `belongs` accepts from the front of the text.
template <class Belongs>
std::string_view take_while(std::string_view& text, const Belongs& belongs) {
  std::size_t length = 0;
  while (length < text.size() && belongs(text[length])) ++length;
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

bool is_month(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  return word.size() >= 3 && std::any_of(kMonths.begin(), kMonths.end(),
                                         [&](std::string_view month) { return textio::same_name(word.substr(0, 3), month); });
}

/// The parts of a date: numbers and words, without what stands between them.
struct DateParts {
  std::array<std::string_view, 4> parts{};
  std::size_t count = 0;  // parts.size() + 1 if there are more
};

DateParts date_parts(std::string_view text) {
  DateParts date;
  while (!text.empty()) {
    const std::string_view digits = take_while(text, is_form_digit);
    const std::string_view word = digits.empty() ? take_while(text, is_form_letter) : digits;
    if (word.empty()) {
      text.remove_prefix(1);
      continue;
    }
    if (date.count < date.parts.size()) date.parts[date.count] = word;
    ++date.count;
  }
  return date;
}

bool is_day_or_month(std::string_view part) { return is_month(part) || (part.size() <= 2 && is_form_digit(part.front())); }

/// "25-May-79", "12/31/99", "May-79".
std::optional<std::int32_t> year_of_two_digits(std::string_view cell) {
  constexpr std::int32_t kLastOfThisCentury = 29;
  const DateParts date = date_parts(cell);
  if (date.count < 2 || date.count > 3) return std::nullopt;
  for (std::size_t i = 0; i + 1 < date.count; ++i)
    if (!is_day_or_month(date.parts[i])) return std::nullopt;
  if (date.count == 2 && !is_month(date.parts[0])) return std::nullopt;
  const std::string_view last = date.parts[date.count - 1];
  if (last.size() != 2 || !is_form_digit(last.front())) return std::nullopt;
  const auto year = static_cast<std::int32_t>(textio::parse_integer(last).value_or(0));
  return year + (year <= kLastOfThisCentury ? 2000 : 1900);
}

/// Digits in groups of three behind the first: "1,086", "28.341.469".
bool has_thousands(std::string_view digits, char separator) {
  const std::string_view first = take_while(digits, is_form_digit);
  if (first.empty() || first.size() > 3 || digits.empty()) return false;
  while (!digits.empty()) {
    if (digits.front() != separator) return false;
    digits.remove_prefix(1);
    if (take_while(digits, is_form_digit).size() != 3) return false;
  }
  return true;
}

std::optional<double> parse_with_separators(std::string text, bool decimal_comma) {
  const char thousands = decimal_comma ? '.' : ',';
  const char decimals = decimal_comma ? ',' : '.';
  const std::size_t point = text.find(decimals);
  const bool has_one_point = point != std::string::npos && text.find(decimals, point + 1) == std::string::npos;
  const std::string whole = has_one_point ? text.substr(0, point) : text;
  const bool groups = has_thousands(whole, thousands) || has_thousands(whole, ' ') || has_thousands(whole, '\'');
  if (groups) {
    const auto is_separator = [](char c) { return !is_form_digit(c); };
    std::string digits;
    std::copy_if(whole.begin(), whole.end(), std::back_inserter(digits), [&](char c) { return !is_separator(c); });
    text = digits + (has_one_point ? '.' + text.substr(point + 1) : "");
  } else if (!has_one_point && has_thousands(whole, decimals)) {
    std::erase(text, decimals);  // more than one: they separate thousands
  } else if (has_one_point) {
    text[point] = '.';
  }
  return textio::parse_number(text);
}

double unit_minutes(std::string_view unit) {
  constexpr std::array<std::string_view, 5> kHours = {"h", "hr", "hrs", "hour", "hours"};
  constexpr std::array<std::string_view, 6> kMinutes = {"m", "min", "mins", "minute", "minutes", "mn"};
  const auto is_unit = [&](std::string_view name) { return textio::same_name(unit, name); };
  if (std::any_of(kHours.begin(), kHours.end(), is_unit)) return 60;
  if (std::any_of(kMinutes.begin(), kMinutes.end(), is_unit)) return 1;
  return 0;
}

/// "2h 22min", "142 min." and the like.
std::optional<double> parse_units(std::string_view cell) {
  const auto is_between = [](char c) { return c == ' ' || c == ',' || c == '.'; };
  if (cell.empty()) return std::nullopt;
  double minutes = 0;
  double last_unit = 0;
  while (!cell.empty()) {
    const auto number = textio::parse_integer(take_while(cell, is_form_digit));
    take_while(cell, is_between);
    const std::string_view unit = take_while(cell, is_form_letter);
    take_while(cell, is_between);
    double factor = unit_minutes(unit);
    if (unit.empty() && cell.empty() && last_unit == 60) factor = 1;  // "1h 30"
    if (!number || factor == 0 || *number > 100000) return std::nullopt;
    minutes += static_cast<double>(*number) * factor;
    last_unit = factor;
  }
  return minutes;
}

}  // namespace

std::string_view trim_wide(std::string_view text) {
  while (true) {
    text = textio::trim(text);
    const bool starts_with_it = text.starts_with(kNoBreakSpace);
    if (starts_with_it) text.remove_prefix(kNoBreakSpace.size());
    const bool ends_with_it = text.ends_with(kNoBreakSpace);
    if (ends_with_it) text.remove_suffix(kNoBreakSpace.size());
    if (!starts_with_it && !ends_with_it) return text;
  }
}

bool is_missing_word(std::string_view text) {
  constexpr std::array<std::string_view, 11> kWords = {"", "nan", "null", "none", "n/a", "na", "\\n", "-", "--", "#n/a", "<na>"};
  return text.size() <= 4 &&
         std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return textio::same_name(text, word); });
}

std::optional<std::int32_t> parse_any_year(std::string_view cell) {
  if (const auto year = parse_year(cell)) return year;
  cell = trim_wide(cell);
  if (cell.size() > kMaxDateBytes) return std::nullopt;
  std::string_view rest = cell;
  while (!rest.empty()) {
    const std::string_view digits = take_while(rest, is_form_digit);
    if (digits.empty()) {
      rest.remove_prefix(1);
      continue;
    }
    if (digits.size() != 4) continue;
    if (const auto year = parse_year(digits)) return year;
  }
  return year_of_two_digits(cell);
}

std::optional<double> parse_minutes(std::string_view cell) {
  cell = trim_wide(cell);
  if (cell.size() > kMaxNumberBytes) return std::nullopt;
  if (const auto number = textio::parse_number(cell)) return number;
  if (cell.starts_with("PT")) return parse_units(cell.substr(2));
  if (const std::size_t colon = cell.find(':'); colon != std::string_view::npos) {
    const auto hours = textio::parse_integer(cell.substr(0, colon));
    const auto minutes = textio::parse_integer(cell.substr(colon + 1, 2));
    const bool has_seconds = cell.size() == colon + 6 && cell[colon + 3] == ':';
    if (!hours || !minutes || *hours < 0 || *hours > 99 || (cell.size() != colon + 3 && !has_seconds)) return std::nullopt;
    return static_cast<double>(*hours * 60 + *minutes);
  }
  if (const auto minutes = parse_units(cell)) return minutes;
  // "121.5 min"
  const std::size_t end = cell.find_last_of("0123456789");
  if (end == std::string_view::npos || unit_minutes(textio::trim(cell.substr(end + 1))) != 1) return std::nullopt;
  return parse_any_number(cell.substr(0, end + 1), false);
}

std::optional<double> parse_any_number(std::string_view cell, bool decimal_comma) {
  cell = trim_wide(cell);
  if (cell.empty() || cell.size() > kMaxNumberBytes) return std::nullopt;
  if (!decimal_comma)
    if (const auto number = textio::parse_number(cell)) return number;
  double factor = 1;
  if (cell.ends_with("/10")) {
    cell.remove_suffix(3);
  } else if (cell.ends_with('%')) {
    cell.remove_suffix(1);
  } else if (const char unit = cell.back(); is_form_letter(unit) && cell.size() > 1) {
    factor = unit == 'K' || unit == 'k' ? 1e3 : unit == 'M' ? 1e6 : unit == 'B' ? 1e9 : 0;
    if (factor == 0) return std::nullopt;
    cell.remove_suffix(1);
  }
  std::string text;
  for (std::string_view rest = trim_wide(cell); !rest.empty();) {
    const bool is_wide = rest.starts_with(kNoBreakSpace);
    text += is_wide ? ' ' : rest.front();
    rest.remove_prefix(is_wide ? kNoBreakSpace.size() : 1);
  }
  const auto number = parse_with_separators(std::move(text), decimal_comma);
  return number ? std::optional(*number * factor) : std::nullopt;
}

bool has_decimal_comma(std::string_view cell) {
  cell = trim_wide(cell);
  const std::string_view whole = take_while(cell, is_form_digit);
  if (whole.empty() || !cell.starts_with(',')) return false;
  cell.remove_prefix(1);
  const std::string_view decimals = take_while(cell, is_form_digit);
  return !decimals.empty() && decimals.size() != 3 && (cell.empty() || cell.starts_with("/10"));
}

std::string_view find_imdb_digits(std::string_view cell) {
  cell = trim_wide(cell);
  const std::size_t slash = cell.find("/tt");
  std::string_view rest = slash != std::string_view::npos ? cell.substr(slash + 3) : cell;
  const bool is_address = slash != std::string_view::npos;
  if (rest.starts_with("tt")) rest.remove_prefix(2);
  const std::string_view digits = take_while(rest, is_form_digit);
  return is_address || rest.empty() ? digits : std::string_view();
}

}  // namespace kinora::ingest
