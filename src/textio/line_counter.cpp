#include "textio/line_counter.hpp"

#include "base/check.hpp"

#include <algorithm>

namespace kinora::textio {

std::uint64_t LineCounter::line_of(std::size_t offset) {
  KINORA_CHECK(offset <= text_.size(), offset, text_.size());
  if (offset < counted_) {
    counted_ = 0;
    line_ = 1;
  }
  const std::string_view uncounted = text_.substr(counted_, offset - counted_);
  line_ += static_cast<std::uint64_t>(std::count(uncounted.begin(), uncounted.end(), '\n'));
  for (std::size_t cr = uncounted.find('\r'); cr != std::string_view::npos; cr = uncounted.find('\r', cr + 1))
    if (!text_.substr(counted_ + cr + 1).starts_with('\n')) ++line_;
  counted_ = offset;
  return line_;
}

}  // namespace kinora::textio
