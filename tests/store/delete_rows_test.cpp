#include "store/changes_fixture.hpp"

#include <gtest/gtest.h>
#include <functional>
#include <thread>

namespace kinora {
namespace {

using kinora::testing::sample_columns;

/// Rows as the samples have them whose id passes; the ids are 1, 8, 15, ...
std::vector<Column> rows_where(const std::vector<Column>& columns, const std::function<bool(std::int64_t)>& passes) {
  std::vector<std::uint64_t> rows;
  for (std::size_t row = 0; row < columns[0].rows; ++row)
    if (passes(columns[0].int64s[row])) rows.push_back(row);
  std::vector<Column> kept;
  for (const Column& column : columns) kept.push_back(gather_rows(column, rows));
  return kept;
}

using DeleteRows = Changes;

TEST_F(DeleteRows, TakesThemOutOfEveryFragmentAgainAndAgain) {
  Table table = make(sample_columns(50, 1, 4));
  ASSERT_TRUE(table.append(sample_columns(30, 2, 4)));
  const auto all = joined(sample_columns(50, 1, 4), sample_columns(30, 2, 4));

  const auto commit = table.delete_rows("id < 71");
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, (Commit{.version = 3, .rows_deleted = 20}));
  expect_rows(table, rows_where(all, [](std::int64_t id) { return id >= 71; }));

  const auto more = table.delete_rows("id < 100 OR id > 340");
  ASSERT_TRUE(more) << more.error().message();
  EXPECT_EQ(*more, (Commit{.version = 4, .rows_deleted = 11}));
  expect_rows(table, rows_where(all, [](std::int64_t id) { return id >= 100 && id <= 340; }));
  EXPECT_EQ(table.versions()->back().operation, "delete");
  EXPECT_EQ(Table::open(where_, 2)->row_count(), 80U);
  EXPECT_EQ(Table::open(where_, 3)->row_count(), 60U);
}

TEST_F(DeleteRows, DropsAFragmentThatHasNoneLeft) {
  Table table = make(sample_columns(10, 1, 4));
  const auto behind = sample_columns(30, 2, 4);
  ASSERT_TRUE(table.append(behind));
  ASSERT_TRUE(table.delete_rows("id <= 64"));
  expect_rows(table, rows_where(behind, [](std::int64_t id) { return id > 64; }));
  ASSERT_TRUE(table.delete_rows("true"));
  EXPECT_EQ(table.row_count(), 0U);
  expect_rows(table, sample_columns(0, 1, 4));
  ASSERT_TRUE(table.append(behind));
  expect_rows(table, behind);
}

TEST_F(DeleteRows, OfNothingMakesNoVersion) {
  Table table = make(sample_columns(10, 1, 4));
  ASSERT_TRUE(table.delete_rows("id = 1"));
  for (const char* where : {"id = -5", "id = 1", "id IN (1, NULL)"}) {
    const auto commit = table.delete_rows(where);
    ASSERT_TRUE(commit) << commit.error().message();
    EXPECT_EQ(*commit, Commit{.version = 2}) << where;
  }
  EXPECT_EQ(table.versions()->size(), 2U);
}

TEST_F(DeleteRows, AsksTheNewestRows) {
  Table table = make(sample_columns(10, 1, 4));
  auto other = Table::open(where_);
  ASSERT_TRUE(other->append(sample_columns(40, 2, 4)));
  const auto commit = table.delete_rows("id > 60");
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(commit->rows_deleted, 1U + 31U);
  EXPECT_EQ(table.version(), 3U);
  EXPECT_EQ(table.row_count(), 18U);
}

TEST_F(DeleteRows, RefusesConditionsThatAreNone) {
  Table table = make(sample_columns(10, 1, 4));
  for (const char* where : {"", " \n"}) {
    const auto commit = table.delete_rows(where);
    ASSERT_FALSE(commit) << "'" << where << "'";
    EXPECT_EQ(commit.error().code, ErrorCode::kInvalidArgument);
  }
  for (const char* where : {"-- all", "id <", "none = 1", "text = 1"}) {
    const auto commit = table.delete_rows(where);
    ASSERT_FALSE(commit) << where;
    EXPECT_TRUE(commit.error().code == ErrorCode::kFilterSyntax || commit.error().code == ErrorCode::kFilterType) << where;
  }
  ASSERT_TRUE(table.checkout(1));
  EXPECT_EQ(table.delete_rows("true").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(table.versions()->size(), 1U);
  EXPECT_FALSE(std::filesystem::exists(where_ / "_deletions"));
}

TEST_F(DeleteRows, OfManyThreadsDeletesEachRowOnce) {
  make(sample_columns(200, 1, 4));
  std::vector<std::uint64_t> deleted(3);
  std::vector<std::thread> threads;
  for (std::size_t writer = 0; writer < deleted.size(); ++writer)
    threads.emplace_back([&, writer] {
      auto table = Table::open(where_);
      ASSERT_TRUE(table);
      for (std::size_t part = 1; part <= 8; ++part) {
        const auto commit = table->delete_rows("id < " + std::to_string(part * 140));
        ASSERT_TRUE(commit) << commit.error().message();
        deleted[writer] += commit->rows_deleted;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(deleted[0] + deleted[1] + deleted[2], 160U);
  EXPECT_EQ(Table::open(where_)->row_count(), 40U);
}

}  // namespace
}  // namespace kinora
