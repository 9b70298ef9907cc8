#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/errors.hpp"

#include <cstdint>
#include <string_view>

namespace kinora::lance {

/// What a column may take beyond the bytes that its files hold: rows of an all-null page and repeated dictionary items have none
/// of their own, so that a damaged or hostile file of some hundred bytes could ask for all memory.
class ReadBudget {
 public:
  /// Error: kTableUnsupported.
  Result<void> take(std::uint64_t count, std::uint64_t bytes_each, std::string_view where) {
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(count, bytes_each, &bytes) || bytes > left_)
      return unsupported(where, "more than 1 GiB of null rows or repeated strings in one column");
    left_ -= bytes;
    return {};
  }

 private:
  std::uint64_t left_ = std::uint64_t{1} << 30U;
};

}  // namespace kinora::lance
