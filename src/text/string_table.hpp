#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kinora {

/// A half-open range of indices.
struct IndexRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Strings of a mapped file: string i is bytes[ends[i-1] .. ends[i]). Every access is checked, so that a damaged file gives wrong
/// strings and never reads outside the bytes.
struct StringTable {
  std::span<const std::uint64_t> ends;
  std::span<const std::uint8_t> bytes;

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t index) const {
    const std::uint64_t begin = index == 0 ? 0 : ends[index - 1];
    const std::uint64_t end = ends[index];
    if (begin > end || end > bytes.size()) return {};
    return {reinterpret_cast<const char*>(bytes.data()) + begin, end - begin};
  }

  // Of a sorted table:
  [[nodiscard]] std::size_t lower_bound(std::string_view text) const {
    std::size_t begin = 0;
    for (std::size_t count = size(); count > 0;) {
      const std::size_t half = count / 2;
      const bool less = (*this)[begin + half] < text;
      begin += less ? half + 1 : 0;
      count = less ? count - half - 1 : half;
    }
    return begin;
  }
  /// The index after the run of strings with the prefix that begins at `first`; at least first + 1. Takes time with the logarithm
  /// of the run's length.
  [[nodiscard]] std::size_t end_of_prefix(std::size_t first, std::string_view prefix) const {
    std::size_t step = 1;
    for (; step < size() - first && (*this)[first + step].starts_with(prefix); step *= 2) first += step;
    std::size_t last = std::min(size(), first + step);  // does not have the prefix
    while (last - first > 1) {
      const std::size_t middle = first + (last - first) / 2;
      ((*this)[middle].starts_with(prefix) ? first : last) = middle;
    }
    return last;
  }
  [[nodiscard]] IndexRange with_prefix(std::string_view prefix) const {
    const std::size_t begin = lower_bound(prefix);
    if (begin == size() || !(*this)[begin].starts_with(prefix)) return {begin, begin};
    return {begin, end_of_prefix(begin, prefix)};
  }
  /// The index of a string, size() if it is not there.
  [[nodiscard]] std::size_t find(std::string_view text) const {
    const std::size_t index = lower_bound(text);
    return index < size() && (*this)[index] == text ? index : size();
  }
};

/// Lists of numbers of a mapped file, checked in the same way.
struct ListTable {
  std::span<const std::uint64_t> ends;
  std::span<const std::uint32_t> items;

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  /// The items of consecutive lists.
  [[nodiscard]] std::span<const std::uint32_t> operator[](IndexRange lists) const {
    if (lists.begin >= lists.end || lists.end > ends.size()) return {};
    const std::uint64_t begin = lists.begin == 0 ? 0 : ends[lists.begin - 1];
    const std::uint64_t end = ends[lists.end - 1];
    if (begin > end || end > items.size()) return {};
    return items.subspan(begin, end - begin);
  }
  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t index) const {
    return (*this)[IndexRange{index, index + 1}];
  }
};

}  // namespace kinora
