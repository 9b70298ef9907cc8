#include "store/changes_fixture.hpp"

#include "kinora/store/compact.hpp"
#include "kinora/store/verify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kinora {
namespace {

using kinora::testing::sample_columns;
using ::testing::HasSubstr;

std::vector<Column> renamed(std::vector<Column> columns) {
  for (Column& column : columns) column.field.name = "new " + column.field.name;
  return columns;
}

std::vector<Column> side_by_side(std::vector<Column> a, const std::vector<Column>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

class ColumnChanges : public Changes {
 protected:
  void expect_sound() {
    const auto report = verify(where_, {.version = {}, .all_versions = true});
    ASSERT_TRUE(report) << report.error().message();
    for (const Finding& finding : report->findings) ADD_FAILURE() << finding.where << ": " << finding.what;
  }

  void expect_refused(const Result<Commit>& commit, ErrorCode code, const std::string& reason) {
    ASSERT_FALSE(commit) << reason;
    EXPECT_EQ(commit.error().code, code);
    EXPECT_THAT(commit.error().message(), HasSubstr(reason));
  }
};

using AddColumns = ColumnChanges;

TEST_F(AddColumns, GivesEveryRowItsValue) {
  Table table = make(sample_columns(50, 1, 4));
  ASSERT_TRUE(table.append(sample_columns(30, 2, 4)));
  const auto commit = table.add_columns(renamed(sample_columns(80, 3, 6)));
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, Commit{.version = 3});
  EXPECT_EQ(table.versions()->back().operation, "merge");
  expect_rows(table, side_by_side(joined(sample_columns(50, 1, 4), sample_columns(30, 2, 4)), renamed(sample_columns(80, 3, 6))));
  EXPECT_EQ(Table::open(where_, 2)->schema().fields.size(), 9U);
  expect_sound();
}

TEST_F(AddColumns, PassesOverDeadRows) {
  Table table = make(sample_columns(50, 1, 4));
  ASSERT_TRUE(table.append(sample_columns(30, 2, 4)));
  ASSERT_TRUE(table.delete_rows("id < 50 OR id > 150"));
  const std::size_t rows = table.row_count();
  auto before = testing::all_columns(table);
  auto added = renamed(testing::sample_columns_without_nulls(rows, 3, 6));
  for (std::size_t i = 0; i < added.size(); i += 2) added[i].field.nullable = false;
  ASSERT_TRUE(table.add_columns(added));
  expect_rows(table, side_by_side(before, added));
  ASSERT_TRUE(compact(where_, {.target_rows = 1000, .dead_share = 0}));
  ASSERT_TRUE(table.checkout_latest());
  expect_rows(table, side_by_side(before, added));
  expect_sound();
}

TEST_F(AddColumns, OfAnEmptyTableIsThere) {
  Table table = make(sample_columns(0, 1, 4));
  ASSERT_TRUE(table.add_columns(renamed(sample_columns(0, 1, 4))));
  EXPECT_EQ(table.schema().fields.size(), 18U);
  ASSERT_TRUE(table.append(side_by_side(sample_columns(5, 1, 4), renamed(sample_columns(5, 2, 4)))));
  expect_rows(table, side_by_side(sample_columns(5, 1, 4), renamed(sample_columns(5, 2, 4))));
}

TEST_F(AddColumns, CanBeSearchedFilteredAndChanged) {
  Table table = make(sample_columns(50, 1, 4));
  ASSERT_TRUE(table.add_columns(renamed(sample_columns(50, 3, 6))));
  EXPECT_EQ(table.search({.vector_column = "new vector", .vector = std::vector<float>(6, 1.0F), .k = 5})->size(), 5U);
  ASSERT_TRUE(table.update("`new id` < 50", std::vector<Assignment>{{"new year", "`new id` + 1"}}));
  ASSERT_TRUE(table.delete_rows("`new id` = 1"));
  EXPECT_EQ(table.row_count(), 49U);
  expect_sound();
}

TEST_F(AddColumns, LeavesRowsNullThatOthersAppended) {
  Table table = make(sample_columns(20, 1, 4));
  auto other = Table::open(where_);
  ASSERT_TRUE(other->append(sample_columns(10, 2, 4)));
  const auto added = renamed(sample_columns(20, 3, 4));
  const auto commit = table.add_columns(added);
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(commit->version, 3U);
  std::vector<Column> nulls;
  for (const Column& column : added) nulls.push_back(null_column(column.field, 10));
  expect_rows(table, side_by_side(joined(sample_columns(20, 1, 4), sample_columns(10, 2, 4)), joined(added, nulls)));
}

TEST_F(AddColumns, OfRowsThatOthersChangedIsAConflict) {
  for (const int change : {0, 1, 2, 3, 4}) {
    where_ = directory_.path() / (std::to_string(change) + ".lance");
    Table table = make(sample_columns(20, 1, 4));
    auto other = Table::open(where_);
    auto added = renamed(testing::sample_columns_without_nulls(20, 3, 4));
    switch (change) {
      case 0:
        ASSERT_TRUE(other->delete_rows("id = 8"));
        break;
      case 1:
        ASSERT_TRUE(other->update("id = 8", std::vector<Assignment>{{"year", "1"}}));
        break;
      case 2:
        ASSERT_TRUE(Table::overwrite(where_, sample_columns(20, 1, 4)));
        break;
      case 3:
        ASSERT_TRUE(other->append(sample_columns(1, 1, 4)));
        ASSERT_TRUE(compact(where_));
        break;
      default:
        ASSERT_TRUE(other->append(sample_columns(1, 1, 4)));
        added[0].field.nullable = false;
        break;
    }
    const auto files = std::distance(std::filesystem::directory_iterator(where_ / "data"), {});
    expect_refused(table.add_columns(added), ErrorCode::kCommitConflict, "has changed rows of version 1");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(where_ / "data"), {}), files);
    EXPECT_EQ(table.version(), 1U);
    ASSERT_TRUE(table.checkout_latest());
    EXPECT_TRUE(table.add_columns(renamed(testing::sample_columns_without_nulls(table.row_count(), 3, 4)))) << change;
  }
}

