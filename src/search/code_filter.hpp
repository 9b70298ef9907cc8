#pragma once

#include "search/vector_codes.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora {

/// Writes the positions in `rows` of those records that may be worth an offer to CodedCandidates: value - bound of the query is
/// not above `worst`, or is NaN; ascending. Returns their number. Row rows[i] of `codes` has the sum of products dots[i]; all
/// lie within 2^20 rows of rows[0], behind it. The numbers are those of CodeQuery::value and bound, bit by bit. `out` has room
/// for all. Thread-safe.
std::size_t codes_within(const CodeQuery& query, const VectorCodes& codes, std::span<const std::uint32_t> rows,
                         std::span<const std::int32_t> dots, float worst, std::uint32_t* out);

}  // namespace kinora
