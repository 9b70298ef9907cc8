#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kinora::textio {

/// Line numbers of offsets, counted only when one is asked for. Offsets that grow cost one pass over the text in all.
/// LF, CRLF and a bare CR end a line, as in Python's `line_num`.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  /// The 1-based line in which the byte at `offset` stands. Requires offset <= text size.
  std::uint64_t line_of(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t counted_ = 0;  // bytes before this offset are counted
  std::uint64_t line_ = 1;
};

}  // namespace kinora::textio
