#include "kinora/search/exact.hpp"

#include "base/random.hpp"
#include "kinora/math/matrix.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace kinora {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Matrix random_matrix(Rng& rng, std::size_t rows, std::size_t cols) {
  Matrix matrix(rows, cols);
  for (std::size_t row = 0; row < rows; ++row)
    for (float& value : matrix.row(row)) value = rng.uniform_float() * 2.0F - 1.0F;
  return matrix;
}

/// The definition, in double precision.
double true_distance(Metric metric, std::span<const float> a, std::span<const float> b) {
  double dot = 0;
  double a_square = 0;
  double b_square = 0;
  double difference_square = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = static_cast<double>(a[i]);
    const double y = static_cast<double>(b[i]);
    dot += x * y;
    a_square += x * x;
    b_square += y * y;
    difference_square += (x - y) * (x - y);
  }
  if (metric == Metric::kL2) return difference_square;
  return 1.0 - (metric == Metric::kDot ? dot : dot / std::sqrt(a_square * b_square));
}

std::vector<std::int64_t> row_ids(std::size_t rows) {
  std::vector<std::int64_t> ids(rows);
  std::iota(ids.begin(), ids.end(), 0);
  return ids;
}

/// Every hit's distance is right, the order is that of distance and id, and no row left out is clearly nearer than the last hit.
void expect_exact(const MatrixView& vectors, std::span<const float> query, Metric metric, std::size_t k,
                  const RowSelection& selection) {
  const auto ids = row_ids(vectors.rows);
  const auto hits = search_exact(vectors, ids, query, metric, k, selection);
  ASSERT_TRUE(hits) << hits.error().message();
  const std::size_t candidates =
      selection.empty() ? vectors.rows : static_cast<std::size_t>(std::count(selection.begin(), selection.end(), 1));
  ASSERT_EQ(hits->size(), std::min(k, candidates));

  const double tolerance = 2e-6 * static_cast<double>(query.size());
  std::vector<bool> returned(vectors.rows);
  for (std::size_t i = 0; i < hits->size(); ++i) {
    const SearchHit& hit = (*hits)[i];
    EXPECT_NEAR(static_cast<double>(hit.distance), true_distance(metric, query, vectors.row(hit.row)), tolerance);
    EXPECT_EQ(hit.id, ids[hit.row]);
    EXPECT_TRUE(selection.empty() || selection[hit.row] == 1);
    EXPECT_FALSE(returned[hit.row]);
    returned[hit.row] = true;
    if (i == 0) continue;
    const SearchHit& before = (*hits)[i - 1];
    EXPECT_TRUE(before.distance < hit.distance || (before.distance == hit.distance && before.id < hit.id));
  }
  if (hits->size() < k) return;
  for (std::size_t row = 0; row < vectors.rows; ++row) {
    if (returned[row] || (!selection.empty() && selection[row] == 0)) continue;
    EXPECT_GE(true_distance(metric, query, vectors.row(row)), static_cast<double>(hits->back().distance) - tolerance);
  }
}

TEST(SearchExact, AgreesWithTheDefinitions) {
  Rng rng(1);
  for (const std::size_t cols : {1U, 3U, 7U, 16U, 33U, 100U, 128U}) {
    const Matrix vectors = random_matrix(rng, 700, cols);
    const Matrix query = random_matrix(rng, 1, cols);
    RowSelection selection(700);
    for (auto& chosen : selection) chosen = static_cast<std::uint8_t>(rng.below(3) == 0);
    for (const Metric metric : {Metric::kCosine, Metric::kL2, Metric::kDot})
      for (const std::size_t k : {1U, 10U, 256U, 1000U}) {
        SCOPED_TRACE(std::string(metric_name(metric)) + ", " + std::to_string(cols) + " columns, k " + std::to_string(k));
        expect_exact(vectors.view(), query.row(0), metric, k, {});
        expect_exact(vectors.view(), query.row(0), metric, k, selection);
      }
  }
}

