#include "math/top_k.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <limits>

namespace kinora {

static bool operator==(const ScoredRow& a, const ScoredRow& b) { return a.id == b.id && a.row == b.row; }

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

TEST(RanksBefore, OrdersByScoreThenIdThenRowWithNanLast) {
  EXPECT_TRUE(ranks_before({2, 9, 9}, {1, 0, 0}));
  EXPECT_TRUE(ranks_before({1, 3, 9}, {1, 4, 0}));
  EXPECT_TRUE(ranks_before({1, 3, 1}, {1, 3, 2}));
  EXPECT_FALSE(ranks_before({1, 3, 1}, {1, 3, 1}));
  EXPECT_TRUE(ranks_before({-kInfinity, 9, 9}, {kNan, 0, 0}));
  EXPECT_FALSE(ranks_before({kNan, 0, 0}, {-kInfinity, 9, 9}));
  EXPECT_TRUE(ranks_before({kNan, 1, 0}, {kNan, 2, 0}));
  EXPECT_TRUE(ranks_before({-0.0F, 1, 0}, {0.0F, 2, 0})) << "the two zeros are equal";
}

TEST(TopK, HoldsTheBestOfRandomStreamsFullOfTies) {
  Rng rng(1);
  for (std::size_t round = 0; round < 300; ++round) {
    std::vector<ScoredRow> rows(rng.below(60));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto score = static_cast<float>(rng.below(6));
      rows[i] = {.score = score == 5.0F ? kNan : score, .id = static_cast<std::int64_t>(rng.below(8)), .row = i};
    }
    const std::size_t k = rng.below(20);
    TopK best(k);
    for (const ScoredRow& row : rows) best.offer(row);
    std::sort(rows.begin(), rows.end(), ranks_before);
    rows.resize(std::min(rows.size(), k));
    ASSERT_EQ(best.take_sorted(), rows) << "round " << round;
  }
}

TEST(TopK, TheThresholdRisesOnceKRowsAreHeld) {
  TopK best(2);
  EXPECT_EQ(best.threshold(), -kInfinity);
  best.offer({5, 1, 1});
  EXPECT_EQ(best.threshold(), -kInfinity);
  best.offer({3, 2, 2});
  EXPECT_EQ(best.threshold(), 3.0F);
  best.offer({4, 3, 3});
  EXPECT_EQ(best.threshold(), 4.0F);
  best.offer({1, 4, 4});
  EXPECT_EQ(best.threshold(), 4.0F);
}

TEST(TopK, AnyScoreDrivesOutNan) {
  TopK best(1);
  best.offer({kNan, 1, 1});
  EXPECT_EQ(best.threshold(), -kInfinity);
  best.offer({-kInfinity, 2, 2});
  EXPECT_EQ(best.take_sorted().front().id, 2);
}

TEST(TopK, IsUsableAgainAfterItWasEmptied) {
  TopK best(1);
  best.offer({5, 1, 1});
  EXPECT_EQ(best.take_sorted().size(), 1U);
  EXPECT_EQ(best.threshold(), -kInfinity);
  best.offer({1, 2, 2});
  EXPECT_EQ(best.take_sorted().front().id, 2);
}

TEST(TopK, NoneAndMoreThanThereAre) {
  TopK none(0);
  none.offer({1, 1, 1});
  EXPECT_EQ(none.threshold(), kInfinity);
  EXPECT_TRUE(none.take_sorted().empty());
  TopK all(std::numeric_limits<std::size_t>::max());
  all.offer({1, 1, 1});
  EXPECT_EQ(all.take_sorted().size(), 1U);
}

}  // namespace
}  // namespace kinora