TEST_F(AddColumns, RefusesWhatDoesNotFit) {
  Table table = make(sample_columns(20, 1, 4));
  const auto code = ErrorCode::kInvalidArgument;
  expect_refused(table.add_columns({}), code, "at least one column");
  expect_refused(table.add_columns(sample_columns(20, 2, 4)), code, "the table has a column 'id' already");
  expect_refused(table.add_columns(renamed(sample_columns(19, 2, 4))), code, "expected 20, of version 1, found 19");
  auto nulls = renamed(sample_columns(20, 2, 4));
  nulls[2].field.nullable = false;
  expect_refused(table.add_columns(nulls), code, "the column may not be null, and a value is");
  EXPECT_EQ(table.versions()->size(), 1U);
}

using DropColumns = ColumnChanges;

TEST_F(DropColumns, TakesThemOutOfTheSchema) {
  auto columns = joined(sample_columns(50, 1, 4), sample_columns(30, 2, 4));
  Table table = make(sample_columns(50, 1, 4));
  ASSERT_TRUE(table.append(sample_columns(30, 2, 4)));
  const auto commit = table.drop_columns(std::vector<std::string>{"tags", "text", "tags"});
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, Commit{.version = 3});
  EXPECT_EQ(table.versions()->back().operation, "project");
  columns.erase(columns.begin() + 6);
  columns.erase(columns.begin() + 1);
  expect_rows(table, columns);
  EXPECT_EQ(Table::open(where_, 2)->schema().fields.size(), 9U);
  expect_sound();
  ASSERT_TRUE(compact(where_));
  ASSERT_TRUE(table.checkout_latest());
  expect_rows(table, columns);
  expect_sound();
}

TEST_F(DropColumns, LeavesNothingOfThemToColumnsOfTheSameName) {
  Table table = make(sample_columns(20, 1, 4));
  ASSERT_TRUE(table.add_columns(renamed(sample_columns(20, 2, 4))));
  const std::vector<std::string> vector = {"new vector", "new tags"};
  ASSERT_TRUE(table.drop_columns(vector));
  auto again = renamed(sample_columns(20, 3, 8));
  const std::vector<Column> added = {again[8], again[6]};
  ASSERT_TRUE(table.add_columns(added));
  auto expected = side_by_side(sample_columns(20, 1, 4), renamed(sample_columns(20, 2, 4)));
  expected.erase(expected.begin() + 17);
  expected.erase(expected.begin() + 15);
  expect_rows(table, side_by_side(expected, added));
  expect_sound();
  ASSERT_TRUE(table.restore(2));
  expect_rows(table, side_by_side(sample_columns(20, 1, 4), renamed(sample_columns(20, 2, 4))));
}

TEST_F(DropColumns, OfAllThatAFragmentHasLeavesItsRows) {
  Table table = make(sample_columns(20, 1, 4));
  auto more = sample_columns(5, 2, 4);
  ASSERT_TRUE(table.append(std::vector{more[2]}));
  ASSERT_TRUE(table.drop_columns(std::vector<std::string>{"year"}));
  EXPECT_EQ(table.row_count(), 25U);
  auto expected = sample_columns(20, 1, 4);
  for (std::size_t i = 0; i < more.size(); ++i) more[i] = null_column(more[i].field, 5);
  expected.erase(expected.begin() + 2);
  more.erase(more.begin() + 2);
  expect_rows(table, joined(expected, more));
  expect_sound();
}

TEST_F(DropColumns, RefusesWhatIsNotThereAndAll) {
  Table table = make(sample_columns(20, 1, 4));
  const auto code = ErrorCode::kInvalidArgument;
  expect_refused(table.drop_columns({}), code, "no column is named");
  expect_refused(table.drop_columns(std::vector<std::string>{"id", "none"}), code, "no column 'none' to drop");
  std::vector<std::string> all;
  for (const Field& field : table.schema().fields) all.push_back(field.name);
  expect_refused(table.drop_columns(all), code, "at least one column");
  EXPECT_EQ(table.versions()->size(), 1U);
}

}  // namespace
}  // namespace kinora