TEST(SearchExact, TakesRowsWithoutPadding) {
  Rng rng(2);
  const Matrix padded = random_matrix(rng, 300, 100);
  std::vector<float> packed;
  for (std::size_t row = 0; row < padded.rows(); ++row)
    packed.insert(packed.end(), padded.row(row).begin(), padded.row(row).end());
  const MatrixView dense{packed.data(), 300, 100, 100};
  const auto ids = row_ids(300);
  for (const Metric metric : {Metric::kCosine, Metric::kL2, Metric::kDot}) {
    const auto a = search_exact(padded.view(), ids, padded.row(5), metric, 20, {});
    const auto b = search_exact(dense, ids, padded.row(5), metric, 20, {});
    ASSERT_TRUE(a && b);
    for (std::size_t i = 0; i < 20; ++i) {
      EXPECT_EQ((*a)[i].row, (*b)[i].row);
      EXPECT_EQ((*a)[i].distance, (*b)[i].distance);
    }
  }
}

TEST(SearchExact, TheSelectionChangesNoDistance) {
  Rng rng(3);
  const Matrix vectors = random_matrix(rng, 1000, 100);
  const auto ids = row_ids(1000);
  const auto all = search_exact(vectors.view(), ids, vectors.row(0), Metric::kCosine, 1000, {});
  RowSelection odd(1000);
  for (std::size_t row = 1; row < 1000; row += 2) odd[row] = 1;
  const auto half = search_exact(vectors.view(), ids, vectors.row(0), Metric::kCosine, 1000, odd);
  ASSERT_TRUE(all && half);
  std::vector<SearchHit> expected;
  std::copy_if(all->begin(), all->end(), std::back_inserter(expected), [](const SearchHit& hit) { return hit.row % 2 == 1; });
  ASSERT_EQ(half->size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ((*half)[i].row, expected[i].row);
    EXPECT_EQ((*half)[i].distance, expected[i].distance);
  }
}

TEST(SearchExact, IdsBreakTies) {
  Matrix vectors(6, 2);
  for (std::size_t row = 0; row < 6; ++row) vectors.row(row)[0] = static_cast<float>(row % 3 + 1);  // all point the same way
  const std::vector<std::int64_t> ids = {60, 50, 40, 30, 20, 10};
  const std::vector<float> query = {1, 0};
  const auto hits = search_exact(vectors.view(), ids, query, Metric::kCosine, 4, {});
  ASSERT_TRUE(hits);
  std::vector<std::int64_t> order;
  for (const SearchHit& hit : *hits) order.push_back(hit.id);
  EXPECT_EQ(order, (std::vector<std::int64_t>{10, 20, 30, 40}));
}

TEST(SearchExact, RowsWithoutADistanceAreNotReturned) {
  Matrix vectors(5, 2);
  vectors.row(0)[0] = 1;
  vectors.row(1)[1] = kNaN;
  vectors.row(3)[0] = kInfinity;
  vectors.row(4)[0] = -1;
  const auto ids = row_ids(5);
  const std::vector<float> query = {2, 0};
  const auto rows_of = [&](Metric metric) {
    std::vector<std::size_t> rows;
    const auto hits = search_exact(vectors.view(), ids, query, metric, 10, {});
    EXPECT_TRUE(hits);
    for (const SearchHit& hit : *hits) rows.push_back(hit.row);
    return rows;
  };
  EXPECT_EQ(rows_of(Metric::kCosine), (std::vector<std::size_t>{0, 4}));  // neither the zero vector nor the infinite one
  EXPECT_EQ(rows_of(Metric::kL2), (std::vector<std::size_t>{0, 2, 4, 3}));
  EXPECT_EQ(rows_of(Metric::kDot), (std::vector<std::size_t>{3, 0, 2, 4}));
}

TEST(SearchExact, AZeroQueryHasNoCosine) {
  Matrix vectors(2, 3);
  vectors.row(0)[0] = 1;
  const std::vector<float> query(3);
  const auto hits = search_exact(vectors.view(), row_ids(2), query, Metric::kCosine, 5, {});
  ASSERT_TRUE(hits);
  EXPECT_TRUE(hits->empty());
}

