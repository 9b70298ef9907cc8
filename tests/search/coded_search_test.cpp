#include "search/coded_search.hpp"

#include "search/code_filter.hpp"
#include "search/code_kernels.hpp"
#include "search/vectors.hpp"
#include "support/every_target.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace kinora {
namespace {

constexpr std::array kMetrics = {Metric::kCosine, Metric::kL2, Metric::kDot};

struct Coded {
  Coded(const MatrixView& vectors, Metric metric, unsigned threads = 1) {
    ThreadPool pool(threads);
    space = make_code_space(vectors, metric, pool);
    records.resize(vectors.rows * space.record_size());
    encode_rows(space, vectors, records, pool);
  }
  [[nodiscard]] VectorCodes codes() const { return {space, records}; }

  CodeSpace space;
  std::vector<std::int8_t> records;
};

class CodeDots : public testing::OnEveryTarget {};
INSTANTIATE_TEST_SUITE_P(Targets, CodeDots, testing::every_target(), testing::target_name);

TEST_P(CodeDots, AreExact) {
  Rng rng(1);
  for (const std::size_t length : {32U, 64U, 96U, 128U, 416U}) {
    std::vector<std::int16_t> query(length);
    for (auto& value : query) value = static_cast<std::int16_t>(static_cast<int>(rng.below(255)) - 127);
    std::vector<std::int8_t> records(40 * length);
    for (auto& value : records) value = static_cast<std::int8_t>(static_cast<int>(rng.below(256)) - 128);
    std::vector<std::int32_t> expected(40);
    for (std::size_t row = 0; row < 40; ++row)
      for (std::size_t i = 0; i < length; ++i) expected[row] += std::int32_t{query[i]} * records[row * length + i];
    for (std::size_t count = 0; count <= 40; ++count) {
      std::vector<std::int32_t> dots(count, -1);
      code_dots_of_range(query, records.data(), dots);
      EXPECT_TRUE(std::equal(dots.begin(), dots.end(), expected.begin())) << length << " " << count;
      std::vector<std::uint32_t> which(count);
      for (std::size_t i = 0; i < count; ++i) which[i] = static_cast<std::uint32_t>(i * 7 % 40);
      code_dots(query, records.data(), which, dots);
      for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(dots[i], expected[which[i]]) << length << " " << count;
    }
  }
}

class CodesWithin : public testing::OnEveryTarget {};
INSTANTIATE_TEST_SUITE_P(Targets, CodesWithin, testing::every_target(), testing::target_name);

TEST_P(CodesWithin, KeepsWhatTheScalarArithmeticKeeps) {
  constexpr std::size_t kRows = 200;
  for (const Metric metric : kMetrics) {
    Rng rng(5);
    Matrix vectors = testing::uniform_vectors(rng, kRows, 10);
    vectors.row(40)[3] = std::numeric_limits<float>::quiet_NaN();
    vectors.row(41)[3] = 1e30F;
    const Coded coded(vectors.view(), metric);
    const VectorCodes codes = coded.codes();
    const CodeQuery query = codes.query_of(vectors.view().row(7));
    std::vector<std::uint32_t> rows;
    std::vector<std::int32_t> dots;
    std::vector<float> least;
    for (std::uint32_t row = 3; row < kRows; row += 1 + row % 3) {
      rows.push_back(row);
      dots.push_back(0);
      code_dots(query.codes, codes.record(0), std::span(rows).last(1), std::span(dots).last(1));
      least.push_back(query.value(codes.tail(row), dots.back()) - query.bound(codes.tail(row)));
    }
    for (const std::size_t count : {0U, 1U, 15U, 16U, 17U, 31U, 32U, 33U, 100U}) {
      for (const float worst : {std::numeric_limits<float>::infinity(), least[5], least[20], -1e30F}) {
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i < count; ++i)
          if (!(least[i] > worst)) expected.push_back(i);
        std::vector<std::uint32_t> kept(count);
        kept.resize(codes_within(query, codes, std::span(rows).first(count), std::span(dots).first(count), worst, kept.data()));
        EXPECT_EQ(kept, expected) << metric_name(metric) << " " << count << " " << worst;
      }
    }
  }
}

