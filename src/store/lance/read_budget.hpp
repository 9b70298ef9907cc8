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

  /// What `compressed` bytes of the file stand for when they are `size`: as much as data are commonly compressed costs nothing.
  Result<void> take_beyond(std::uint64_t size, std::uint64_t compressed, std::string_view where) {
    const std::uint64_t free = compressed > kMost / kCommonRatio ? kMost : compressed * kCommonRatio;
    return size <= free ? Result<void>() : take(size - free, 1, where);
  }

 private:
  static constexpr std::uint64_t kMost = ~std::uint64_t{0};
  static constexpr std::uint64_t kCommonRatio = 16;

  std::uint64_t left_ = std::uint64_t{1} << 30U;
};

}  // namespace kinora::lance
