#include "store/filter/matched_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Highway compiles what follows once for each instruction set and chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "store/filter/matched_rows.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kinora::filter {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Words = hn::CappedTag<std::uint64_t, 8>;
using Offsets = hn::RebindToSigned<Words>;
using Marks = hn::Rebind<Truth, Words>;

constexpr std::int64_t kWord = 64;    // bits
constexpr std::int64_t kUsable = 56;  // bits of a word that begins at any bit of its first byte, at least

/// The lowest n bits, n <= kUsable. Negative n: none.
HWY_INLINE std::uint64_t low_bits(std::int64_t n) {
  const std::int64_t clamped = n & ~(n >> 63);  // max(n, 0), which would be compiled to a branch
  return (std::uint64_t{1} << static_cast<std::uint64_t>(clamped)) - 1;
}

/// The first usable bits from bit `place` on.
HWY_INLINE std::uint64_t bits_at(const std::uint8_t* places, std::uint64_t place) {
  std::uint64_t word = 0;
  std::memcpy(&word, places + place / 8, sizeof(word));
  return word >> (place % 8) & low_bits(kUsable);
}

/// Asks each string from row `first` to before `last` whether a match begins in it early enough to end in it. Where strings are
/// short no branch depends on the text: it would be mispredicted.
HWY_INLINE void ask_rows(TextBlock block, std::size_t first, std::size_t last, std::size_t length, const std::uint8_t* places,
                         Truth* out) {
  for (std::size_t row = first; row < last; ++row) {
    std::uint64_t place = (row == 0 ? block.begin : block.ends[row - 1]) - block.begin;
    auto left = static_cast<std::int64_t>(block.ends[row] - block.begin - place) - static_cast<std::int64_t>(length) + 1;
    std::uint64_t found = 0;
    for (; left > kUsable && found == 0; left -= kUsable, place += static_cast<std::uint64_t>(kUsable))
      found = bits_at(places, place);
    found |= bits_at(places, place) & low_bits(std::min(left, kUsable));
    out[row] = static_cast<Truth>(out[row] | static_cast<Truth>(found != 0) * kTrue);
  }
}

/// As ask_rows, of all rows: as many at once as a vector holds words, where none of them is long.
void ask_each_row(TextBlock block, std::size_t length, const std::uint8_t* places, Truth* out) {
  constexpr std::size_t kFewestLanes = 4;  // with fewer, to gather words costs more than it saves
  const Words words;
  const Offsets offsets;
  const Marks marks;
  const std::size_t lanes = hn::Lanes(words);
  const std::size_t count = block.size();
  std::size_t row = std::min<std::size_t>(count, 1);
  ask_rows(block, 0, row, length, places, out);
  // A word's bits beyond the last early enough place are shifted out of it: 64 less the number of places, length - 1 fewer than
  // the string has bytes.
  const auto origin = hn::Set(words, block.begin);
  const auto shift_of_none = hn::Set(offsets, static_cast<std::int64_t>(length) + kWord - 1);
  const auto word = hn::Set(offsets, kWord);
  const auto least_shift = hn::Set(offsets, kWord - kUsable);
  for (; lanes >= kFewestLanes && row + lanes <= count; row += lanes) {
    const auto begin = hn::LoadU(words, block.ends.data() + row - 1);
    const auto bytes = hn::BitCast(offsets, hn::Sub(hn::LoadU(words, block.ends.data() + row), begin));
    const auto shift = hn::Sub(shift_of_none, bytes);
    if (!hn::AllFalse(offsets, hn::Lt(shift, least_shift))) {
      ask_rows(block, row, row + lanes, length, places, out);
      continue;
    }
    const auto place = hn::Sub(begin, origin);
    const auto gathered =
        hn::GatherOffset(words, reinterpret_cast<const std::uint64_t*>(places), hn::BitCast(offsets, hn::ShiftRight<3>(place)));
    const auto found = hn::Shl(hn::Shr(gathered, hn::And(place, hn::Set(words, 7))), hn::BitCast(words, shift));
    const auto is_found = hn::And(hn::RebindMask(offsets, hn::Ne(found, hn::Zero(words))), hn::Lt(shift, word));
    const auto truths = hn::TruncateTo(marks, hn::BitCast(words, hn::IfThenElseZero(is_found, hn::Set(offsets, kTrue))));
    hn::StoreU(hn::Or(truths, hn::LoadU(marks, out + row)), marks, out + row);
  }
  ask_rows(block, row, count, length, places, out);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora::filter
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kinora::filter {
namespace {

HWY_EXPORT(ask_each_row);

constexpr std::size_t kRowsPerMatch =
    64;  // from so many rows a match on, looking for each match's row is faster than asking each row

/// For few matches: goes from match to match.
void find_each_match(TextBlock block, std::size_t length, const std::uint8_t* places, Truth* out) {
  const std::uint64_t size = block.all().size();
  std::size_t row = 0;
  for (std::uint64_t byte = 0; byte * 8 < size; byte += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    for (std::memcpy(&word, places + byte, sizeof(word)); word != 0; word &= word - 1) {
      const std::uint64_t offset = block.begin + byte * 8 + static_cast<std::uint64_t>(__builtin_ctzll(word));
      while (block.ends[row] <= offset) ++row;
      if (offset + length <= block.ends[row]) out[row] = kTrue;
    }
  }
}

}  // namespace

void mark_rows_with(const TextBlock& block, std::size_t length, const std::uint8_t* places, std::size_t count, Truth* out) {
  if (count == 0) return;
  if (count * kRowsPerMatch < block.size())
    find_each_match(block, length, places, out);
  else
    HWY_DYNAMIC_DISPATCH(ask_each_row)(block, length, places, out);
}

}  // namespace kinora::filter
#endif  // HWY_ONCE
