#include "textio/encoding.hpp"

#include <array>
#include <cstring>

namespace kinora::textio {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

/// What 0x80..0x9F stand for in Windows-1252; the five that stand for nothing become U+FFFD.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                                        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }

struct Sequence {
  std::size_t length;  // of the character, or of the maximal malformed part; at least 1
  bool well_formed;
};

/// The lead byte decides the length and the range of the second byte (Unicode 15, table 3-7).
struct Lead {
  std::size_t length;
  std::uint8_t second_min;
  std::uint8_t second_max;
};

Lead classify(std::uint8_t lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return {2, 0x80, 0xBF};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {3, 0x80, 0xBF};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return {4, 0x80, 0xBF};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

/// Requires a byte >= 0x80 at `begin`.
Sequence scan(std::string_view text, std::size_t begin) {
  const Lead lead = classify(byte_at(text, begin));
  if (lead.length == 0) return {1, false};
  for (std::size_t i = 1; i < lead.length; ++i) {
    if (begin + i == text.size()) return {i, false};
    const std::uint8_t next = byte_at(text, begin + i);
    const std::uint8_t min = i == 1 ? lead.second_min : 0x80;
    const std::uint8_t max = i == 1 ? lead.second_max : 0xBF;
    if (next < min || next > max) return {i, false};
  }
  return {lead.length, true};
}

std::size_t skip_ascii(std::string_view text, std::size_t begin) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::size_t i = begin;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    if ((word & kHighBits) != 0) break;
  }
  while (i < text.size() && byte_at(text, i) < 0x80) ++i;
  return i;
}

}  // namespace

Utf8Census count_utf8(std::string_view text) {
  Utf8Census census;
  for (std::size_t i = skip_ascii(text, 0); i < text.size(); i = skip_ascii(text, i)) {
    const Sequence sequence = scan(text, i);
    ++(sequence.well_formed ? census.multibyte : census.malformed);
    i += sequence.length;
  }
  return census;
}

bool is_utf8(std::string_view text) { return count_utf8(text).malformed == 0; }

std::string replace_malformed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t ascii_end = skip_ascii(text, i);
    out.append(text.substr(i, ascii_end - i));
    i = ascii_end;
    if (i == text.size()) break;
    const Sequence sequence = scan(text, i);
    if (sequence.well_formed) {
      out.append(text.substr(i, sequence.length));
    } else {
      append_utf8(kReplacement, out);
    }
    i += sequence.length;
  }
  return out;
}

std::string from_windows_1252(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t byte = byte_at(text, i);
    append_utf8(byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte, out);
  }
  return out;
}

void append_utf8(std::uint32_t code_point, std::string& out) {
  std::array<char, 4> bytes{};
  out.append(bytes.data(), write_utf8(code_point, bytes.data()));
}

std::size_t write_utf8(std::uint32_t code_point, char* out) {
  const auto continuation = [code_point](unsigned shift) { return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80) {
    out[0] = static_cast<char>(code_point);
    return 1;
  }
  if (code_point < 0x800) {
    out[0] = static_cast<char>(0xC0U | (code_point >> 6U));
    out[1] = continuation(0);
    return 2;
  }
  if (code_point < 0x10000) {
    out[0] = static_cast<char>(0xE0U | (code_point >> 12U));
    out[1] = continuation(6);
    out[2] = continuation(0);
    return 3;
  }
  out[0] = static_cast<char>(0xF0U | (code_point >> 18U));
  out[1] = continuation(12);
  out[2] = continuation(6);
  out[3] = continuation(0);
  return 4;
}

}  // namespace kinora::textio
