#include "store/filter/substring.hpp"

#include "store/filter/matched_rows.hpp"

#include <array>
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
using Vector = hn::Vec<Bytes>;
using Mask = hn::Mask<Bytes>;

/// Not zero where a byte is not the wanted one.
HWY_INLINE Vector differences(const std::uint8_t* text, char byte) {
  const Bytes tag;
  return hn::Xor(hn::LoadU(tag, text), hn::Set(tag, static_cast<std::uint8_t>(byte)));
}

/// The bytes of a needle of a known length. A copy: as far as the compiler knows, what is written to the places could change the
/// needle itself, whose bytes would be made vectors again at each step.
template <std::size_t kLength>
using Needle = std::array<char, kLength>;

/// The places of a vector, from `text` on, at which the needle stands: its bytes are compared at all places at once. None is left
/// out early, which would be mispredicted, and their differences are tested together, for a test of each is dearer.
template <std::size_t kLength>
HWY_INLINE Mask matches_at(const std::uint8_t* text, const Needle<kLength>& needle) {
  Vector different = differences(text, needle[0]);
  for (std::size_t i = 1; i < kLength; ++i) different = hn::Or(different, differences(text + i, needle[i]));
  return hn::Eq(different, hn::Zero(Bytes()));
}

/// The same for a long needle: the first byte and the last one first, as hardly any place passes both (W. Muła, "SIMD-friendly
/// algorithms for substring searching").
HWY_INLINE Mask matches_at(const std::uint8_t* text, std::string_view needle) {
  const Bytes tag;
  Vector different = hn::Or(differences(text, needle.front()), differences(text + needle.size() - 1, needle.back()));
  const Mask matches = hn::Eq(different, hn::Zero(tag));
  if (hn::AllFalse(tag, matches)) return matches;
  for (std::size_t i = 1; i + 1 < needle.size(); ++i) different = hn::Or(different, differences(text + i, needle[i]));
  return hn::Eq(different, hn::Zero(tag));
}

/// Sets bit i of `bits`, least significant first, if the needle stands at text[i]; returns the number of bits set. `bits` must be
/// zero.
template <class Needle>
HWY_INLINE std::size_t find_all(std::string_view haystack, const Needle& needle, std::uint8_t* bits) {
  const Bytes tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto* text = reinterpret_cast<const std::uint8_t*>(haystack.data());
  const std::size_t last = needle.size() - 1;
  std::size_t count = 0;
  std::size_t place = 0;
  const std::size_t vectors_end =
      lanes % 8 == 0 ? haystack.size() : 0;  // a vector's bits are whole bytes, but for a scalar target
  for (; place + last + lanes <= vectors_end; place += lanes) {
    const Mask matches = matches_at(text + place, needle);
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

template <std::size_t kLength>
std::size_t find_all_of(std::string_view haystack, std::string_view needle, std::uint8_t* bits) {
  Needle<kLength> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init): written at once
  needle.copy(bytes.data(), kLength);
  return find_all(haystack, bytes, bits);
}

std::size_t find_all_kernel(std::string_view haystack, std::string_view needle, std::uint8_t* bits) {
  switch (needle.size()) {
    case 1:
      return find_all_of<1>(haystack, needle, bits);
    case 2:
      return find_all_of<2>(haystack, needle, bits);
    case 3:
      return find_all_of<3>(haystack, needle, bits);
    case 4:
      return find_all_of<4>(haystack, needle, bits);
    case 5:
      return find_all_of<5>(haystack, needle, bits);
    case 6:
      return find_all_of<6>(haystack, needle, bits);
    case 7:
      return find_all_of<7>(haystack, needle, bits);
    case 8:
      return find_all_of<8>(haystack, needle, bits);
    default:
      return find_all(haystack, needle, bits);
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

constexpr std::size_t kWord = 64;  // bits

}  // namespace

void mark_containing(const TextBlock& block, std::string_view needle, Truth* out) {
  const std::string_view text = block.all();
  if (text.size() < needle.size()) return;
  const std::size_t bytes = (text.size() / kWord + 1) * sizeof(std::uint64_t);
  const auto places = std::make_unique<std::uint8_t[]>(bytes + kBytesBehindPlaces);
  const std::size_t count = HWY_DYNAMIC_DISPATCH(find_all_kernel)(text, needle, places.get());
  mark_rows_with(block, needle.size(), places.get(), count, out);
}

}  // namespace kinora::filter
#endif  // HWY_ONCE