/// The same rows and the very same distances as the search over the vectors; gives the number of vectors that were read.
std::size_t expect_same(const MatrixView& vectors, const Coded& coded, std::span<const float> query, std::size_t k,
                        const RowSelection& selection) {
  const Metric metric = coded.space.metric;
  const auto expected = search_exact(vectors, {}, query, metric, k, selection);
  EXPECT_TRUE(expected) << expected.error().message();
  ExactSearch search(vectors, {}, query, metric, k);
  SearchWork work;
  if (!search.finds_nothing()) search_codes(coded.codes(), query, k, selection, search, work);
  const std::vector<SearchHit> hits = search.take();
  EXPECT_EQ(hits.size(), expected->size());
  for (std::size_t i = 0; i < std::min(hits.size(), expected->size()); ++i) {
    EXPECT_EQ(hits[i].row, (*expected)[i].row) << i;
    EXPECT_EQ(hits[i].distance, (*expected)[i].distance) << i;
  }
  return work.exact;
}

RowSelection every_third(Rng& rng, std::size_t rows) {
  RowSelection selection(rows);
  for (auto& chosen : selection) chosen = static_cast<std::uint8_t>(rng.below(3) == 0);
  return selection;
}

TEST(CodedSearch, FindsWhatTheExactSearchFinds) {
  Rng rng(2);
  for (const std::size_t cols : {1U, 2U, 7U, 32U, 100U, 300U})
    for (const bool clustered : {false, true}) {
      const Matrix vectors =
          clustered ? testing::clustered_vectors(rng, 1500, cols, 20) : testing::uniform_vectors(rng, 1500, cols);
      const RowSelection third = every_third(rng, 1500);
      for (const Metric metric : kMetrics) {
        const Coded coded(vectors.view(), metric);
        for (const std::size_t k : {1U, 10U, 100U, 2000U}) {
          SCOPED_TRACE(std::string(metric_name(metric)) + ", " + std::to_string(cols) + " columns, k " + std::to_string(k));
          const Matrix query = testing::uniform_vectors(rng, 1, cols);
          expect_same(vectors.view(), coded, query.row(0), k, {});
          expect_same(vectors.view(), coded, query.row(0), k, third);
          expect_same(vectors.view(), coded, vectors.row(k % 1500), k, third);
        }
      }
    }
}

TEST(CodedSearch, ReadsFewVectors) {
  Rng rng(3);
  const Matrix vectors = testing::clustered_vectors(rng, 20000, 100, 200);
  for (const Metric metric : kMetrics) {
    const Coded coded(vectors.view(), metric);
    for (std::size_t row = 0; row < 2000; row += 100)
      EXPECT_LT(expect_same(vectors.view(), coded, vectors.row(row), 10, {}), 400U) << metric_name(metric);
  }
}

