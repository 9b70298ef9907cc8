#include "store/changes_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::sample_columns;
using ::testing::HasSubstr;
using OptionalInt = std::optional<std::int32_t>;
using OptionalText = std::optional<std::string_view>;

std::vector<Column> films(const std::vector<std::int64_t>& ids, const std::vector<OptionalText>& titles,
                          const std::vector<OptionalInt>& years) {
  return {make_int64_column("id", ids), make_string_column("title", titles), make_int32_column("year", years)};
}

class MergeInsert : public Changes {
 protected:
  Table make_films() { return make(films({1, 2, 3, 4}, {"one", "two", {}, "four"}, {1991, 1992, 1993, {}})); }
};

TEST_F(MergeInsert, UpdatesAndInserts) {
  Table table = make_films();
  const auto commit = table.merge_insert("id", films({7, 4, 2}, {"seven", {}, "TWO"}, {2007, 2004, {}}));
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, (Commit{.version = 2, .rows_inserted = 1, .rows_updated = 2}));
  EXPECT_EQ(table.versions()->back().operation, "update");
  expect_rows(table, films({1, 3, 2, 4, 7}, {"one", {}, "TWO", {}, "seven"}, {1991, 1993, {}, 2004, 2007}));
}

TEST_F(MergeInsert, DoesWhatTheOptionsSay) {
  const auto given = films({7, 2}, {"seven", "TWO"}, {2007, {}});
  const auto merged = [&](const MergeOptions& options, const Commit& expected, const std::vector<Column>& rows) {
    Table table = make_films();
    const auto commit = table.merge_insert("id", given, options);
    ASSERT_TRUE(commit) << commit.error().message();
    EXPECT_EQ(commit->rows_inserted, expected.rows_inserted);
    EXPECT_EQ(commit->rows_updated, expected.rows_updated);
    EXPECT_EQ(commit->rows_deleted, expected.rows_deleted);
    expect_rows(table, rows);
  };
  merged({.update_matched = false}, {.rows_inserted = 1},
         films({1, 2, 3, 4, 7}, {"one", "two", {}, "four", "seven"}, {1991, 1992, 1993, {}, 2007}));
  merged({.insert_unmatched = false}, {.rows_updated = 1}, films({1, 3, 4, 2}, {"one", {}, "four", "TWO"}, {1991, 1993, {}, {}}));
  merged({.delete_unmatched = true}, {.rows_inserted = 1, .rows_updated = 1, .rows_deleted = 3},
         films({2, 7}, {"TWO", "seven"}, {{}, 2007}));
  merged({.update_matched = false, .insert_unmatched = false, .delete_unmatched = true}, {.rows_deleted = 3},
         films({2}, {"two"}, {1992}));
}

TEST_F(MergeInsert, LeavesColumnsThatAreNotGiven) {
  Table table = make_films();
  const std::vector<Column> given = {make_int32_column("year", std::vector<OptionalInt>{2002, 2009}),
                                     make_int64_column("id", {2, 9})};
  ASSERT_TRUE(table.merge_insert("id", given));
  expect_rows(table, films({1, 3, 4, 2, 9}, {"one", {}, "four", "two", {}}, {1991, 1993, {}, 2002, 2009}));
  const std::vector<Column> key = {make_int64_column("id", {5})};
  ASSERT_TRUE(table.merge_insert("id", key));
  EXPECT_EQ(table.row_count(), 6U);
}

TEST_F(MergeInsert, TakesKeysOfStringsAndInt32) {
  Table table = make_films();
  const auto by_title = table.merge_insert("title", films({10, 20}, {"two", "ten"}, {1, 2}));
  ASSERT_TRUE(by_title) << by_title.error().message();
  EXPECT_EQ(*by_title, (Commit{.version = 2, .rows_inserted = 1, .rows_updated = 1}));
  const auto by_year = table.merge_insert("year", films({30}, {"x"}, {1991}));
  ASSERT_TRUE(by_year) << by_year.error().message();
  EXPECT_EQ(*by_year, (Commit{.version = 3, .rows_updated = 1}));
  expect_rows(table, films({3, 4, 10, 20, 30}, {{}, "four", "two", "ten", "x"}, {1993, {}, 1, 2, 1991}));
}

