#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kinora::ingest {

/// A year from 1800 to 2199: "1995", "1995.0", or the start of a date, "1995-10-30", "1995/10/30".
[[nodiscard]] std::optional<std::int32_t> parse_year(std::string_view cell);

/// An IMDb number: "tt0114709" or, as MovieLens writes it, "0114709".
[[nodiscard]] std::optional<std::int64_t> parse_imdb_number(std::string_view cell);

}  // namespace kinora::ingest
