#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace kinora {

/// A hash index of things that lie in a table of their own: it holds their numbers and never the things, so that no name is kept
/// twice and a copy of the table with its slots is a copy of the index. Open addressing with linear probing; a slot holds the
/// upper half of the hash and the number, so that growing looks at no thing and a probe at few. At most 2^31 numbers.
using HashSlots = std::vector<std::uint64_t>;

namespace internal {

inline constexpr std::uint64_t kEmptySlot = ~std::uint64_t{0};

inline std::uint64_t tag_of(std::uint64_t hash) { return hash >> 32U; }

/// Requires at least one empty slot and a size that is a power of two.
inline void put_in_slot(HashSlots& slots, std::uint64_t slot) {
  const std::size_t mask = slots.size() - 1;
  std::size_t i = tag_of(slot) & mask;
  while (slots[i] != kEmptySlot) i = (i + 1) & mask;
  slots[i] = slot;
}

}  // namespace internal

/// The number for which `equals(number)` holds, of those that were added with this hash.
template <class Equals>
[[nodiscard]] std::optional<std::uint32_t> find_slot(const HashSlots& slots, std::uint64_t hash, const Equals& equals) {
  if (slots.empty()) return std::nullopt;
  const std::size_t mask = slots.size() - 1;
  const std::uint64_t tag = internal::tag_of(hash);
  for (std::size_t i = tag & mask; slots[i] != internal::kEmptySlot; i = (i + 1) & mask) {
    const auto number = static_cast<std::uint32_t>(slots[i]);
    if (internal::tag_of(slots[i]) == tag && equals(number)) return number;
  }
  return std::nullopt;
}

/// Adds a number that is not there yet; `count` numbers were added before.
inline void add_slot(HashSlots& slots, std::size_t count, std::uint64_t hash, std::uint32_t number) {
  constexpr std::size_t kFirstSize = 16;
  if ((count + 1) * 2 > slots.size()) {
    HashSlots larger(slots.empty() ? kFirstSize : slots.size() * 2, internal::kEmptySlot);
    for (const std::uint64_t slot : slots)
      if (slot != internal::kEmptySlot) internal::put_in_slot(larger, slot);
    slots.swap(larger);
  }
  internal::put_in_slot(slots, (internal::tag_of(hash) << 32U) | number);
}

}  // namespace kinora
