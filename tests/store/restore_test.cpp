#include "store/changes_fixture.hpp"

#include <gtest/gtest.h>

namespace kinora {
namespace {

using kinora::testing::sample_columns;

using Restore = Changes;

TEST_F(Restore, MakesAFormerVersionTheNewest) {
  const auto first = sample_columns(20, 1, 4);
  Table table = make(first);
  ASSERT_TRUE(table.append(sample_columns(10, 2, 4)));
  ASSERT_TRUE(table.delete_rows("id > 30"));
  const auto commit = table.restore(1);
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, Commit{.version = 4});
  expect_rows(table, first);
  EXPECT_EQ(table.versions()->back().operation, "restore");
  EXPECT_EQ(Table::open(where_, 2)->row_count(), 30U);

  ASSERT_TRUE(table.restore(2));
  expect_rows(table, joined(first, sample_columns(10, 2, 4)));
}

TEST_F(Restore, BringsDeletedRowsAndTheirDeletionBack) {
  Table table = make(sample_columns(20, 1, 4));
  ASSERT_TRUE(table.delete_rows("id > 30"));
  ASSERT_TRUE(table.restore(1));
  EXPECT_EQ(table.row_count(), 20U);
  ASSERT_TRUE(table.restore(2));
  EXPECT_EQ(table.row_count(), 5U);
  ASSERT_TRUE(table.delete_rows("id = 1"));
  EXPECT_EQ(table.row_count(), 4U);
}

TEST_F(Restore, BringsTheColumnsBackToo) {
  const auto first = sample_columns(20, 1, 4);
  Table table = make(first);
  ASSERT_TRUE(Table::overwrite(where_, std::vector{make_int64_column("other", {1, 2})}));
  ASSERT_TRUE(table.restore(1));
  expect_rows(table, first);
}

TEST_F(Restore, NeverGivesANumberOfAFragmentTwice) {
  const auto first = sample_columns(20, 1, 4);
  const auto more = sample_columns(10, 2, 4);
  Table table = make(first);
  ASSERT_TRUE(table.append(sample_columns(10, 3, 4)));
  ASSERT_TRUE(table.delete_rows("id = 8"));
  ASSERT_TRUE(table.restore(1));
  ASSERT_TRUE(table.append(more));
  ASSERT_TRUE(table.delete_rows("id = 15"));
  EXPECT_EQ(Table::open(where_, 3)->row_count(), 28U);
  EXPECT_EQ(table.row_count(), 28U);
  ASSERT_TRUE(table.restore(5));
  expect_rows(table, joined(first, more));
}

TEST_F(Restore, OfAPinnedHandleUnpinsIt) {
  Table table = make(sample_columns(20, 1, 4));
  ASSERT_TRUE(table.append(sample_columns(10, 2, 4)));
  ASSERT_TRUE(table.checkout(1));
  ASSERT_TRUE(table.restore(1));
  EXPECT_FALSE(table.pinned());
  EXPECT_EQ(table.version(), 3U);
  EXPECT_TRUE(table.delete_rows("id = 1"));
}

TEST_F(Restore, RefusesWhatIsNotThere) {
  Table table = make(sample_columns(20, 1, 4));
  for (const std::uint64_t version : {std::uint64_t{0}, std::uint64_t{2}, ~std::uint64_t{0}}) {
    const auto refused = table.restore(version);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kFileNotFound);
  }
  EXPECT_EQ(table.versions()->size(), 1U);
}

}  // namespace
}  // namespace kinora
