#include "kinora/base/edit_distance.hpp"

#include <gtest/gtest.h>

namespace kinora {
namespace {

TEST(EditDistance, CountsInsertionsRemovalsAndReplacements) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("simlar", "similar"), 1U);
  EXPECT_EQ(edit_distance("similar", "similar"), 0U);
}

}  // namespace
}  // namespace kinora
