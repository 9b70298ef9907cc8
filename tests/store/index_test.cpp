#include "kinora/store/index.hpp"

#include "kinora/store/compact.hpp"
#include "store/index_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <array>
#include <atomic>
#include <functional>
#include <limits>
#include <thread>

namespace kinora {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::array kMetrics = {Metric::kCosine, Metric::kL2, Metric::kDot};
constexpr std::array kKinds = {IndexKind::kCodes, IndexKind::kGraph};

/// All that can happen to a table beneath an index, one after the other.
std::vector<std::pair<std::string, std::function<void(Table&)>>> all_changes() {
  const auto must = [](const auto& result) { EXPECT_TRUE(result) << result.error().message(); };
  return {
      {"nothing", [](Table&) {}},
      {"append", [=](Table& table) { must(table.append(indexed_rows(700, 3000, 2))); }},
      {"delete here and there", [=](Table& table) { must(table.delete_rows("part IN (3, 10, 17, 24, 31) OR id < 40")); }},
      {"append a few", [=](Table& table) { must(table.append(indexed_rows(3, 3700, 3))); }},
      {"update",
       [=](Table& table) {
         must(table.update("part = 5", std::vector<Assignment>{{"part", "7"}}));
       }},
      {"merge", [=](Table& table) { must(table.merge_insert("id", indexed_rows(60, 2990, 4))); }},
      {"a column is added",
       [=](Table& table) {
         must(table.add_columns(std::vector{make_int64_column("more", std::vector<std::int64_t>(table.row_count()))}));
       }},
      {"a fragment is gone", [=](Table& table) { must(table.delete_rows("id >= 3000 AND id < 3700")); }},
      {"what it was at first", [=](Table& table) { must(table.restore(1)); }},
  };
}

TEST_F(Indexes, ExactSearchFindsTheSameWithThemWhateverHappens) {
  for (const IndexKind kind : kKinds)
    for (const Metric metric : kMetrics) {
      Table table = make(indexed_rows(3000, 0, 1));
      index({.metric = metric, .kind = kind, .name = "i", .replace = true});
      for (const auto& [name, change] : all_changes()) {
        SCOPED_TRACE(std::string(index_kind_name(kind)) + ", " + std::string(metric_name(metric)) + ", " + name);
        change(table);
        expect_exact(table, SearchPlan::kExact, metric);
        VectorQuery query = query_of(table, 5, metric);
        query.plan = SearchPlan::kExact;
        const auto plan = table.explain(query);
        ASSERT_TRUE(plan) << plan.error().message();
        EXPECT_EQ(plan->method, SearchMethod::kCodes);
        EXPECT_EQ(plan->index, "i");
      }
      std::filesystem::remove_all(where_);
    }
}

TEST_F(Indexes, AGraphFindsNearlyAllWhateverHappens) {
  for (const Metric metric : kMetrics) {
    Table table = make(indexed_rows(3000, 0, 1));
    index({.metric = metric, .name = "i"});
    for (const auto& [name, change] : all_changes()) {
      SCOPED_TRACE(std::string(metric_name(metric)) + ", " + name);
      change(table);
      double recall = 0;
      std::size_t searches = 0;
      for (std::size_t row = 0; row < table.row_count(); row += 101)
        for (const std::string where : {"", "part < 50", "part = 9"}) {
          VectorQuery query = query_of(table, row, metric);
          query.plan = SearchPlan::kIndex;
          query.where = where;
          const auto hits = table.search(query);
          ASSERT_TRUE(hits) << hits.error().message();
          recall += recall_of(table, query, *hits);
          ++searches;
        }
      EXPECT_GE(recall / static_cast<double>(searches), 0.97);
    }
    std::filesystem::remove_all(where_);
  }
}

TEST_F(Indexes, AFilteredSearchGivesAsManyRowsAsThereAre) {
  const Table made = make(indexed_rows(5000, 0, 4));
  index({});
  const Table table = reopened();
  for (const std::string where : {"part = 3", "part < 20", "id < 3", "id = 17", "id >= 4990", "part = 200"})
    for (const std::size_t k : {1U, 10U, 60U}) {
      VectorQuery query = query_of(table, 42);
      query.plan = SearchPlan::kIndex;
      query.where = where;
      query.k = k;
      query.beam = 1;
      const auto hits = table.search(query);
      ASSERT_TRUE(hits) << hits.error().message();
      EXPECT_EQ(hits->size(), nearest(table, query).size()) << where << ", k " << k;
    }
}

TEST_F(Indexes, ServeEveryVersionThatHasTheirFragments) {
  Table table = make(indexed_rows(2000, 0, 1));
  ASSERT_TRUE(table.append(indexed_rows(900, 2000, 2)));
  ASSERT_TRUE(table.delete_rows("id < 1000"));
  index({.kind = IndexKind::kCodes});
  for (const std::uint64_t version : {1U, 2U, 3U}) {
    SCOPED_TRACE(version);
    const Table former = reopened(version);
    expect_exact(former, SearchPlan::kIndex, Metric::kCosine);
    const auto infos = list_indexes(where_, version);
    ASSERT_TRUE(infos);
    EXPECT_EQ(infos->front().rows_covered, former.row_count());
    EXPECT_EQ(infos->front().rows_dead, 2900 - former.row_count());
    EXPECT_EQ(infos->front().state, IndexState::kCurrent);
  }
}

TEST_F(Indexes, UpdateAddsWhatIsNew) {
  for (const IndexKind kind : kKinds) {
    Table table = make(indexed_rows(2000, 0, 1));
    const IndexInfo made = index({.kind = kind, .name = "i"});
    EXPECT_EQ(made.rows_covered, 2000U);
    EXPECT_EQ(made.state, IndexState::kCurrent);
    ASSERT_TRUE(table.append(indexed_rows(500, 2000, 2)));
    ASSERT_TRUE(table.delete_rows("part = 1"));
    const IndexInfo behind = only_index();
    EXPECT_EQ(behind.state, IndexState::kBehind);
    EXPECT_EQ(behind.rows_covered, 1980U);
    EXPECT_EQ(behind.rows_to_add, 495U);
    EXPECT_EQ(behind.rows_dead, 20U);
    EXPECT_THAT(table.explain(query_of(table, 0))->notes, Contains(HasSubstr("does not know 495")));

    const auto updated = update_index(where_, "i");
    ASSERT_TRUE(updated) << updated.error().message();
    EXPECT_EQ(updated->state, IndexState::kCurrent);
    EXPECT_EQ(updated->rows_covered, 2475U);
    EXPECT_EQ(updated->table_version, 3U);
    EXPECT_THAT(index_files(), SizeIs(2));
    const Table again = reopened();
    expect_exact(again, SearchPlan::kExact, Metric::kCosine);
    EXPECT_THAT(again.explain(query_of(again, 0))->notes, IsEmpty());
    VectorQuery query = query_of(again, 2100);
    query.plan = SearchPlan::kIndex;
    EXPECT_GE(recall_of(again, query, *again.search(query)), 0.9);

    const auto files = index_files();
    ASSERT_TRUE(update_index(where_, "i"));
    EXPECT_EQ(index_files(), files) << "it was current";
    std::filesystem::remove_all(where_);
  }
}

TEST_F(Indexes, UpdateOfAnIndexWhoseFragmentsAreGone) {
  Table table = make(indexed_rows(2000, 0, 1));
  ASSERT_TRUE(table.append(indexed_rows(100, 2000, 2)));
  ASSERT_TRUE(table.append(indexed_rows(900, 2100, 3)));
  index({.kind = IndexKind::kGraph, .name = "i"});
  ASSERT_TRUE(table.delete_rows("id >= 2000 AND id < 2100"));
  ASSERT_TRUE(table.append(indexed_rows(50, 5000, 4)));
  expect_exact(table, SearchPlan::kExact, Metric::kCosine);
  ASSERT_TRUE(update_index(where_, "i"));
  EXPECT_EQ(only_index().state, IndexState::kCurrent);
  expect_exact(reopened(), SearchPlan::kExact, Metric::kCosine);
  ASSERT_TRUE(table.delete_rows("id < 2000"));
  ASSERT_TRUE(update_index(where_, "i"));
  EXPECT_EQ(only_index().rows, 950U) << "most of its rows are gone: it is made anew";
  expect_exact(reopened(), SearchPlan::kExact, Metric::kCosine);
}

TEST_F(Indexes, AreStaleAfterAnOverwriteAndACompaction) {
  Table table = make(indexed_rows(1000, 0, 1));
  ASSERT_TRUE(table.append(indexed_rows(1000, 1000, 2)));
  index({.kind = IndexKind::kCodes, .name = "i"});
  ASSERT_TRUE(compact(where_));
  for (const bool overwritten : {false, true}) {
    if (overwritten) make(indexed_rows(1500, 7, 5));
    EXPECT_EQ(only_index().state, IndexState::kStale);
    EXPECT_THAT(only_index().note, HasSubstr("none of the fragments"));
    const Table now = reopened();
    expect_exact(now, SearchPlan::kAuto, Metric::kCosine);
    EXPECT_EQ(now.explain(query_of(now, 0))->method, SearchMethod::kScan);
    EXPECT_THAT(now.explain(query_of(now, 0))->notes, Contains(HasSubstr("'i' is not asked")));
    VectorQuery query = query_of(now, 0);
    query.plan = SearchPlan::kIndex;
    const auto refused = now.search(query);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(refused.error().message(), HasSubstr("'i' is not asked"));
    ASSERT_TRUE(update_index(where_, "i"));
    EXPECT_EQ(only_index().state, IndexState::kCurrent);
    expect_exact(reopened(), SearchPlan::kIndex, Metric::kCosine);
  }
}

TEST_F(Indexes, OfManySmallFragments) {
  Table table = make(indexed_rows(2, 0, 1));
  for (std::size_t i = 1; i < 30; ++i) ASSERT_TRUE(table.append(indexed_rows(2, 2 * i, i + 1)));
  index({.kind = IndexKind::kCodes});
  for (std::size_t i = 30; i < 40; ++i) ASSERT_TRUE(table.append(indexed_rows(2, 2 * i, i + 1)));
  ASSERT_TRUE(table.append(indexed_rows(6000, 1000, 99)));
  ASSERT_TRUE(table.append(indexed_rows(1, 9000, 100)));
  ASSERT_TRUE(table.delete_rows("id = 6 OR id = 7 OR id = 70 OR id = 1001"));
  expect_exact(table, SearchPlan::kIndex, Metric::kCosine);
  ASSERT_TRUE(update_index(where_, "vector_cosine"));
  expect_exact(reopened(), SearchPlan::kIndex, Metric::kCosine);
  expect_exact(reopened(), SearchPlan::kExact, Metric::kL2);
}

TEST_F(Indexes, OfOddRows) {
  std::vector<Column> columns = indexed_rows(600, 0, 1);
  std::vector<float> values(columns[2].floats.span().begin(), columns[2].floats.span().end());
  std::vector<std::uint8_t> validity((600 + 7) / 8, 0xFF);
  for (std::size_t row = 0; row < 600; row += 5)
    validity[row / 8] = static_cast<std::uint8_t>(validity[row / 8] & ~(1U << row % 8));
  for (std::size_t row = 1; row < 600; row += 5)
    std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(row * kIndexedDimension), kIndexedDimension, 0.0F);
  for (std::size_t row = 2; row < 600; row += 10) values[row * kIndexedDimension] = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t row = 7; row < 600; row += 10) values[row * kIndexedDimension] = std::numeric_limits<float>::infinity();
  columns[2].floats = Buffer<float>(std::move(values));
  columns[2].validity = Buffer<std::uint8_t>(std::move(validity));
  for (const Metric metric : kMetrics)
    for (const IndexKind kind : kKinds) {
      SCOPED_TRACE(std::string(metric_name(metric)) + " " + std::string(index_kind_name(kind)));
      make(columns);
      const IndexInfo made = index({.metric = metric, .kind = kind, .name = "i", .replace = true});
      EXPECT_EQ(made.rows, 600U);
      EXPECT_EQ(made.rows_covered, 480U);
      const Table table = reopened();
      for (const SearchPlan plan : {SearchPlan::kExact, SearchPlan::kIndex}) {
        VectorQuery query = query_of(table, 3, metric);
        query.plan = plan;
        query.k = 600;
        expect_equal(*table.search(query), nearest(table, query));
      }
    }
}