TEST(SearchExact, CosineKnowsNoScale) {
  for (const float scale : {1e-40F, 1e-30F, 1e-18F, 1.0F, 1e18F, 1e30F, 1e38F}) {
    Matrix vectors(2, 3);
    for (std::size_t i = 0; i < 3; ++i) vectors.row(0)[i] = scale;
    vectors.row(1)[0] = scale;
    for (const float query_scale : {1e-30F, 1.0F, 1e38F}) {
      const std::vector<float> query = {query_scale, 0, 0};
      const auto hits = search_exact(vectors.view(), row_ids(2), query, Metric::kCosine, 2, {});
      ASSERT_TRUE(hits);
      ASSERT_EQ(hits->size(), 2U) << scale << " " << query_scale;
      EXPECT_EQ((*hits)[0].row, 1U);
      EXPECT_NEAR((*hits)[0].distance, 0.0F, 1e-6F);
      EXPECT_NEAR((*hits)[1].distance, 1.0F - 1.0F / std::sqrt(3.0F), 1e-6F);
    }
  }
}

TEST(SearchExact, CosineStaysInItsRange) {
  Rng rng(4);
  const Matrix vectors = random_matrix(rng, 2000, 5);
  const auto hits = search_exact(vectors.view(), row_ids(2000), vectors.row(7), Metric::kCosine, 2000, {});
  ASSERT_TRUE(hits);
  for (const SearchHit& hit : *hits) {
    EXPECT_GE(hit.distance, 0.0F);
    EXPECT_LE(hit.distance, 2.0F);
  }
}

TEST(SearchExact, NothingIsFoundWhereNothingIs) {
  const Matrix none(0, 4);
  const std::vector<float> query(4, 1.0F);
  EXPECT_TRUE(search_exact(none.view(), {}, query, Metric::kL2, 5, {})->empty());
  Rng rng(5);
  const Matrix some = random_matrix(rng, 10, 4);
  EXPECT_TRUE(search_exact(some.view(), row_ids(10), query, Metric::kL2, 0, {})->empty());
  EXPECT_TRUE(search_exact(some.view(), row_ids(10), query, Metric::kL2, 5, RowSelection(10))->empty());
}

TEST(SearchExact, RefusesWhatDoesNotFit) {
  Rng rng(6);
  const Matrix vectors = random_matrix(rng, 10, 4);
  const auto code_of = [&](std::vector<float> query, std::size_t ids, const RowSelection& selection) {
    const auto hits = search_exact(vectors.view(), row_ids(ids), query, Metric::kCosine, 5, selection);
    return hits ? std::string("none") : hits.error().message();
  };
  EXPECT_NE(code_of({1, 2, 3}, 10, {}).find("expected 4 numbers, found 3"), std::string::npos);
  EXPECT_NE(code_of({1, 2, 3, kNaN}, 10, {}).find("NaN or infinity"), std::string::npos);
  EXPECT_NE(code_of({1, 2, 3, kInfinity}, 10, {}).find("NaN or infinity"), std::string::npos);
  EXPECT_NE(code_of({1, 2, 3, 4}, 9, {}).find("expected 10 rows"), std::string::npos);
  EXPECT_NE(code_of({1, 2, 3, 4}, 10, RowSelection(11)).find("expected 10 rows"), std::string::npos);
}

TEST(Metric, HasANameAndASimilarity) {
  for (const Metric metric : {Metric::kCosine, Metric::kL2, Metric::kDot}) EXPECT_EQ(*parse_metric(metric_name(metric)), metric);
  EXPECT_FALSE(parse_metric("euclid"));
  EXPECT_EQ(similarity_of_distance(Metric::kCosine, 0.25F), 0.75F);
  EXPECT_EQ(similarity_of_distance(Metric::kDot, -3.0F), 4.0F);
  EXPECT_EQ(similarity_of_distance(Metric::kL2, 3.0F), 0.25F);
}

}  // namespace
}  // namespace kinora
