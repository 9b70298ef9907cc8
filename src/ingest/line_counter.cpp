#include "ingest/line_counter.hpp"

#include "base/check.hpp"

namespace kinora::importer {

std::uint64_t LineCounter::line_of(std::size_t offset) {
  KINORA_CHECK(offset <= text_.size(), offset, text_.size());
  if (offset < counted_) {
    counted_ = 0;
    line_ = 1;
  }
  for (; counted_ < offset; ++counted_) {
    const char c = text_[counted_];
    const bool is_first_of_crlf = c == '\r' && counted_ + 1 < text_.size() && text_[counted_ + 1] == '\n';
    if (c == '\n' || (c == '\r' && !is_first_of_crlf)) ++line_;
  }
  return line_;
}

}  // namespace kinora::importer
