// Any bytes as a deletion file, in both forms; what comes out is within the limit.
#include "store/lance/arrow_row_ids.hpp"
#include "store/lance/roaring.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t kLimit = 1U << 20U;
  const std::vector<std::uint8_t> copy(data, data + size);
  const auto bytes = std::as_bytes(std::span(copy));
  if (const auto numbers = kinora::lance::read_arrow_row_ids(bytes, kLimit, "fuzz"); numbers && numbers->size() > kLimit)
    std::abort();
  const auto numbers = kinora::lance::read_roaring(bytes, kLimit, "fuzz");
  if (!numbers) return 0;
  if (numbers->size() > kLimit || !std::is_sorted(numbers->begin(), numbers->end())) std::abort();
  return 0;
}
