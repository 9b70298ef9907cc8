#include "kinora/search/graph_index.hpp"

#include "search/graph_parts.hpp"
#include "search/graph_search.hpp"
#include "search/vectors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace kinora {
namespace {

constexpr std::array kGraphMetrics = {Metric::kCosine, Metric::kL2, Metric::kDot};
constexpr std::size_t kNearest = 10;

GraphIndex build(const MatrixView& vectors, Metric metric, unsigned threads = 2) {
  auto graph = GraphIndex::build(vectors, {.metric = metric}, {.threads = threads});
  EXPECT_TRUE(graph) << graph.error().message();
  return *graph;
}

std::vector<SearchHit> ask(const GraphIndex& graph, const MatrixView& vectors, std::span<const float> query, std::size_t k,
                           std::size_t beam, const RowSelection& selection = {}) {
  auto hits = graph.search(vectors, {}, query, k, beam, selection);
  EXPECT_TRUE(hits) << hits.error().message();
  return *hits;
}

std::vector<SearchHit> ask_exactly(const GraphIndex& graph, const MatrixView& vectors, std::span<const float> query,
                                   std::size_t k, const RowSelection& selection = {}) {
  return *search_exact(vectors, {}, query, graph.options().metric, k, selection);
}

/// The share of the true neighbours that are found, over queries drawn near rows.
double recall(const GraphIndex& graph, const MatrixView& vectors, std::size_t beam, const RowSelection& selection = {}) {
  Rng rng(77);
  std::size_t found = 0;
  std::size_t expected = 0;
  for (std::size_t number = 0; number < 100; ++number) {
    const auto row = vectors.row(rng.below(vectors.rows));
    if (!std::all_of(row.begin(), row.end(), [](float value) { return std::isfinite(value); })) continue;
    std::vector<float> query(row.begin(), row.end());
    for (float& value : query) value += 0.1F * (rng.uniform_float() - 0.5F);
    const auto truth = ask_exactly(graph, vectors, query, kNearest, selection);
    const auto hits = ask(graph, vectors, query, kNearest, beam, selection);
    EXPECT_EQ(hits.size(), truth.size());
    expected += truth.size();
    // Rows that are as near as the last true one are as good.
    for (const SearchHit& hit : hits) found += static_cast<std::size_t>(!truth.empty() && hit.distance <= truth.back().distance);
  }
  return static_cast<double>(found) / static_cast<double>(expected);
}

std::vector<std::byte> bytes_of_graph(const GraphIndex& graph) {
  std::vector<std::byte> bytes;
  for (const auto part : graph.bytes()) bytes.insert(bytes.end(), part.begin(), part.end());
  EXPECT_EQ(bytes.size(), graph.size_in_bytes());
  return bytes;
}

/// With a beam of all rows the graph finds what the exact search finds: every row can be reached.
void expect_all_found(const GraphIndex& graph, const MatrixView& vectors, std::span<const float> query) {
  const auto truth = ask_exactly(graph, vectors, query, vectors.rows);
  const auto hits = ask(graph, vectors, query, vectors.rows, vectors.rows);
  ASSERT_EQ(hits.size(), truth.size());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    EXPECT_EQ(hits[i].row, truth[i].row);
    EXPECT_EQ(hits[i].distance, truth[i].distance);
  }
}

TEST(Graph, FindsNearlyAllOfClusteredRows) {
  Rng rng(1);
  const Matrix vectors = testing::clustered_vectors(rng, 5000, 40, 60);
  for (const Metric metric : kGraphMetrics) {
    const GraphIndex graph = build(vectors.view(), metric);
    EXPECT_GT(recall(graph, vectors.view(), 64), 0.95) << metric_name(metric);
    EXPECT_GT(recall(graph, vectors.view(), 400), 0.99) << metric_name(metric);
    expect_all_found(graph, vectors.view(), vectors.row(7));
  }
}

TEST(Graph, FindsNearlyAllOfUniformRows) {
  Rng rng(2);
  const Matrix vectors = testing::uniform_vectors(rng, 5000, 16);
  for (const Metric metric : kGraphMetrics)
    EXPECT_GT(recall(build(vectors.view(), metric), vectors.view(), 128), 0.95) << metric_name(metric);
}

TEST(Graph, ReachesClustersThatLieFarApart) {
  Rng rng(3);
  const Matrix centres = testing::uniform_vectors(rng, 60, 24);
  Matrix vectors(6000, 24);
  for (std::size_t row = 0; row < vectors.rows(); ++row)
    for (std::size_t i = 0; i < 24; ++i)
      vectors.row(row)[i] = 1000 * centres.row(row / 100)[i] + 60 * (rng.uniform_float() - 0.5F);
  const GraphIndex graph = build(vectors.view(), Metric::kL2);
  expect_all_found(graph, vectors.view(), vectors.row(0));
  EXPECT_GT(recall(graph, vectors.view(), 64), 0.95);
}

