#include "classify/mini_batches.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <numeric>

namespace kinora {
namespace {

std::vector<std::size_t> rows_up_to(std::size_t count) {
  std::vector<std::size_t> rows(count);
  std::iota(rows.begin(), rows.end(), std::size_t{100});
  return rows;
}

std::vector<std::size_t> sizes(const MiniBatches& batches) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < batches.count(); ++i) result.push_back(batches.batch(i).size());
  return result;
}

TEST(MiniBatches, ALastBatchOfOneIsMergedIntoTheOneBefore) {
  using ::testing::ElementsAre;
  EXPECT_THAT(sizes(MiniBatches(rows_up_to(12), 4, 0)), ElementsAre(4, 4, 4));
  EXPECT_THAT(sizes(MiniBatches(rows_up_to(13), 4, 0)), ElementsAre(4, 4, 5));
  EXPECT_THAT(sizes(MiniBatches(rows_up_to(14), 4, 0)), ElementsAre(4, 4, 4, 2));
  EXPECT_THAT(sizes(MiniBatches(rows_up_to(5), 4, 0)), ElementsAre(5));
  EXPECT_THAT(sizes(MiniBatches(rows_up_to(3), 2, 0)), ElementsAre(3));
  EXPECT_EQ(MiniBatches(rows_up_to(13), 4, 0).largest(), 5U);
  EXPECT_EQ(MiniBatches(rows_up_to(14), 4, 0).largest(), 4U);
}

TEST(MiniBatches, FewerRowsThanABatchAreOneBatch) {
  EXPECT_THAT(sizes(MiniBatches(rows_up_to(2), 64, 0)), ::testing::ElementsAre(2));
  EXPECT_THAT(sizes(MiniBatches(rows_up_to(63), 64, 0)), ::testing::ElementsAre(63));
}

TEST(MiniBatches, EveryEpochHasEachRowOnceInAnOrderOfItsOwn) {
  MiniBatches batches(rows_up_to(50), 8, 3);
  const auto order = [&] {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < batches.count(); ++i) all.insert(all.end(), batches.batch(i).begin(), batches.batch(i).end());
    return all;
  };
  batches.shuffle(0);
  const std::vector<std::size_t> first = order();
  batches.shuffle(1);
  const std::vector<std::size_t> second = order();
  EXPECT_NE(first, second);
  EXPECT_THAT(first, ::testing::UnorderedElementsAreArray(rows_up_to(50)));
  EXPECT_THAT(second, ::testing::UnorderedElementsAreArray(rows_up_to(50)));
  batches.shuffle(0);
  EXPECT_EQ(order(), first);
}

}  // namespace
}  // namespace kinora
