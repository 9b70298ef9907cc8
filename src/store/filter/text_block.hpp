#pragma once

#include "store/filter/condition.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kinora::filter {

/// Strings that lie one after another: those of some rows of a string column.
struct TextBlock {
  const char* text = nullptr;           ///< what the ends count from
  std::uint64_t begin = 0;              ///< of the first string
  std::span<const std::uint64_t> ends;  ///< of each string

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::string_view at(std::size_t index) const {
    const std::uint64_t from = index == 0 ? begin : ends[index - 1];
    return {text + from, ends[index] - from};
  }
  [[nodiscard]] std::string_view all() const { return {text + begin, ends.empty() ? 0 : ends.back() - begin}; }
};

[[nodiscard]] inline TextBlock text_block_of(const Column& column, std::size_t begin, std::size_t count) {
  const std::span<const std::uint64_t> ends = column.text_ends.span();
  return {column.text.span().data(), begin == 0 ? 0 : ends[begin - 1], ends.subspan(begin, count)};
}

}  // namespace kinora::filter
