#include "store/index_fixture.hpp"
#include "store/lancedb.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// An index of Kinora's on a table that the real LanceDB changes.
namespace kinora {
namespace {

using kinora::testing::run_script;
using IndexBesideLanceDb = Indexes;

TEST_F(IndexBesideLanceDb, StaysRightWhateverLanceDbDoes) {
  SKIP_WITHOUT_LANCEDB();
  make(indexed_rows(3000, 0, 1));
  index({.name = "i"});
  ASSERT_EQ(run_script("own_index.mjs", directory_.path(), "change"), 0);
  EXPECT_EQ(only_index().state, IndexState::kBehind);
  EXPECT_EQ(only_index().rows_to_add, 40U);
  EXPECT_EQ(only_index().rows_covered, 2979U);
  const Table changed = reopened();
  EXPECT_EQ(changed.explain(query_of(changed, 0))->index, "i");
  expect_exact(changed, SearchPlan::kExact, Metric::kCosine);
  VectorQuery query = query_of(changed, changed.row_count() - 1);
  query.plan = SearchPlan::kIndex;
  EXPECT_EQ(changed.search(query)->front().id, nearest(changed, query).front().id);

  ASSERT_EQ(run_script("own_index.mjs", directory_.path(), "optimize"), 0);
  EXPECT_EQ(only_index().state, IndexState::kStale);
  expect_exact(reopened(), SearchPlan::kAuto, Metric::kCosine);
  ASSERT_TRUE(update_index(where_, "i"));
  EXPECT_EQ(only_index().state, IndexState::kCurrent);
  expect_exact(reopened(), SearchPlan::kExact, Metric::kCosine);
}

}  // namespace
}  // namespace kinora