TEST_F(Indexes, OfNoRows) {
  for (const IndexKind kind : kKinds) {
    Table table = make(indexed_rows(0, 0, 1));
    index({.kind = kind, .name = "i", .replace = true});
    EXPECT_EQ(only_index().state, IndexState::kCurrent);
    VectorQuery query;
    query.vector.assign(kIndexedDimension, 1.0F);
    EXPECT_THAT(*reopened().search(query), IsEmpty());
    ASSERT_TRUE(table.append(indexed_rows(300, 0, 2)));
    expect_exact(reopened(), SearchPlan::kIndex, Metric::kCosine);
    ASSERT_TRUE(update_index(where_, "i"));
    expect_exact(reopened(), SearchPlan::kExact, Metric::kCosine);
    EXPECT_EQ(only_index().rows_covered, 300U);
  }
}

TEST_F(Indexes, TheBestOfSeveralIsAsked) {
  const Table made = make(indexed_rows(4000, 0, 1));
  index({.kind = IndexKind::kCodes, .name = "codes"});
  index({.metric = Metric::kL2, .name = "other"});
  index({.name = "graph"});
  const Table table = reopened();
  VectorQuery query = query_of(table, 1);
  query.plan = SearchPlan::kIndex;
  EXPECT_EQ(table.explain(query)->index, "graph");
  query.metric = Metric::kL2;
  EXPECT_EQ(table.explain(query)->index, "other");
  query.metric = Metric::kDot;
  EXPECT_EQ(table.explain(query).error().code, ErrorCode::kInvalidArgument);
  query.plan = SearchPlan::kAuto;
  EXPECT_EQ(table.explain(query)->method, SearchMethod::kScan);
  EXPECT_THAT(table.explain(query)->reason, HasSubstr("no index"));
}