TEST(CodedSearch, BoundsHold) {
  Rng rng(4);
  for (const float scale : {1e-17F, 1e-3F, 1.0F, 1e9F})
    for (const Metric metric : kMetrics) {
      Matrix vectors = testing::clustered_vectors(rng, 300, 50, 5);
      for (std::size_t row = 0; row < vectors.rows(); ++row)
        for (float& value : vectors.row(row)) value *= scale * static_cast<float>(row % 7 + 1);
      const Coded coded(vectors.view(), metric);
      const VectorCodes codes = coded.codes();
      const auto query = vectors.row(17);
      const CodeQuery coded_query = codes.query_of(query);
      const auto hits = search_exact(vectors.view(), {}, query, metric, 300, {});
      ASSERT_TRUE(hits);
      // The values are the distances but for what is the same for all: differences are compared.
      std::vector<std::int32_t> dots(300);
      code_dots_of_range(coded_query.codes, codes.record(0), dots);
      const double halves = metric == Metric::kL2 ? 0.5 : 1.0;
      const auto value_of = [&](std::size_t row) { return static_cast<double>(coded_query.value(codes.tail(row), dots[row])); };
      const auto bound_of = [&](std::size_t row) { return static_cast<double>(coded_query.bound(codes.tail(row))); };
      const SearchHit& first = hits->front();
      for (const SearchHit& hit : *hits) {
        const double true_difference = halves * (static_cast<double>(hit.distance) - static_cast<double>(first.distance));
        EXPECT_LE(std::abs(value_of(hit.row) - value_of(first.row) - true_difference), bound_of(hit.row) + bound_of(first.row))
            << metric_name(metric) << " " << scale << " row " << hit.row;
      }
    }
}

TEST(CodedSearch, KnowsRowsWithoutADistance) {
  Rng rng(5);
  for (const Metric metric : kMetrics) {
    Matrix vectors = testing::uniform_vectors(rng, 600, 20);
    for (std::size_t row = 0; row < 600; row += 7) std::fill(vectors.row(row).begin(), vectors.row(row).end(), 0.0F);
    for (std::size_t row = 1; row < 600; row += 7) vectors.row(row)[3] = std::numeric_limits<float>::quiet_NaN();
    for (std::size_t row = 2; row < 600; row += 7) vectors.row(row)[5] = std::numeric_limits<float>::infinity();
    for (std::size_t row = 3; row < 600; row += 7) vectors.row(row)[5] = 3e38F;
    for (std::size_t row = 4; row < 600; row += 7) vectors.row(row)[0] = 1e25F;
    const Coded coded(vectors.view(), metric);
    for (const std::size_t k : {5U, 300U, 600U})
      for (const float scale : {1e-30F, 1.0F, 1e30F}) {
        std::vector<float> query(20);
        for (float& value : query) value = scale * (rng.uniform_float() - 0.5F);
        SCOPED_TRACE(std::string(metric_name(metric)) + " " + std::to_string(scale));
        expect_same(vectors.view(), coded, query, k, {});
      }
  }
}

TEST(CodedSearch, EqualRowsAreRankedById) {
  const Matrix vectors = [] {
    Matrix matrix(1000, 8);
    for (std::size_t row = 0; row < 1000; ++row) matrix.row(row)[row % 4] = 1;
    return matrix;
  }();
  for (const Metric metric : kMetrics) {
    const Coded coded(vectors.view(), metric);
    expect_same(vectors.view(), coded, vectors.row(2), 40, {});
  }
}

TEST(CodedSearch, CodesDoNotDependOnThreads) {
  Rng rng(6);
  const Matrix vectors = testing::clustered_vectors(rng, 3000, 33, 9);
  for (const Metric metric : kMetrics) {
    const Coded one(vectors.view(), metric, 1);
    const Coded three(vectors.view(), metric, 3);
    EXPECT_EQ(one.records, three.records);
    EXPECT_EQ(one.space.centre, three.space.centre);
  }
}

TEST(CodedSearch, TakesRowsOutsideOfTheSpace) {
  Rng rng(7);
  const Matrix few = testing::uniform_vectors(rng, 50, 16);
  Matrix more = testing::uniform_vectors(rng, 500, 16);
  for (std::size_t row = 0; row < 500; ++row)
    for (float& value : more.row(row)) value = value * 30 + 5;
  ThreadPool pool(1);
  for (const Metric metric : kMetrics) {
    Coded coded(few.view(), metric);
    coded.records.resize(500 * coded.space.record_size());
    encode_rows(coded.space, more.view(), coded.records, pool);
    expect_same(more.view(), coded, more.row(9), 10, {});
  }
}

}  // namespace
}  // namespace kinora
