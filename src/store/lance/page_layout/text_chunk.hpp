#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"

#include <cstddef>
#include <vector>

namespace kinora::lance {

/// Whether a string of the column is null: a row's own (kString) or an item (kStringList).
[[nodiscard]] bool is_null_text(const Column& column, std::size_t index);

/// How many of the strings [begin, end) make the next chunk of a page.
struct TextChunkSize {
  std::size_t strings = 0;
  unsigned log_values = 0;  ///< 0: all that are left
};
/// As many as take about 8 KiB; a power of two, at least two, unless they are the last.
[[nodiscard]] TextChunkSize next_text_chunk(const Column& column, std::size_t begin, std::size_t end);

/// The strings as a chunk holds them: the offset of each and of the end, then the bytes. Nulls have none.
/// Error: kInvalidArgument if they take 2 GiB or more.
[[nodiscard]] Result<std::vector<std::byte>> encode_text_chunk(const Column& column, std::size_t begin, std::size_t end);

}  // namespace kinora::lance