TEST_F(Indexes, AreMadeListedAndDropped) {
  make(indexed_rows(100, 0, 1));
  EXPECT_THAT(*list_indexes(where_), IsEmpty());
  const IndexInfo made = index({.kind = IndexKind::kCodes});
  EXPECT_EQ(made.name, "vector_cosine");
  EXPECT_EQ(made.column, "vector");
  EXPECT_EQ(made.rows, 100U);
  EXPECT_GT(made.bytes, 100 * kIndexedDimension);
  EXPECT_EQ(made.table_version, 1U);
  EXPECT_GT(made.created_ns, 0);
  EXPECT_EQ(create_index(where_, {}).error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(only_index().kind, IndexKind::kCodes);
  index({.replace = true});
  EXPECT_EQ(only_index().kind, IndexKind::kGraph);
  EXPECT_EQ(only_index().neighbours, 32U);
  EXPECT_THAT(index_files(), SizeIs(2));
  EXPECT_EQ(drop_index(where_, "other").error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(drop_index(where_, "../vector_cosine").error().code, ErrorCode::kFileNotFound);
  ASSERT_TRUE(drop_index(where_, "vector_cosine"));
  EXPECT_THAT(index_files(), IsEmpty());
  EXPECT_THAT(*list_indexes(where_), IsEmpty());
  EXPECT_EQ(update_index(where_, "vector_cosine").error().code, ErrorCode::kFileNotFound);
}

TEST_F(Indexes, BadQuestionsAreRefused) {
  make(indexed_rows(50, 0, 1));
  EXPECT_EQ(create_index(where_, {.column = "none"}).error().code, ErrorCode::kFilterType);
  EXPECT_EQ(create_index(where_, {.column = "id"}).error().code, ErrorCode::kFilterType);
  EXPECT_EQ(create_index(where_, {.name = "a/b"}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(create_index(where_, {.name = ".."}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(create_index(where_, {.neighbours = 0}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(create_index(where_, {.build_beam = 0}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(create_index(directory_.path() / "none.lance", {}).error().code, ErrorCode::kFileNotFound);
  EXPECT_FALSE(std::filesystem::exists(where_ / "_kinora"));
  index({});
  const Table table = reopened();
  VectorQuery query = query_of(table, 0);
  query.vector.pop_back();
  EXPECT_EQ(table.explain(query).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(table.search(query).error().code, ErrorCode::kInvalidArgument);
  query = query_of(table, 0);
  query.where = "nonsense =";
  EXPECT_EQ(table.explain(query).error().code, ErrorCode::kFilterSyntax);
}

TEST_F(Indexes, ManySearchAtOnce) {
  Table table = make(indexed_rows(3000, 0, 1));
  index({});
  ASSERT_TRUE(table.append(indexed_rows(200, 3000, 2)));
  std::vector<std::thread> threads;
  std::vector<std::vector<SearchHit>> found(4);
  for (std::size_t i = 0; i < found.size(); ++i)
    threads.emplace_back([&, i] {
      for (std::size_t row = 0; row < 200; ++row) {
        VectorQuery query = query_of(table, row);
        query.plan = row % 2 == 0 ? SearchPlan::kIndex : SearchPlan::kExact;
        const auto hits = table.search(query);
        found[i].insert(found[i].end(), hits->begin(), hits->end());
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& hits : found) expect_equal(hits, found.front());
}

TEST_F(Indexes, AreFoundWhileTheyAreReplaced) {
  make(indexed_rows(400, 0, 1));
  index({.kind = IndexKind::kCodes, .name = "i"});
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 30; ++i) EXPECT_TRUE(create_index(where_, {.kind = IndexKind::kCodes, .name = "i", .replace = true}));
    done = true;
  });
  while (!done) {
    const Table table = reopened();
    VectorQuery query = query_of(table, 3);
    query.plan = SearchPlan::kIndex;
    const auto hits = table.search(query);
    EXPECT_TRUE(hits) << hits.error().message();
  }
  writer.join();
}

}  // namespace
}  // namespace kinora
