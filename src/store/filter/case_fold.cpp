#include "store/filter/case_fold.hpp"

#include <utf8proc.h>
#include "store/filter/ascii.hpp"

#include <algorithm>
#include <cstddef>

namespace kinora::filter {
namespace {

bool is_ascii(std::string_view text) {
  unsigned char seen = 0;
  for (const char c : text) seen = static_cast<unsigned char>(seen | static_cast<unsigned char>(c));
  return seen < 0x80U;
}

utf8proc_int32_t fold_code_point(utf8proc_int32_t code_point) {
  utf8proc_int32_t folded[4] = {};
  int boundary = 0;
  const utf8proc_ssize_t count = utf8proc_decompose_char(code_point, folded, 4, UTF8PROC_CASEFOLD, &boundary);
  if (count == 1) return folded[0];
  // Where full folding gives several code points, the simple one is the lower case, but for these.
  switch (code_point) {
    case 0x130:
      return code_point;  // İ: no simple folding, though it has a lower case
    case 0x1FD3:
      return 0x390;  // since Unicode 15.1, newer than utf8proc's tables
    case 0x1FE3:
      return 0x3B0;
    case 0xFB05:
      return 0xFB06;
    default:
      return utf8proc_tolower(code_point);
  }
}

void append_folded(std::string_view text, std::vector<char>& out) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    while (i < text.size() && bytes[i] < 0x80U) ++i;
    const std::size_t folded = out.size();
    out.resize(folded + (i - begin));
    std::transform(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(i),
                   out.begin() + static_cast<std::ptrdiff_t>(folded), ascii_lower);
    if (i == text.size()) break;
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(bytes + i, static_cast<utf8proc_ssize_t>(text.size() - i), &code_point);
    if (length <= 0) {  // not UTF-8: nothing to fold
      out.push_back(text[i++]);
      continue;
    }
    utf8proc_uint8_t encoded[4] = {};
    const utf8proc_ssize_t written = utf8proc_encode_char(fold_code_point(code_point), encoded);
    out.insert(out.end(), encoded, encoded + written);
    i += static_cast<std::size_t>(length);
  }
}

}  // namespace

std::string fold_case(std::string_view text) {
  std::vector<char> folded;
  append_folded(text, folded);
  return {folded.begin(), folded.end()};
}

TextBlock fold_case(const TextBlock& block, std::vector<char>& text, std::vector<std::uint64_t>& ends) {
  const std::string_view all = block.all();
  if (is_ascii(all)) {
    text.resize(all.size());
    std::transform(all.begin(), all.end(), text.begin(), ascii_lower);
    ends.resize(block.size());
    std::transform(block.ends.begin(), block.ends.end(), ends.begin(), [&](std::uint64_t end) { return end - block.begin; });
  } else {
    text.clear();
    ends.clear();
    for (std::size_t i = 0; i < block.size(); ++i) {
      append_folded(block.at(i), text);
      ends.push_back(text.size());
    }
  }
  return {text.data(), 0, ends};
}

}  // namespace kinora::filter
