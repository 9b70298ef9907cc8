#include "store/index_fixture.hpp"
#include "store/search/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <limits>
#include <thread>

namespace kinora {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kRows = 14'000;

/// `side` is 0 for the rows of one half of the space, and null for some others; `note` is a text that `part` is in.
std::vector<Column> rows_with_sides(std::size_t rows, std::size_t first, std::uint64_t seed) {
  std::vector<Column> columns = indexed_rows(rows, first, seed);
  const MatrixView vectors = columns[2].vectors();
  std::vector<std::optional<std::int32_t>> sides;
  std::vector<std::string> notes;
  for (std::size_t row = 0; row < rows; ++row) {
    const bool is_left = vectors.row(row)[0] < 0;
    sides.push_back(!is_left && row % 10 == 0 ? std::nullopt : std::optional<std::int32_t>(is_left ? 0 : 1));
    notes.push_back("part " + std::to_string((first + row) % 100) + ".");
  }
  columns.push_back(make_int32_column("side", sides));
  columns.push_back(make_string_column("note", std::vector<std::optional<std::string_view>>(notes.begin(), notes.end())));
  return columns;
}

class Overfetch : public Indexes {
 protected:
  static SearchMethod method_of(const Table& table, const VectorQuery& query) {
    const auto plan = table.explain(query);
    EXPECT_TRUE(plan) << plan.error().message();
    return plan ? plan->method : SearchMethod::kScan;
  }

  /// The recall of searches from all over the table. Each gives k rows, or as many as pass the filter, in order and none but
  /// those.
  static double recall_in(const Table& table, const std::string& where, std::size_t k = 10, SearchPlan plan = SearchPlan::kAuto) {
    double sum = 0;
    std::size_t searches = 0;
    for (std::size_t row = 0; row < table.row_count(); row += table.row_count() / 20) {
      VectorQuery query = query_of(table, row);
      query.where = where;
      query.k = k;
      query.plan = plan;
      const auto hits = table.search(query);
      EXPECT_TRUE(hits) << hits.error().message();
      if (!hits) return 0;
      sum += recall_of(table, query, *hits);
      ++searches;
    }
    return sum / static_cast<double>(searches);
  }
};

TEST_F(Overfetch, IsChosenByTheShareThatPasses) {
  make(rows_with_sides(kRows, 0, 1));
  index({});
  const Table table = reopened();
  VectorQuery query = query_of(table, 7);
  const auto method = [&](const char* where) {
    query.where = where;
    return method_of(table, query);
  };
  EXPECT_EQ(method("part < 90"), SearchMethod::kOverfetch);
  EXPECT_EQ(method("part < 50"), SearchMethod::kOverfetch);
  EXPECT_EQ(method("part >= 0"), SearchMethod::kOverfetch);
  EXPECT_EQ(method("note LIKE '%5%' OR note LIKE '%6%'"), SearchMethod::kOverfetch);
  EXPECT_EQ(method("part < 6"), SearchMethod::kCodes);
  EXPECT_EQ(method("part < 1"), SearchMethod::kScan);
  EXPECT_EQ(method("part < 0"), SearchMethod::kScan);
  EXPECT_EQ(method("part = NULL"), SearchMethod::kScan);
  EXPECT_EQ(method(""), SearchMethod::kGraph);
  query.plan = SearchPlan::kExact;
  EXPECT_EQ(method("part < 50"), SearchMethod::kCodes);
  query.plan = SearchPlan::kIndex;
  EXPECT_EQ(method("part < 50"), SearchMethod::kOverfetch);
  EXPECT_EQ(method("part < 1"), SearchMethod::kGraph);
}

TEST_F(Overfetch, IsExplained) {
  make(rows_with_sides(kRows, 0, 1));
  index({.name = "i"});
  const Table table = reopened();
  VectorQuery query = query_of(table, 7);
  query.where = "part < 50";
  const auto plan = table.explain(query);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->method, SearchMethod::kOverfetch);
  EXPECT_EQ(search_method_name(plan->method), "over-fetch");
  EXPECT_EQ(plan->index, "i");
  EXPECT_NEAR(plan->share, 0.5, 0.08);
  EXPECT_EQ(plan->candidates, static_cast<std::size_t>(std::ceil(64 / plan->share)));
  EXPECT_EQ(plan->beam, 0U);
  EXPECT_EQ(plan->rows, kRows);
  EXPECT_NEAR(static_cast<double>(plan->selected), plan->share * kRows, 1);
  EXPECT_EQ(plan->selected, plan->indexed);
  EXPECT_THAT(plan->reason, HasSubstr("falls back"));
  EXPECT_EQ(reopened().explain(query)->share, plan->share) << "the sample is the same for every handle";
  query.beam = 100;
  EXPECT_EQ(table.explain(query)->candidates, static_cast<std::size_t>(std::ceil(100 / plan->share)));
}

