#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora::lance {

/// The numbers of an Arrow IPC file with one column of uint32 without nulls, in their order, all record batches one after the
/// other; buffers may be compressed by lz4 or zstd. Nothing is allocated for more than `limit` numbers.
/// Errors: kTableCorrupt; kTableUnsupported (another endianness, a dictionary).
[[nodiscard]] Result<std::vector<std::uint32_t>> read_arrow_row_ids(Bytes file, std::uint64_t limit, std::string_view where);

}  // namespace kinora::lance
