#include "text/tokenize.hpp"
#include "text/unicode.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

/// A text without what the rules may change: spaces come and go, " turns into `` or '', and '' into ``.
std::string unchangeable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const kinora::unicode::Character character = kinora::unicode::decode(text, i);
    if (text[i] == '"')
      out += "''";
    else if (text[i] == '`')
      out += '\'';
    else if (!kinora::unicode::is_space(character.code))
      out += text.substr(i, character.length);
    i += character.length;
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string lower = kinora::to_lower(text);
  if (kinora::to_lower(lower).size() != lower.size()) std::abort();
  kinora::WordTokenizer tokenizer;
  for (const std::string_view each : {text, std::string_view(lower)}) {
    std::string joined;
    for (const std::string_view token : tokenizer.tokenize(each)) {
      if (token.empty()) std::abort();
      joined += unchangeable(token);  // token by token: broken bytes on both sides of a space would make a character
    }
    if (joined != unchangeable(each)) std::abort();
  }
  return 0;
}
