#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace kinora::changes {

inline constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();

/// Which rows of a table and which new ones have the same key.
struct KeyMatch {
  std::vector<std::size_t> new_row_of;  ///< of each row of the table; kNoRow: none has its key
  std::vector<std::uint8_t> is_known;   ///< of each new row: the table has its key
};

/// Matches keys: columns of one type, int32, int64 or string. A row of the table without a key matches nothing; several may have
/// one key. Rows that are not `alive` (one byte a row; empty = all are) are passed over. Errors: kInvalidArgument: another type;
/// a new row without a key, or with that of another.
[[nodiscard]] Result<KeyMatch> match_keys(const Column& table_keys, std::span<const std::uint8_t> alive, const Column& new_keys);

}  // namespace kinora::changes