TEST_F(Overfetch, FindsNearlyAll) {
  for (const Metric metric : {Metric::kCosine, Metric::kL2, Metric::kDot}) {
    make(rows_with_sides(kRows, 0, 2));
    index({.metric = metric, .replace = true});
    const Table table = reopened();
    const Table again = reopened();
    double sum = 0;
    std::size_t searches = 0;
    for (const std::string where :
         {"part < 50", "part < 95", "note LIKE '%1%' OR note LIKE '%7%'", "part < 90 AND NOT note LIKE '%2%'"})
      for (const std::size_t k : {1U, 10U, 40U})
        for (std::size_t row = 0; row < kRows; row += 1999) {
          VectorQuery query = query_of(table, row, metric);
          query.where = where;
          query.k = k;
          ASSERT_TRUE(k > 10 || method_of(table, query) == SearchMethod::kOverfetch) << where << ", k " << k;
          const auto hits = table.search(query);
          ASSERT_TRUE(hits);
          sum += recall_of(table, query, *hits);
          ++searches;
          expect_equal(*hits, *again.search(query));
        }
    EXPECT_GE(sum / static_cast<double>(searches), 0.98) << metric_name(metric);
  }
}

TEST_F(Overfetch, FallsBackWhereTheRowsNearTheQueryDoNotPass) {
  make(rows_with_sides(kRows, 0, 3));
  index({});
  const Table table = reopened();
  for (const std::string where : {"side = 1", "side IS NOT NULL", "NOT side = 0", "side = 1 AND part < 98"}) {
    VectorQuery query = query_of(table, 0);
    query.where = where;
    EXPECT_EQ(method_of(table, query), SearchMethod::kOverfetch) << where;
    for (const std::size_t k : {1U, 10U, 60U}) EXPECT_GE(recall_in(table, where, k), 0.97) << where << ", k " << k;
    EXPECT_GE(recall_in(table, where, 10, SearchPlan::kIndex), 0.97) << where;
  }
}

TEST_F(Overfetch, GivesKRowsWhateverTheBeam) {
  make(rows_with_sides(kRows, 0, 4));
  index({});
  const Table table = reopened();
  for (const std::string where : {"side = 0", "part < 50", "part < 99 AND id >= 4000"})
    for (const std::size_t k : {1U, 10U, 100U, 3000U}) {
      VectorQuery query = query_of(table, 42);
      query.where = where;
      query.k = k;
      query.beam = 1;
      const auto hits = table.search(query);
      ASSERT_TRUE(hits);
      EXPECT_EQ(hits->size(), nearest(table, query).size()) << where << ", k " << k;
    }
}

TEST_F(Overfetch, LeavesOutDeadRowsAndThoseWithoutAVector) {
  std::vector<Column> columns = rows_with_sides(kRows, 0, 5);
  std::vector<std::uint8_t> validity(kRows / 8, 0xFF);
  for (std::size_t row = 0; row < kRows; row += 7)
    validity[row / 8] = static_cast<std::uint8_t>(validity[row / 8] & ~(1U << row % 8));
  columns[2].validity = Buffer<std::uint8_t>(std::move(validity));
  Table table = make(columns);
  index({});
  ASSERT_TRUE(table.delete_rows("part BETWEEN 20 AND 39"));
  VectorQuery query = query_of(table, 8);
  query.where = "part < 70";
  EXPECT_EQ(method_of(table, query), SearchMethod::kOverfetch);
  double sum = 0;
  for (std::size_t row = 1; row < 6000; row += 500) {
    query = query_of(table, row);
    query.where = "part < 70";
    sum += recall_of(table, query, *table.search(query));
  }
  EXPECT_GE(sum / 12, 0.95);
}

