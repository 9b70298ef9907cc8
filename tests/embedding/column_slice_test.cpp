#include "embedding/column_slice.hpp"

#include <gtest/gtest.h>

namespace kinora {
namespace {

TEST(SlicesOf, CoverTheColumnsInPiecesOfFourRegisters) {
  for (std::size_t stride = 16; stride <= 4096; stride += 16) {
    const auto slices = slices_of(stride);
    ASSERT_LE(slices.size(), kMaxSlices);
    EXPECT_GE(slices.size(), stride >= 32 ? 2U : 1U);
    std::size_t begin = 0;
    for (const ColumnSlice slice : slices) {
      EXPECT_EQ(slice.begin, begin);
      EXPECT_GT(slice.width(), 0U);
      EXPECT_LE(slice.width(), kMaxSliceWidth);
      EXPECT_EQ(slice.width() % 16, 0U);
      begin = slice.end;
    }
    EXPECT_EQ(begin, stride);
  }
}

}  // namespace
}  // namespace kinora
