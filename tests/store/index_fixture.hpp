#pragma once

#include "kinora/search/exact.hpp"
#include "kinora/store/index.hpp"
#include "kinora/store/table.hpp"
#include "search/vectors.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Tables of vectors with indexes, and what searches in them must find.
namespace kinora {

inline constexpr std::size_t kIndexedDimension = 12;

/// Rows with the ids first, first + 1, ... and `part`, which is id % 100.
inline std::vector<Column> indexed_rows(std::size_t rows, std::size_t first, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<std::int64_t> ids;
  std::vector<std::optional<std::int32_t>> parts;
  for (std::size_t row = 0; row < rows; ++row) {
    ids.push_back(static_cast<std::int64_t>(first + row));
    parts.emplace_back(static_cast<std::int32_t>((first + row) % 100));
  }
  return {make_int64_column("id", std::move(ids)), make_int32_column("part", parts),
          make_vector_column("vector", testing::clustered_vectors(rng, rows, kIndexedDimension, 20).view())};
}

/// What a search must find that leaves nothing to doubt.
inline std::vector<SearchHit> nearest(const Table& table, const VectorQuery& query) {
  const auto vectors = table.column(query.vector_column);
  const auto ids = table.column(query.id_column);
  RowSelection selection(table.row_count(), 1);
  if (!query.where.empty()) selection = *table.select(query.where);
  for (std::size_t row = 0; row < selection.size(); ++row)
    if (vectors->is_null(row)) selection[row] = 0;
  const auto hits = search_exact(vectors->vectors(), ids->int64s.span(), query.vector, query.metric, query.k, selection);
  EXPECT_TRUE(hits) << hits.error().message();
  return hits ? *hits : std::vector<SearchHit>();
}

inline void expect_equal(const std::vector<SearchHit>& hits, const std::vector<SearchHit>& expected) {
  ASSERT_EQ(hits.size(), expected.size());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    EXPECT_EQ(hits[i].row, expected[i].row) << i;
    EXPECT_EQ(hits[i].id, expected[i].id) << i;
    EXPECT_EQ(hits[i].distance, expected[i].distance) << i;
  }
}

/// The share of the nearest rows that were found. All hits must be rows that can be found, with their distances, in order.
inline double recall_of(const Table& table, VectorQuery query, const std::vector<SearchHit>& hits) {
  const std::size_t k = query.k;
  query.k = table.row_count();
  const std::vector<SearchHit> all = nearest(table, query);
  EXPECT_EQ(hits.size(), std::min(k, all.size()));
  std::size_t found = 0;
  auto place = all.begin();
  for (const SearchHit& hit : hits) {
    place = std::find_if(place, all.end(), [&](const SearchHit& each) { return each.id == hit.id; });
    EXPECT_NE(place, all.end()) << "row " << hit.id << " was not selected, is there twice or is in a wrong place";
    if (place == all.end()) return 0;
    EXPECT_EQ(place->row, hit.row);
    EXPECT_EQ(place->distance, hit.distance);
    if (static_cast<std::size_t>(place - all.begin()) < k) ++found;
    ++place;
  }
  return hits.empty() ? 1.0 : static_cast<double>(found) / static_cast<double>(hits.size());
}

class Indexes : public ::testing::Test {
 protected:
  Table make(const std::vector<Column>& columns) {
    auto table = Table::overwrite(where_, columns);
    EXPECT_TRUE(table) << table.error().message();
    return *std::move(table);
  }
  Table reopened(std::optional<std::uint64_t> version = std::nullopt) {
    auto table = Table::open(where_, version);
    EXPECT_TRUE(table) << table.error().message();
    return *std::move(table);
  }
  IndexInfo index(const IndexOptions& options) {
    auto info = create_index(where_, options);
    EXPECT_TRUE(info) << info.error().message();
    return info ? *std::move(info) : IndexInfo();
  }
  IndexInfo only_index() {
    const auto infos = list_indexes(where_);
    EXPECT_TRUE(infos) << infos.error().message();
    EXPECT_EQ(infos->size(), 1U);
    return infos->empty() ? IndexInfo() : infos->front();
  }
  static VectorQuery query_of(const Table& table, std::size_t row, Metric metric = Metric::kCosine) {
    VectorQuery query;
    const auto vectors = table.column("vector");
    const auto vector = vectors->vectors().row(row);
    query.vector.assign(vector.begin(), vector.end());
    query.vector.front() += 0.05F;
    query.metric = metric;
    return query;
  }
  /// Searches that leave nothing to doubt, with and without a filter.
  static void expect_exact(const Table& table, SearchPlan plan, Metric metric) {
    for (const std::size_t row : {std::size_t{0}, table.row_count() / 2, table.row_count() - 1})
      for (const std::size_t k : {std::size_t{1}, std::size_t{10}, table.row_count() + 5})
        for (const std::string where : {"", "part < 50", "part = 7", "id < 0"}) {
          VectorQuery query = query_of(table, row, metric);
          query.k = k;
          query.where = where;
          query.plan = plan;
          const auto hits = table.search(query);
          ASSERT_TRUE(hits) << hits.error().message();
          SCOPED_TRACE(where + ", k " + std::to_string(k) + ", row " + std::to_string(row));
          expect_equal(*hits, nearest(table, query));
        }
  }
  std::vector<std::filesystem::path> index_files() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(where_ / "_kinora")) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  testing::TempDirectory directory_;
  std::filesystem::path where_ = directory_.path() / "t.lance";
};

}  // namespace kinora