TEST_F(Overfetch, ScansRowsBesideTheIndex) {
  Table table = make(rows_with_sides(kRows, 0, 6));
  index({});
  ASSERT_TRUE(table.append(rows_with_sides(60, kRows, 7)));
  ASSERT_TRUE(table.append(rows_with_sides(40, kRows + 60, 8)));
  ASSERT_TRUE(table.delete_rows("id = 14003 OR id = 14070"));
  double sum = 0;
  std::size_t searches = 0;
  for (std::size_t row = kRows; row < table.row_count(); row += 7) {
    VectorQuery query = query_of(table, row);
    query.where = "part < 50";
    ASSERT_EQ(method_of(table, query), SearchMethod::kOverfetch);
    const auto hits = table.search(query);
    ASSERT_TRUE(hits);
    sum += recall_of(table, query, *hits);
    ++searches;
    const std::int64_t id = table.column("id")->int64s[row];
    EXPECT_EQ(hits->front().id == id, id % 100 < 50) << id;
  }
  EXPECT_GE(sum / static_cast<double>(searches), 0.95);
  EXPECT_THAT(table.explain(query_of(table, 0))->notes, ::testing::Contains(HasSubstr("does not know 98")));
  ASSERT_TRUE(table.append(rows_with_sides(1000, 50'000, 9)));
  VectorQuery query = query_of(table, 3);
  query.where = "part < 50";
  EXPECT_EQ(method_of(table, query), SearchMethod::kGraph) << "too many are beside it";
}

TEST_F(Overfetch, RowsWithoutADistanceAreNone) {
  std::vector<Column> columns = rows_with_sides(kRows, 0, 10);
  std::vector<float> values(columns[2].floats.span().begin(), columns[2].floats.span().end());
  for (std::size_t row = 0; row < kRows; ++row)
    if (row % 4 != 0) values[row * kIndexedDimension] = std::numeric_limits<float>::quiet_NaN();
  columns[2].floats = Buffer<float>(std::move(values));
  make(columns);
  index({});
  const Table table = reopened();
  for (const std::string where : {"part < 50", "part >= 0"}) {
    VectorQuery query = query_of(table, 4);
    query.where = where;
    EXPECT_EQ(method_of(table, query), SearchMethod::kOverfetch);
    EXPECT_GE(recall_of(table, query, *table.search(query)), 0.9);
    query.where = where + " AND NOT part = 0 AND NOT part = 4 AND (part = 1 OR part = 2 OR part = 3 OR part > 4)";
    EXPECT_EQ(table.search(query)->size(), 10U);
  }
  VectorQuery nothing = query_of(table, 4);
  nothing.where = "part < 50";
  nothing.vector.assign(kIndexedDimension, 0.0F);
  EXPECT_TRUE(table.search(nothing)->empty());
  nothing = query_of(table, 4);
  nothing.where = "part < 50";
  nothing.k = 0;
  EXPECT_TRUE(table.search(nothing)->empty());
}

TEST_F(Overfetch, ErrorsAreThoseOfOtherSearches) {
  make(rows_with_sides(kRows, 0, 11));
  const Table plain = reopened();
  std::vector<VectorQuery> bad(6, query_of(plain, 0));
  bad[0].where = "nothing < 5";
  bad[1].where = "part < 'x'";
  bad[2].where = "part <";
  bad[3].where = "part < 50";
  bad[3].vector.pop_back();
  bad[4].where = "part < 50";
  bad[4].id_column = "note";
  bad[5].where = "note < 5";
  bad[5].vector.clear();
  std::vector<std::string> expected;
  for (const VectorQuery& query : bad) expected.push_back(plain.search(query).error().message());
  index({});
  const Table table = reopened();
  for (std::size_t i = 0; i < bad.size(); ++i) {
    EXPECT_EQ(table.search(bad[i]).error().message(), expected[i]);
    EXPECT_EQ(table.explain(bad[i]).error().message(), expected[i]);
  }
}

TEST_F(Overfetch, ManySearchAtOnce) {
  make(rows_with_sides(kRows, 0, 12));
  index({});
  const Table table = reopened();
  std::vector<std::vector<SearchHit>> found(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < found.size(); ++i)
    threads.emplace_back([&, i] {
      for (std::size_t row = 0; row < 60; ++row) {
        VectorQuery query = query_of(table, row * 100);
        query.where = row % 3 == 0 ? "side = 0" : row % 3 == 1 ? "part < 50" : "note LIKE '%1%' OR note LIKE '%3%'";
        const auto hits = table.search(query);
        found[i].insert(found[i].end(), hits->begin(), hits->end());
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& hits : found) expect_equal(hits, found.front());
}

TEST(OverfetchPlan, AsksForMoreTheFewerPass) {
  SearchTask task{
      .k = 10, .has_codes = true, .has_graph = true, .index_rows = 1'000'000, .selected = 1'000'000, .filter_cost = 62'500};
  ASSERT_TRUE(may_overfetch(task));
  EXPECT_EQ(choose_overfetch(task, 1)->beam, 64U);
  EXPECT_EQ(choose_overfetch(task, 0.5)->beam, 128U);
  EXPECT_EQ(choose_overfetch(task, 0.1)->beam, 640U);
  EXPECT_FALSE(choose_overfetch(task, 0.015)) << "an exact search of so few is faster";
  EXPECT_FALSE(choose_overfetch(task, 0));
  task.filter_cost = 250'000;
  EXPECT_TRUE(choose_overfetch(task, 0.02)) << "the filter is dear";
  EXPECT_FALSE(choose_overfetch(task, 0.001)) << "the sample tells too little";
  task.k = 100;
  EXPECT_EQ(choose_overfetch(task, 0.5)->beam, 400U);
  task.beam = 1;
  EXPECT_EQ(choose_overfetch(task, 0.5)->beam, 400U) << "twice k, lest too few pass";
  EXPECT_EQ(choose_overfetch(task, 0.5)->enough, 100U);
}

TEST(OverfetchPlan, NeedsAGraphThatPays) {
  const SearchTask task{.k = 10, .has_codes = true, .has_graph = true, .index_rows = 1'000'000, .selected = 1'000'000};
  SearchTask other = task;
  other.wanted = SearchPlan::kExact;
  EXPECT_FALSE(may_overfetch(other));
  other = task;
  other.has_graph = false;
  EXPECT_FALSE(may_overfetch(other));
  other = task;
  other.index_rows = other.selected = 1000;
  EXPECT_FALSE(may_overfetch(other));
  other = task;
  other.beside = 100'000;
  EXPECT_FALSE(may_overfetch(other));
  other.beside = 1000;
  EXPECT_TRUE(may_overfetch(other));
}

}  // namespace
}  // namespace kinora
