#include "text/treebank_rules.hpp"
#include "text/unicode.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora::treebank {
namespace {

/// Whether a character equals a lower-case ASCII letter under Python's IGNORECASE, which also takes ı and İ for i and ſ for s.
bool equals_ignoring_case(std::int32_t code, char letter) {
  if (code == letter) return true;
  if (code >= 'A' && code <= 'Z') return code + ('a' - 'A') == letter;
  if (letter == 'i') return code == 0x131 || code == 0x130;
  return letter == 's' && code == 0x17F;
}

/// The end of `word` where it stands at `position`, npos if it does not.
std::size_t match(std::string_view in, std::size_t position, std::string_view word) {
  for (const char letter : word) {
    const unicode::Character character = unicode::decode(in, position);
    if (!equals_ignoring_case(character.code, letter)) return std::string_view::npos;
    position += character.length;
  }
  return position;
}

bool boundary_before(const Contraction& contraction, std::string_view in, std::size_t position) {
  if (contraction.after_space) return position > 0 && in[position - 1] == ' ';
  return position == 0 || !unicode::is_word(unicode::decode_before(in, position).code);
}

bool boundary_after(const Contraction& contraction, std::string_view in, std::size_t position) {
  const std::int32_t next = unicode::decode(in, position).code;
  return contraction.before_space ? unicode::is_space(next) : !unicode::is_word(next);
}

}  // namespace

void split_contraction(const Contraction& contraction, std::string_view in, std::string& out) {
  const char first = contraction.first.front();
  std::size_t copied = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    // Only ASCII letters begin a contraction, and none of them is i or s.
    if (in[i] != first && !(first >= 'a' && in[i] == first - ('a' - 'A'))) continue;
    const std::size_t middle = match(in, i, contraction.first);
    if (middle == std::string_view::npos) continue;
    const std::size_t end = match(in, middle, contraction.second);
    if (end == std::string_view::npos || !boundary_before(contraction, in, i) || !boundary_after(contraction, in, end)) continue;
    const std::size_t begin = contraction.after_space ? i - 1 : i;
    if (begin < copied) continue;
    out.append(in.substr(copied, begin - copied));
    out.push_back(' ');
    out.append(in.substr(i, middle - i));
    out.push_back(' ');
    out.append(in.substr(middle, end - middle));
    out.push_back(' ');
    copied = end;
    i = end - 1;
  }
  out.append(in.substr(copied));
}

}  // namespace kinora::treebank
