#include "textio/excerpt.hpp"

#include <algorithm>

namespace kinora::textio {

std::string excerpt(std::string_view text) {
  constexpr std::size_t kLength = 60;
  std::size_t length = std::min(text.size(), kLength);
  const auto continues = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U; };
  while (length > 0 && length < text.size() && continues(length)) --length;
  std::string result = "'";
  for (const char c : text.substr(0, length)) result += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  if (length < text.size()) result += "...";
  return result + "'";
}

}  // namespace kinora::textio
