#include "store/filter/text_equality.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace kinora::filter {
namespace {

constexpr std::size_t kHead = sizeof(std::uint64_t);

/// kHeadMasks[n] leaves the first n bytes of a head.
constexpr std::array<std::uint64_t, kHead + 1> make_head_masks() {
  std::array<std::uint64_t, kHead + 1> masks{};
  for (std::size_t n = 0; n <= kHead; ++n) {
    std::array<unsigned char, kHead> bytes{};
    for (std::size_t i = 0; i < n; ++i) bytes[i] = 0xFF;
    masks[n] = std::bit_cast<std::uint64_t>(bytes);
  }
  return masks;
}
constexpr auto kHeadMasks = make_head_masks();

/// The first bytes of a string as a number, zeros after its end. Compared at once: a loop over bytes, or a call, would cost more
/// than most strings are long.
std::uint64_t head_of(const char* text, std::uint64_t begin, std::uint64_t end, std::uint64_t readable) {
  std::uint64_t head = 0;
  if (begin + kHead <= readable) [[likely]]
    std::memcpy(&head, text + begin, kHead);
  else
    std::memcpy(&head, text + begin, std::min<std::uint64_t>(end - begin, kHead));
  return head & kHeadMasks[std::min<std::uint64_t>(end - begin, kHead)];
}

enum class Part : std::uint8_t { kWhole, kBeginning };

/// The block is passed by value for the reason given at Rows.
template <Part kPart, bool kIsLong>
void mark(TextBlock block, std::string_view wanted, Truth* out) {
  const std::size_t count = block.size();
  const std::uint64_t* const ends = block.ends.data();
  const std::uint64_t readable = count == 0 ? 0 : ends[count - 1];
  const std::uint64_t wanted_head = head_of(wanted.data(), 0, wanted.size(), wanted.size());
  const std::uint64_t mask = kHeadMasks[std::min(wanted.size(), kHead)];
  std::uint64_t begin = block.begin;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t end = ends[i];
    const std::uint64_t length = end - begin;
    const std::uint64_t head = head_of(block.text, begin, end, readable);
    bool is_match = kPart == Part::kWhole ? (length == wanted.size()) & (head == wanted_head)
                                          : (length >= wanted.size()) & ((head & mask) == wanted_head);
    if constexpr (kIsLong)
      is_match = is_match && std::memcmp(block.text + begin + kHead, wanted.data() + kHead, wanted.size() - kHead) == 0;
    out[i] = static_cast<Truth>(out[i] | (static_cast<Truth>(is_match) * kTrue));
    begin = end;
  }
}

template <Part kPart>
void mark_any(const TextBlock& block, std::string_view wanted, Truth* out) {
  wanted.size() > kHead ? mark<kPart, true>(block, wanted, out) : mark<kPart, false>(block, wanted, out);
}

}  // namespace

void mark_equal(const TextBlock& block, std::string_view wanted, Truth* out) { mark_any<Part::kWhole>(block, wanted, out); }
void mark_beginning_with(const TextBlock& block, std::string_view prefix, Truth* out) {
  mark_any<Part::kBeginning>(block, prefix, out);
}

}  // namespace kinora::filter
