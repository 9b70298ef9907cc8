#include "catalogue/hash_slots.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kinora {
namespace {

/// Finds a number whatever its thing; with one hash for all, only equality tells them apart.
TEST(HashSlots, TellsApartThingsWithTheSameHash) {
  HashSlots slots;
  const std::vector<std::string> things = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
  const auto find = [&](const std::string& thing) {
    return find_slot(slots, 7, [&](std::uint32_t number) { return things[number] == thing; });
  };
  EXPECT_EQ(find("a"), std::nullopt);
  for (std::uint32_t i = 0; i < things.size(); ++i) add_slot(slots, i, 7, i);
  for (std::uint32_t i = 0; i < things.size(); ++i) EXPECT_EQ(find(things[i]), i);
  EXPECT_EQ(find("z"), std::nullopt);
}

TEST(HashSlots, ProbesAroundTheEnd) {
  HashSlots slots;
  constexpr std::uint64_t kLast = ~std::uint64_t{0};
  for (std::uint32_t i = 0; i < 6; ++i) add_slot(slots, i, kLast, i);
  for (std::uint32_t i = 0; i < 6; ++i) EXPECT_EQ(find_slot(slots, kLast, [&](std::uint32_t number) { return number == i; }), i);
}

TEST(HashSlots, ADifferentHashIsNeverCompared) {
  HashSlots slots;
  add_slot(slots, 0, std::uint64_t{1} << 32U, 0);
  const auto never = [](std::uint32_t) -> bool {
    ADD_FAILURE();
    return true;
  };
  EXPECT_EQ(find_slot(slots, std::uint64_t{17} << 32U, never), std::nullopt) << "same slot, other hash";
}

}  // namespace
}  // namespace kinora