TEST_F(MergeInsert, UpdatesAllRowsOfAKeyAndNoneWithout) {
  Table table = make(films({1, 2, 3, 4}, {"a", "b", "a", {}}, {1, 2, 3, 4}));
  const std::vector<Column> given = {make_string_column("title", std::vector<OptionalText>{"a"}),
                                     make_int32_column("year", std::vector<OptionalInt>{9})};
  const auto commit = table.merge_insert("title", given);
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, (Commit{.version = 2, .rows_updated = 2}));
  expect_rows(table, films({2, 4, 1, 3}, {"b", {}, "a", "a"}, {2, 4, 9, 9}));
}

TEST_F(MergeInsert, PassesOverDeadRows) {
  Table table = make_films();
  ASSERT_TRUE(table.delete_rows("id = 2"));
  const auto commit = table.merge_insert("id", films({2, 3}, {"TWO", "THREE"}, {{}, {}}));
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, (Commit{.version = 3, .rows_inserted = 1, .rows_updated = 1}));
  expect_rows(table, films({1, 4, 3, 2}, {"one", "four", "THREE", "TWO"}, {1991, {}, {}, {}}));
}

TEST_F(MergeInsert, OfAllTypesInSeveralFragments) {
  Table table = make(sample_columns(50, 1, 4));
  ASSERT_TRUE(table.append(std::vector{make_int64_column("id", {-1, -2})}));
  ASSERT_TRUE(table.merge_insert("id", sample_columns(60, 2, 4), {.delete_unmatched = true}));
  expect_rows(table, sample_columns(60, 2, 4));
  ASSERT_TRUE(table.merge_insert("id", sample_columns(60, 3, 4)));
  expect_rows(table, sample_columns(60, 3, 4));
}

TEST_F(MergeInsert, OfNothingMakesNoVersion) {
  Table table = make_films();
  for (const MergeOptions& options :
       {MergeOptions{.update_matched = false, .insert_unmatched = true},
        MergeOptions{.update_matched = false, .insert_unmatched = false, .delete_unmatched = true}}) {
    const auto commit = table.merge_insert("id", films({1, 2, 3, 4}, {{}, {}, {}, {}}, {{}, {}, {}, {}}), options);
    ASSERT_TRUE(commit) << commit.error().message();
    EXPECT_EQ(*commit, Commit{.version = 1});
  }
  EXPECT_EQ(*table.merge_insert("id", films({}, {}, {})), Commit{.version = 1});
  EXPECT_EQ(table.versions()->size(), 1U);
}

TEST_F(MergeInsert, RefusesRowsThatDoNotFit) {
  Table table = make_films();
  const auto expect_refused = [&](std::string_view key, const std::vector<Column>& given, const std::string& reason,
                                  const MergeOptions& options = {}) {
    const auto commit = table.merge_insert(key, given, options);
    ASSERT_FALSE(commit) << reason;
    EXPECT_EQ(commit.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(commit.error().message(), HasSubstr(reason));
    EXPECT_EQ(table.versions()->size(), 1U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(where_ / "data"), {}), 1);
  };
  const auto good = films({2}, {"x"}, {1});
  expect_refused("none", good, "no column 'none', which is the key");
  expect_refused("id", {}, "at least one column");
  expect_refused("id", films({2, 3, 2}, {"x", "y", "z"}, {1, 2, 3}), "the same key (found 2 in rows 0 and 2)");
  expect_refused("title", films({2, 3}, {"x", {}}, {1, 2}), "a new row has no key");
  expect_refused("id", {make_int64_column("id", {1}), make_int64_column("year", {1})}, "of another type");
  expect_refused("id", {make_int64_column("id", {1}), make_int64_column("none", {1})}, "no such column");
  expect_refused("id", good, "does nothing", {.update_matched = false, .insert_unmatched = false, .delete_unmatched = false});

  auto columns = sample_columns(3, 1, 4);
  columns[3].field.nullable = false;
  columns[3].validity = {};
  where_ = directory_.path() / "other.lance";
  table = make(columns);
  expect_refused("score", columns, "cannot be the key");
  expect_refused("id", {make_int64_column("id", {99})}, "may not be null");
  EXPECT_TRUE(table.merge_insert("id", std::vector{make_int64_column("id", {1})}));
}

}  // namespace
}  // namespace kinora
