#include "text/token_interner.hpp"

#include "base/hash.hpp"

namespace kinora {
namespace {

constexpr std::size_t kFirstSlots = 1024;

std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32U); }

}  // namespace

std::uint32_t TokenInterner::intern(std::string_view token) {
  if ((tokens_.size() + 1) * 4 > slots_.size() * 3) grow();
  const std::uint64_t hash = xxh3_64(token);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.number == 0) {
      tokens_.append(token);
      slot = {tag_of(hash), static_cast<std::uint32_t>(tokens_.size())};
      return slot.number - 1;
    }
    if (slot.tag == tag_of(hash) && tokens_[slot.number - 1] == token) return slot.number - 1;
  }
}

void TokenInterner::grow() {
  slots_.assign(slots_.empty() ? kFirstSlots : slots_.size() * 2, Slot{});
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t number = 0; number < tokens_.size(); ++number) {
    const std::uint64_t hash = xxh3_64(tokens_[number]);
    std::size_t i = hash & mask;
    while (slots_[i].number != 0) i = (i + 1) & mask;
    slots_[i] = {tag_of(hash), static_cast<std::uint32_t>(number + 1)};
  }
}

}  // namespace kinora
