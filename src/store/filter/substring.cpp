#include "store/filter/substring.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

// Highway compiles what follows once for each instruction set and chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "store/filter/substring.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kinora::filter {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Bytes = hn::ScalableTag<std::uint8_t>;
using Mask = hn::Mask<Bytes>;

HWY_INLINE Mask equals(const std::uint8_t* text, char byte) {
  const Bytes tag;
  return hn::Eq(hn::LoadU(tag, text), hn::Set(tag, static_cast<std::uint8_t>(byte)));
}

/// The places of a vector, from `text` on, at which the needle stands: its bytes are compared at all places at once. Where it is
/// short all of them are, as leaving off early would be mispredicted; else the first and the last one first, as hardly any place
/// passes both (W. Muła, "SIMD-friendly algorithms for substring searching").
template <std::size_t kLength>
HWY_INLINE Mask matches_at(const std::uint8_t* text, std::string_view needle) {
  Mask matches = equals(text, needle.front());
  if constexpr (kLength > 0) {
    for (std::size_t i = 1; i < kLength; ++i) matches = hn::And(matches, equals(text + i, needle[i]));
    return matches;
  }
  matches = hn::And(matches, equals(text + needle.size() - 1, needle.back()));
  if (hn::AllFalse(Bytes(), matches)) return matches;
  for (std::size_t i = 1; i + 1 < needle.size(); ++i) matches = hn::And(matches, equals(text + i, needle[i]));
  return matches;
}

/// Sets bit i of `bits`, least significant first, if the needle stands at text[i]; returns the number of bits set. `bits` must be
/// zero. kLength is the needle's length, 0 for any.
template <std::size_t kLength>
std::size_t find_all(std::string_view haystack, std::string_view needle, std::uint8_t* bits) {
  const Bytes tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto* text = reinterpret_cast<const std::uint8_t*>(haystack.data());
  const std::size_t last = needle.size() - 1;
  std::size_t count = 0;
  std::size_t place = 0;
  const std::size_t vectors_end =
      lanes % 8 == 0 ? haystack.size() : 0;  // a vector's bits are whole bytes, but for a scalar target
  for (; place + last + lanes <= vectors_end; place += lanes) {
    const Mask matches = matches_at<kLength>(text + place, needle);
    hn::StoreMaskBits(tag, matches, bits + place / 8);
    count += hn::CountTrue(tag, matches);
  }
  for (; place + last < haystack.size(); ++place) {
    if (std::memcmp(text + place, needle.data(), needle.size()) != 0) continue;
    bits[place / 8] = static_cast<std::uint8_t>(bits[place / 8] | 1U << (place % 8));
    ++count;
  }
  return count;
}

std::size_t find_all_kernel(std::string_view haystack, std::string_view needle, std::uint8_t* bits) {
  switch (needle.size()) {
    case 1:
      return find_all<1>(haystack, needle, bits);
    case 2:
      return find_all<2>(haystack, needle, bits);
    case 3:
      return find_all<3>(haystack, needle, bits);
    case 4:
      return find_all<4>(haystack, needle, bits);
    case 5:
      return find_all<5>(haystack, needle, bits);
    case 6:
      return find_all<6>(haystack, needle, bits);
    case 7:
      return find_all<7>(haystack, needle, bits);
    case 8:
      return find_all<8>(haystack, needle, bits);
    default:
      return find_all<0>(haystack, needle, bits);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora::filter
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kinora::filter {
namespace {

HWY_EXPORT(find_all_kernel);

constexpr std::size_t kWord = 64;     // bits
constexpr std::int64_t kUsable = 56;  // bits of a word that begins at any bit of its first byte, at least
constexpr std::size_t kRowsPerMatch =
    16;  // from so many rows a match on, looking for each match's row is faster than asking each row

std::uint64_t word_at(const std::uint8_t* bits, std::size_t byte) {
  std::uint64_t word = 0;
  std::memcpy(&word, bits + byte, sizeof(word));
  return word;
}

/// The lowest n bits, n <= 64 - 8. Negative n: none.
std::uint64_t low_bits(std::int64_t n) {
  const std::int64_t clamped = n & ~(n >> 63);  // max(n, 0), which would be compiled to a branch
  return (std::uint64_t{1} << static_cast<std::uint64_t>(clamped)) - 1;
}

/// For many matches: asks each string whether one begins in it early enough to end in it. Where strings are short no branch
/// depends on the text: it would be mispredicted.
void ask_each_row(TextBlock block, std::size_t length, const std::uint8_t* bits, Truth* out) {
  const std::size_t count = block.size();
  const std::uint64_t* const ends = block.ends.data();
  std::uint64_t begin = 0;
  for (std::size_t row = 0; row < count; ++row) {
    const std::uint64_t end = ends[row] - block.begin;
    std::uint64_t place = begin;
    auto places = static_cast<std::int64_t>(end - begin) - static_cast<std::int64_t>(length) + 1;
    std::uint64_t found = 0;
    for (; places > kUsable && found == 0; places -= kUsable, place += static_cast<std::uint64_t>(kUsable))
      found = word_at(bits, place / 8) >> (place % 8) << (kWord - static_cast<std::size_t>(kUsable));
    found |= word_at(bits, place / 8) >> (place % 8) & low_bits(std::min(places, kUsable));
    out[row] = static_cast<Truth>(out[row] | static_cast<Truth>(found != 0) * kTrue);
    begin = end;
  }
}

/// For few matches: goes from match to match.
void find_each_match(TextBlock block, std::size_t length, const std::uint8_t* bits, std::size_t bytes, Truth* out) {
  std::size_t row = 0;
  for (std::size_t byte = 0; byte < bytes; byte += sizeof(std::uint64_t)) {
    for (std::uint64_t word = word_at(bits, byte); word != 0; word &= word - 1) {
      const std::uint64_t offset = block.begin + byte * 8 + static_cast<std::uint64_t>(__builtin_ctzll(word));
      while (block.ends[row] <= offset) ++row;
      if (offset + length <= block.ends[row]) out[row] = kTrue;
    }
  }
}

}  // namespace

void mark_containing(const TextBlock& block, std::string_view needle, Truth* out) {
  const std::string_view text = block.all();
  if (text.size() < needle.size()) return;
  const std::size_t bytes = (text.size() / kWord + 1) * sizeof(std::uint64_t);
  const auto bits = std::make_unique<std::uint8_t[]>(bytes + sizeof(std::uint64_t));  // may be read a word beyond the last place
  const std::size_t count = HWY_DYNAMIC_DISPATCH(find_all_kernel)(text, needle, bits.get());
  if (count == 0) return;
  if (count * kRowsPerMatch < block.size())
    find_each_match(block, needle.size(), bits.get(), bytes, out);
  else
    ask_each_row(block, needle.size(), bits.get(), out);
}

}  // namespace kinora::filter
#endif  // HWY_ONCE
