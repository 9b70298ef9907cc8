#include "text/tokenize.hpp"
#include "text/unicode.hpp"

#include <utf8proc.h>
#include <cstdint>

namespace kinora {
namespace {

using unicode::CaseContext;

constexpr std::int32_t kCapitalSigma = 0x3A3;
constexpr std::int32_t kSmallSigma = 0x3C3;
constexpr std::int32_t kFinalSigma = 0x3C2;
constexpr std::int32_t kCapitalIWithDot = 0x130;
constexpr std::string_view kSmallIWithDot = "i\xCC\x87";  // i, combining dot above

/// A cased letter before it and none after it, case-ignorable characters set aside. Linear over a whole text, because a run of
/// ignorable characters lies between at most two sigmas.
bool is_final_sigma(std::string_view text, std::size_t begin, std::size_t end) {
  CaseContext before = CaseContext::kIgnorable;
  while (begin > 0 && before == CaseContext::kIgnorable) {
    const unicode::Character character = unicode::decode_before(text, begin);
    before = unicode::case_context(character.code);
    begin -= character.length;
  }
  if (before != CaseContext::kCased) return false;
  CaseContext after = CaseContext::kIgnorable;
  while (end < text.size() && after == CaseContext::kIgnorable) {
    const unicode::Character character = unicode::decode(text, end);
    after = unicode::case_context(character.code);
    end += character.length;
  }
  return after != CaseContext::kCased;
}

char lower_ascii(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte; }

}  // namespace

void append_lower(std::string_view text, std::string& out) {
  if (unicode::is_ascii(text)) {
    const std::size_t begin = out.size();
    out.append(text);
    for (std::size_t i = begin; i < out.size(); ++i) out[i] = lower_ascii(out[i]);
    return;
  }
  for (std::size_t position = 0; position < text.size();) {
    if (unicode::is_ascii(text[position])) {
      out.push_back(lower_ascii(text[position++]));
      continue;
    }
    const unicode::Character character = unicode::decode(text, position);
    const std::size_t end = position + character.length;
    if (character.code == unicode::kNoCharacter)
      out.push_back(text[position]);
    else if (character.code == kCapitalSigma)
      unicode::append_utf8(is_final_sigma(text, position, end) ? kFinalSigma : kSmallSigma, out);
    else if (character.code == kCapitalIWithDot)
      out.append(kSmallIWithDot);
    else
      unicode::append_utf8(utf8proc_tolower(character.code), out);
    position = end;
  }
}

std::string to_lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_lower(text, out);
  return out;
}

}  // namespace kinora
