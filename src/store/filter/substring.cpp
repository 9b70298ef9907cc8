#include "store/filter/substring.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

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

/// Turns ascending places in the text into rows.
class RowMarker {
 public:
  RowMarker(const TextBlock& block, std::size_t length, Truth* out) : block_(block), length_(length), out_(out) {}

  /// A match begins at this offset of the text. It counts if it ends in the string in which it begins.
  HWY_INLINE void mark(std::uint64_t offset) {
    while (block_.ends[row_] <= offset) ++row_;
    if (offset + length_ <= block_.ends[row_]) out_[row_] = kTrue;
  }

 private:
  const TextBlock& block_;
  std::size_t length_;
  Truth* out_;
  std::size_t row_ = 0;
};

/// Compares the needle's first and last bytes with a vector of places at once (W. Muła, "SIMD-friendly algorithms for substring
/// searching"); the few places where both agree are looked at one by one.
void mark_containing_kernel(const TextBlock& block, std::string_view needle, Truth* out) {
  const hn::ScalableTag<std::uint8_t> tag;
  const std::size_t lanes = hn::Lanes(tag);
  const std::size_t last = needle.size() - 1;
  const auto* text = reinterpret_cast<const std::uint8_t*>(block.text);
  const auto first_byte = hn::Set(tag, static_cast<std::uint8_t>(needle.front()));
  const auto last_byte = hn::Set(tag, static_cast<std::uint8_t>(needle.back()));
  RowMarker marker(block, needle.size(), out);

  const std::uint64_t end = block.ends.back();
  std::uint64_t place = block.begin;
  for (; place + last + lanes <= end; place += lanes) {
    const auto both =
        hn::And(hn::Eq(hn::LoadU(tag, text + place), first_byte), hn::Eq(hn::LoadU(tag, text + place + last), last_byte));
    if (hn::AllFalse(tag, both)) continue;
    std::uint64_t bits = 0;
    static_assert(hn::MaxLanes(tag) <= 64);
    hn::StoreMaskBits(tag, both, reinterpret_cast<std::uint8_t*>(&bits));
    for (; bits != 0; bits &= bits - 1) {
      const std::uint64_t found = place + static_cast<std::uint64_t>(__builtin_ctzll(bits));
      if (last < 2 || std::memcmp(text + found + 1, needle.data() + 1, last - 1) == 0) marker.mark(found);
    }
  }
  for (; place + last < end; ++place)
    if (std::memcmp(text + place, needle.data(), needle.size()) == 0) marker.mark(place);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora::filter
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kinora::filter {
namespace {

HWY_EXPORT(mark_containing_kernel);

}  // namespace

void mark_containing(const TextBlock& block, std::string_view needle, Truth* out) {
  if (block.size() == 0 || block.all().size() < needle.size()) return;
  HWY_DYNAMIC_DISPATCH(mark_containing_kernel)(block, needle, out);
}

}  // namespace kinora::filter
#endif  // HWY_ONCE