TEST(Graph, FindsRowsThatAreEqualByTheThousand) {
  Rng rng(4);
  Matrix vectors = testing::uniform_vectors(rng, 6000, 12);
  for (std::size_t row = 0; row < 6000; ++row)
    if (row % 2 == 0) std::copy_n(vectors.row(row % 4).begin(), 12, vectors.row(row).begin());
  for (const Metric metric : kGraphMetrics) {
    const GraphIndex graph = build(vectors.view(), metric);
    expect_all_found(graph, vectors.view(), vectors.row(1));
    EXPECT_GT(recall(graph, vectors.view(), 64), 0.95) << metric_name(metric);
    const auto hits = ask(graph, vectors.view(), vectors.row(2), kNearest, 64);
    ASSERT_EQ(hits.size(), kNearest);
    if (metric != Metric::kDot) {
      for (std::size_t i = 0; i < kNearest; ++i) EXPECT_EQ(hits[i].row, 2 + 4 * i);
    }
    // None of the equal rows but the last is chosen.
    RowSelection last(6000);
    last[5998] = 1;
    EXPECT_EQ(ask(graph, vectors.view(), vectors.row(1), 3, 64, last).size(), 1U);
  }
}

TEST(Graph, FindsEachRowOfAFew) {
  Rng rng(5);
  for (const std::size_t rows : {0U, 1U, 2U, 3U, 17U, 40U, 300U})
    for (const Metric metric : kGraphMetrics) {
      const Matrix vectors = testing::uniform_vectors(rng, rows, 5);
      const GraphIndex graph = build(vectors.view(), metric);
      EXPECT_EQ(graph.rows(), rows);
      const Matrix query = testing::uniform_vectors(rng, 1, 5);
      expect_all_found(graph, vectors.view(), query.row(0));
      EXPECT_EQ(ask(graph, vectors.view(), query.row(0), 3, 1).size(), std::min<std::size_t>(rows, 3));
      EXPECT_TRUE(ask(graph, vectors.view(), query.row(0), 0, 10).empty());
    }
}

TEST(Graph, FindsNoRowWithoutADistance) {
  Rng rng(6);
  Matrix vectors = testing::uniform_vectors(rng, 700, 9);
  for (std::size_t row = 0; row < 700; row += 7) std::fill(vectors.row(row).begin(), vectors.row(row).end(), 0.0F);
  for (std::size_t row = 1; row < 700; row += 7) vectors.row(row)[3] = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t row = 2; row < 700; row += 7) vectors.row(row)[5] = std::numeric_limits<float>::infinity();
  for (std::size_t row = 3; row < 700; row += 7) vectors.row(row)[5] = 3e38F;
  for (const Metric metric : kGraphMetrics) {
    const GraphIndex graph = build(vectors.view(), metric);
    expect_all_found(graph, vectors.view(), vectors.row(4));
    EXPECT_GT(recall(graph, vectors.view(), 700), 0.99) << metric_name(metric);
  }
  for (std::size_t row = 0; row < 700; ++row) vectors.row(row)[0] = std::numeric_limits<float>::quiet_NaN();
  for (const Metric metric : kGraphMetrics) {
    const Matrix query = testing::uniform_vectors(rng, 1, 9);
    expect_all_found(build(vectors.view(), metric), vectors.view(), query.row(0));
  }
}

TEST(Graph, AsksOnlyTheSelectedRows) {
  Rng rng(7);
  const Matrix vectors = testing::clustered_vectors(rng, 2000, 20, 30);
  const GraphIndex graph = build(vectors.view(), Metric::kCosine);
  for (const std::uint64_t one_of : {2U, 10U, 100U}) {
    RowSelection selection(2000);
    for (auto& chosen : selection) chosen = static_cast<std::uint8_t>(rng.below(one_of) == 0);
    EXPECT_GT(recall(graph, vectors.view(), 64, selection), 0.97) << one_of;
    for (const SearchHit& hit : ask(graph, vectors.view(), vectors.row(9), 50, 64, selection)) EXPECT_EQ(selection[hit.row], 1);
  }
  EXPECT_TRUE(ask(graph, vectors.view(), vectors.row(9), 50, 64, RowSelection(2000)).empty());
}

