#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kinora::ingest {

// Values in the forms in which people's files have them; scalar_cells.hpp has those of the known data sets.

/// Without ASCII white space and no-break spaces at either end.
[[nodiscard]] std::string_view trim_wide(std::string_view text);

/// What programs write for a value that is missing: nan, NaN, null, None, N/A, \N, a dash; also an empty text.
[[nodiscard]] bool is_missing_word(std::string_view text);

/// A year from 1800 to 2199 in a year or date of any order: "(2019)", "15/12/2021", "March 31, 1999", "25-May-79", "1999 (USA)".
/// The first number of four digits counts. Years of two digits stand behind a day and a month; up to 29 they are of this century.
[[nodiscard]] std::optional<std::int32_t> parse_any_year(std::string_view cell);

/// Minutes: "142", "142 min", "2 hours 22 minutes", "1h 30m", "1:30" (hours), "PT2H22M".
[[nodiscard]] std::optional<double> parse_minutes(std::string_view cell);

/// A number with separators between thousands ("1,086", "1 086", "5.083.954"), a suffix K, M or B, or "/10" or "%" behind it.
/// With `decimal_comma`, a comma separates decimals ("7,3") and dots separate thousands.
[[nodiscard]] std::optional<double> parse_any_number(std::string_view cell, bool decimal_comma);

/// Whether a comma in this number can only separate decimals: "7,3", not "1,086".
[[nodiscard]] bool has_decimal_comma(std::string_view cell);

/// The digits of IMDb's id of a title: "tt0114709", "0114709", or in an address ("http://www.imdb.com/title/tt0499549/?ref_=x").
[[nodiscard]] std::string_view find_imdb_digits(std::string_view cell);

}  // namespace kinora::ingest
