#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora::lance {

/// The numbers of a 32-bit Roaring bitmap in its portable form (github.com/RoaringBitmap/RoaringFormatSpec), ascending: array,
/// bitmap and run containers. The bytes are not trusted: nothing is allocated for more than `limit` numbers, and bytes that no
/// writer of the format makes (unordered values, wrong counts, bytes left over) are an error. Error: kTableCorrupt.
[[nodiscard]] Result<std::vector<std::uint32_t>> read_roaring(Bytes bytes, std::uint64_t limit, std::string_view where);

}  // namespace kinora::lance