TEST(Graph, AsksRowsBesideTheIndex) {
  Rng rng(8);
  const Matrix vectors = testing::uniform_vectors(rng, 1000, 8);
  const GraphIndex graph = build({vectors.data(), 900, 8, vectors.stride()}, Metric::kL2);
  ExactSearch search(vectors.view(), {}, vectors.row(950), Metric::kL2, 5);
  SearchWork work;
  const RowSelection all(1000, 1);
  EXPECT_FALSE(search_graph(graph.parts(), vectors.row(950), 5, 64, all, 10, search, work));
  EXPECT_TRUE(search_graph(graph.parts(), vectors.row(950), 5, 64, all, 100'000, search, work));
  std::vector<std::size_t> rest(100);
  for (std::size_t i = 0; i < 100; ++i) rest[i] = 900 + i;
  search.visit(rest);
  const auto hits = search.take();
  EXPECT_EQ(hits.front().row, 950U);
  EXPECT_EQ(hits.size(), 5U);
  EXPECT_GT(work.coded, 0U);
  EXPECT_GE(work.exact, 5U);
}

TEST(Graph, IsTheSameForAnyNumberOfThreads) {
  Rng rng(9);
  const Matrix vectors = testing::clustered_vectors(rng, 1500, 33, 20);
  for (const Metric metric : kGraphMetrics) {
    const std::vector<std::byte> one = bytes_of_graph(build(vectors.view(), metric, 1));
    EXPECT_EQ(one, bytes_of_graph(build(vectors.view(), metric, 2)));
    EXPECT_EQ(one, bytes_of_graph(build(vectors.view(), metric, 3)));
  }
}

TEST(Graph, IsExtended) {
  Rng rng(10);
  Matrix vectors = testing::clustered_vectors(rng, 1500, 24, 20);
  for (std::size_t row = 100; row < 1500; row += 50) std::copy_n(vectors.row(row % 500).begin(), 24, vectors.row(row).begin());
  for (const Metric metric : kGraphMetrics) {
    const GraphIndex whole = build(vectors.view(), metric);
    for (const std::size_t begin : {0U, 1U, 1000U, 1490U}) {
      SCOPED_TRACE(std::string(metric_name(metric)) + " from " + std::to_string(begin));
      const GraphIndex first = build({vectors.data(), begin, 24, vectors.stride()}, metric);
      const auto extended = first.extended(vectors.view(), {.threads = 2});
      ASSERT_TRUE(extended) << extended.error().message();
      EXPECT_EQ(bytes_of_graph(*extended), bytes_of_graph(*first.extended(vectors.view(), {.threads = 1})));
      EXPECT_EQ(extended->rows(), 1500U);
      EXPECT_EQ(extended->parts().layer_sizes, whole.parts().layer_sizes);
      EXPECT_TRUE(
          std::equal(extended->parts().upper_rows.begin(), extended->parts().upper_rows.end(), whole.parts().upper_rows.begin()));
      expect_all_found(*extended, vectors.view(), vectors.row(1499));
      if (begin >= 1000) {
        EXPECT_GT(recall(*extended, vectors.view(), 64), 0.95);
      }
    }
  }
}

TEST(Graph, HasCodesAlone) {
  Rng rng(11);
  const Matrix vectors = testing::uniform_vectors(rng, 900, 30);
  for (const Metric metric : kGraphMetrics) {
    const auto codes = GraphIndex::build_codes({vectors.data(), 500, 30, vectors.stride()}, metric, {});
    ASSERT_TRUE(codes);
    EXPECT_FALSE(codes->has_graph());
    const auto extended = codes->extended(vectors.view(), {});
    ASSERT_TRUE(extended);
    expect_all_found(*extended, vectors.view(), vectors.row(3));
  }
}

TEST(Graph, RefusesWhatDoesNotFit) {
  Rng rng(12);
  const Matrix vectors = testing::uniform_vectors(rng, 50, 4);
  for (const GraphOptions& options : {GraphOptions{.neighbours = 3}, GraphOptions{.neighbours = 257},
                                      GraphOptions{.build_beam = 7}, GraphOptions{.build_beam = 4097}})
    EXPECT_EQ(GraphIndex::build(vectors.view(), options, {}).error().code, ErrorCode::kInvalidArgument);
  const GraphIndex graph = build(vectors.view(), Metric::kL2);
  const std::vector<float> query = {1, 2, 3};
  EXPECT_EQ(graph.search(vectors.view(), {}, query, 1, 1, {}).error().code, ErrorCode::kInvalidArgument);
  const MatrixView fewer{vectors.data(), 49, 4, vectors.stride()};
  EXPECT_EQ(graph.search(fewer, {}, vectors.row(0), 1, 1, {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(graph.extended(fewer, {}).error().code, ErrorCode::kInvalidArgument);
  CancellationToken stop;
  stop.request();
  EXPECT_EQ(GraphIndex::build(vectors.view(), {}, {.cancellation = &stop}).error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace kinora
