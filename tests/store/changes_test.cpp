#include "store/changes_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <thread>

namespace kinora {
namespace {

using kinora::testing::sample_columns;
using ::testing::HasSubstr;

using Append = Changes;

TEST_F(Append, AddsRowsBehindThoseThere) {
  std::vector<Column> all = sample_columns(20, 1, 4);
  Table table = make(all);
  for (std::size_t part = 1; part <= 3; ++part) {
    const auto more = sample_columns(40 * part, part, 4);
    const auto commit = table.append(more);
    ASSERT_TRUE(commit) << commit.error().message();
    EXPECT_EQ(*commit, (Commit{.version = part + 1, .rows_inserted = 40 * part}));
    all = joined(all, more);
    expect_rows(table, all);
  }
  EXPECT_EQ(table.versions()->back().operation, "append");
}

TEST_F(Append, MatchesColumnsByNameAndLeavesTheOthersNull) {
  Table table = make(sample_columns(10, 1, 4));
  auto more = sample_columns(5, 2, 4);
  std::vector<Column> given = {more[4], more[0], more[6]};
  ASSERT_TRUE(table.append(given));
  for (std::size_t i = 0; i < more.size(); ++i)
    if (i != 0 && i != 4 && i != 6) more[i] = null_column(more[i].field, 5);
  expect_rows(table, joined(sample_columns(10, 1, 4), more));
}

TEST_F(Append, OfNoRowsMakesNoVersion) {
  Table table = make(sample_columns(10, 1, 4));
  const auto commit = table.append(sample_columns(0, 1, 4));
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, Commit{.version = 1});
  EXPECT_EQ(table.versions()->size(), 1U);
}

TEST_F(Append, FollowsWhatOthersCommitted) {
  Table first = make(sample_columns(10, 1, 4));
  auto second = Table::open(where_);
  ASSERT_TRUE(second);
  ASSERT_TRUE(second->append(sample_columns(5, 2, 4)));
  ASSERT_TRUE(first.append(sample_columns(6, 3, 4)));
  EXPECT_EQ(second->version(), 2U);
  EXPECT_EQ(second->row_count(), 15U);
  expect_rows(first, joined(joined(sample_columns(10, 1, 4), sample_columns(5, 2, 4)), sample_columns(6, 3, 4)));
}

TEST_F(Append, RefusesColumnsThatDoNotFitAndWritesNothing) {
  auto columns = sample_columns(10, 1, 4);
  columns[1].field.nullable = false;
  columns[1].validity = {};
  Table table = make(columns);
  const auto expect_refused = [&](const std::vector<Column>& given, const std::string& reason) {
    const auto commit = table.append(given);
    ASSERT_FALSE(commit) << reason;
    EXPECT_EQ(commit.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(commit.error().message(), HasSubstr(reason));
    EXPECT_EQ(table.version(), 1U);
    EXPECT_EQ(table.versions()->size(), 1U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(where_ / "data"), {}), 1);
  };
  expect_refused({}, "at least one column");
  expect_refused({columns[0]}, "column 'text': the table's column may not be null, and is missing");
  auto more = sample_columns(5, 2, 4);
  EXPECT_FALSE(more[1].validity.empty());
  expect_refused(more, "may not be null, and a value is");
  more[1] = columns[1];
  expect_refused({columns[1], make_int64_column("none", std::vector<std::int64_t>(10))}, "no such column");
  expect_refused({columns[1], make_int64_column("year", std::vector<std::int64_t>(10))}, "of another type");
  expect_refused({columns[1], sample_columns(10, 1, 5)[8]}, "not as long");
}

TEST_F(Append, OfManyThreadsLosesNoRow) {
  make(sample_columns(10, 1, 4));
  constexpr std::size_t kWriters = 4;
  constexpr std::size_t kEach = 10;
  std::vector<std::thread> threads;
  for (std::size_t writer = 0; writer < kWriters; ++writer)
    threads.emplace_back([&, writer] {
      auto table = Table::open(where_);
      ASSERT_TRUE(table);
      for (std::size_t i = 0; i < kEach; ++i) {
        const auto commit = table->append(std::vector{make_int64_column("id", {static_cast<std::int64_t>(1000 * writer + i)})});
        EXPECT_TRUE(commit) << commit.error().message();
      }
    });
  for (std::thread& thread : threads) thread.join();
  const auto table = Table::open(where_);
  EXPECT_EQ(table->version(), 1 + kWriters * kEach);
  EXPECT_EQ(table->row_count(), 10 + kWriters * kEach);
  std::set<std::int64_t> ids;
  const Column column = *table->column("id");
  for (std::size_t row = 10; row < column.rows; ++row) ids.insert(column.int64s[row]);
  EXPECT_EQ(ids.size(), kWriters * kEach);
}

using Checkout = Changes;

TEST_F(Checkout, ShowsAVersionAndRefusesToChangeIt) {
  Table table = make(sample_columns(10, 1, 4));
  ASSERT_TRUE(table.append(sample_columns(5, 2, 4)));
  EXPECT_FALSE(table.pinned());
  ASSERT_TRUE(table.checkout(1));
  EXPECT_TRUE(table.pinned());
  EXPECT_EQ(table.row_count(), 10U);
  const auto refused = table.append(sample_columns(5, 2, 4));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refused.error().message(), HasSubstr("checkout_latest"));
  EXPECT_EQ(table.checkout(9).error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(table.version(), 1U);
  ASSERT_TRUE(table.checkout_latest());
  EXPECT_FALSE(table.pinned());
  EXPECT_TRUE(table.append(sample_columns(5, 2, 4)));
  EXPECT_TRUE(Table::open(where_, 1)->pinned());
}

}  // namespace
}  // namespace kinora
