#include "recommend/best_by_bound.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

struct Rows {
  std::vector<float> scores;
  std::vector<float> bounds;
  std::vector<std::int64_t> ids;
};

/// Scores of few values, so that many are equal; bounds at most `slack` above them; some rows that may not be answered.
Rows random_rows(std::size_t count, float slack, Rng& rng) {
  Rows rows;
  for (std::size_t row = 0; row < count; ++row) {
    rows.scores.push_back(static_cast<float>(rng.below(40)) / 40);
    rows.bounds.push_back(rng.below(10) == 0 ? kNeverAnswered : rows.scores.back() + slack * rng.uniform_float());
    rows.ids.push_back(static_cast<std::int64_t>(row));
  }
  rng.shuffle(std::span(rows.ids));
  return rows;
}

/// Half of the rows' bounds can be tightened.
BoundedScores scores_of(const Rows& rows) {
  return {.bounds = rows.bounds,
          .tighten =
              [&rows](std::span<const std::size_t> which, std::span<float> bounds) {
                for (std::size_t i = 0; i < which.size(); ++i)
                  if (which[i] % 2 == 0) bounds[i] = (bounds[i] + rows.scores[which[i]]) / 2 + 1e-6F;
              },
          .exact = [&rows](std::size_t row) { return rows.scores[row]; }};
}

void leave(std::span<const std::size_t> /*rows*/, std::span<float> /*bounds*/) {}

std::vector<ScoredRow> plainly(const Rows& rows, std::size_t k) {
  std::vector<ScoredRow> all;
  for (std::size_t row = 0; row < rows.scores.size(); ++row)
    if (rows.bounds[row] != kNeverAnswered) all.push_back({.score = rows.scores[row], .id = rows.ids[row], .row = row});
  std::sort(all.begin(), all.end(), ranks_before);
  all.resize(std::min(all.size(), k));
  return all;
}

TEST(BestByBound, FindsTheBestOfAllInTheirOrder) {
  Rng rng(11);
  ThreadPool pool(3);
  for (const std::size_t count : {0U, 1U, 5U, 70U, 3000U})
    for (const float slack : {0.0F, 0.1F, 5.0F})
      for (const std::size_t k : {0U, 1U, 10U, 5000U}) {
        const Rows rows = random_rows(count, slack, rng);
        const auto expected = plainly(rows, k);
        const auto found = best_by_bound(scores_of(rows), rows.ids, k, pool);
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
          EXPECT_EQ(found[i].row, expected[i].row) << count << " rows, slack " << slack << ", k " << k << ", place " << i;
          EXPECT_EQ(found[i].score, expected[i].score);
        }
      }
}

TEST(BestByBound, ScoresFewRowsWhereTheBoundsAreTight) {
  Rows rows;
  for (int row = 0; row < 10'000; ++row) {
    rows.scores.push_back(static_cast<float>(row) / 10'000);
    rows.bounds.push_back(rows.scores.back() + 0.01F);
    rows.ids.push_back(row);
  }
  std::atomic<std::size_t> scored = 0;
  ThreadPool pool(2);
  const auto score = [&](std::size_t row) {
    ++scored;
    return rows.scores[row];
  };
  EXPECT_EQ(best_by_bound({rows.bounds, leave, score}, rows.ids, 10, pool).front().row, 9999U);
  EXPECT_LT(scored, 200U);
}

TEST(BestByBound, PutsNotANumberLast) {
  const std::vector<float> bounds = {1, 1, 1};
  const std::vector<std::int64_t> ids = {1, 2, 3};
  ThreadPool pool(1);
  const auto score = [](std::size_t row) { return row == 0 ? std::nanf("") : static_cast<float>(row) / 10; };
  const auto found = best_by_bound({bounds, leave, score}, ids, 3, pool);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].row, 2U);
  EXPECT_EQ(found[1].row, 1U);
  EXPECT_EQ(found[2].row, 0U);
}

}  // namespace
}  // namespace kinora
