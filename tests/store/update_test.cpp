#include "store/changes_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace kinora {
namespace {

using kinora::testing::sample_columns;
using kinora::testing::value_of;
using ::testing::HasSubstr;

class Update : public Changes {
 protected:
  /// Three rows of every type; the last is null but for its id.
  Table make_small() {
    const std::vector<float> vectors = {1, 2, 3, 4, 0, 0};
    std::vector<Column> columns;
    columns.push_back(make_int64_column("id", {1, 2, 3}));
    columns.push_back(make_int32_column("year", std::vector<std::optional<std::int32_t>>{1990, -7, {}}));
    columns.push_back(make_int64_column("big", {1, std::numeric_limits<std::int64_t>::max(), 0}));
    columns.push_back(make_float_column("score", std::vector<std::optional<float>>{0.1F, 2.5F, {}}));
    columns.push_back(make_double_column("exact", std::vector<std::optional<double>>{0.1, 2.5, {}}));
    columns.push_back(make_bool_column("seen", std::vector<std::optional<bool>>{true, false, {}}));
    columns.push_back(make_string_column("title", std::vector<std::optional<std::string_view>>{"one", "two", {}}));
    columns.push_back(make_string_column("other", std::vector<std::optional<std::string_view>>{"1", "2", "3"}));
    using List = std::optional<std::vector<std::string_view>>;
    columns.push_back(make_string_list_column("tags", std::vector<List>{List({"x", "y"}), List(std::in_place), {}}));
    columns.push_back(make_vector_column("vector", {vectors.data(), 3, 2, 2}));
    columns.back().validity = Buffer<std::uint8_t>(std::vector<std::uint8_t>{0b011});
    return make(columns);
  }

  /// What a column has in the row of an id, as JSON, after it was given a value there.
  std::string assigned(Table& table, const std::string& column, const std::string& value, std::int64_t id = 1) {
    const auto commit = table.update("id = " + std::to_string(id), std::vector<Assignment>{{column, value}});
    if (!commit) return commit.error().message();
    EXPECT_EQ(commit->rows_updated, 1U);
    const Column ids = *table.column("id");
    const Column values = *table.column(column);
    for (std::size_t row = 0; row < ids.rows; ++row)
      if (ids.int64s[row] == id) return value_of(values, row).dump();
    return "gone";
  }
};

TEST_F(Update, MovesTheRowsBehindTheOthers) {
  Table table = make(sample_columns(50, 1, 4));
  ASSERT_TRUE(table.append(sample_columns(30, 2, 4)));
  ASSERT_TRUE(table.delete_rows("id = 8 OR id = 15"));
  const auto commit = table.update("id < 71", std::vector<Assignment>{{"year", "id + 1"}, {"text", "'it''s'"}});
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, (Commit{.version = 4, .rows_updated = 16}));
  EXPECT_EQ(table.versions()->back().operation, "update");

  auto all = joined(sample_columns(50, 1, 4), sample_columns(30, 2, 4));
  std::vector<std::uint64_t> order;
  for (const bool moved : {false, true})
    for (std::uint64_t row = 0; row < 80; ++row) {
      const std::int64_t id = all[0].int64s[row];
      if (id != 8 && id != 15 && (id < 71) == moved) order.push_back(row);
    }
  for (Column& column : all) column = gather_rows(column, order);
  std::vector<std::optional<std::int32_t>> years;
  std::vector<std::optional<std::string_view>> texts;
  for (std::size_t row = 0; row < order.size(); ++row) {
    const std::int64_t id = all[0].int64s[row];
    const bool moved = id < 71;
    years.push_back(moved                 ? std::optional(static_cast<std::int32_t>(id + 1))
                    : all[2].is_null(row) ? std::nullopt
                                          : std::optional(all[2].int32s[row]));
    texts.push_back(moved ? "it's" : all[1].is_null(row) ? std::nullopt : std::optional(all[1].text_at(row)));
  }
  all[2] = make_int32_column("year", years);
  all[1] = make_string_column("text", texts);
  expect_rows(table, all);
  EXPECT_EQ(Table::open(where_, 3)->row_count(), 76U);
}

TEST_F(Update, AssignsValuesOfEveryType) {
  Table table = make_small();
  EXPECT_EQ(assigned(table, "year", "2001"), "2001");
  EXPECT_EQ(assigned(table, "year", "-2147483648"), "-2147483648");
  EXPECT_EQ(assigned(table, "big", "-9223372036854775808"), "\"-9223372036854775808\"");
  EXPECT_EQ(assigned(table, "seen", "FALSE"), "false");
  EXPECT_EQ(assigned(table, "title", "'it''s \\ 🎬'"), "\"it's \\\\ 🎬\"");
  EXPECT_EQ(assigned(table, "title", "''"), "\"\"");
  EXPECT_EQ(assigned(table, "tags", "['a', NULL, '']"), "[\"a\",null,\"\"]");
  EXPECT_EQ(assigned(table, "tags", "[]"), "[]");
  EXPECT_EQ(assigned(table, "vector", "[1, -0.5]"), "\"3f800000bf000000\"");
  EXPECT_EQ(assigned(table, "vector", "[1, 2]", 3), "\"3f80000040000000\"");
  EXPECT_EQ(assigned(table, "score", "0.1"), "\"" + testing::bits_of(0.1F) + "\"");
  EXPECT_EQ(assigned(table, "exact", "1"), "\"" + testing::bits_of(1.0) + "\"");
  for (const char* column : {"year", "score", "exact", "seen", "title", "tags", "vector"}) {
    EXPECT_EQ(assigned(table, column, "NULL"), "null") << column;
    EXPECT_EQ(assigned(table, column, "null", 3), "null") << column;
  }
}

TEST_F(Update, AssignsOtherColumns) {
  Table table = make_small();
  EXPECT_EQ(assigned(table, "title", "other"), "\"1\"");
  EXPECT_EQ(assigned(table, "other", "`title`", 3), "null");
  EXPECT_EQ(assigned(table, "big", "YEAR"), "\"1990\"");
  EXPECT_EQ(assigned(table, "exact", "score"), "\"" + testing::bits_of(static_cast<double>(0.1F)) + "\"");
  EXPECT_EQ(assigned(table, "score", "exact", 2), "\"" + testing::bits_of(2.5F) + "\"");
  const auto swap = table.update("id = 2", std::vector<Assignment>{{"title", "other"}, {"other", "title"}});
  ASSERT_TRUE(swap) << swap.error().message();
  EXPECT_EQ(table.column("title")->text_at(2), "2");
  EXPECT_EQ(table.column("other")->text_at(2), "two");
}

TEST_F(Update, Calculates) {
  Table table = make_small();
  EXPECT_EQ(assigned(table, "big", "1 + 2 * 3 - 4"), "\"3\"");
  EXPECT_EQ(assigned(table, "big", "(1 + 2) * -(3 - 4)"), "\"3\"");
  EXPECT_EQ(assigned(table, "big", "-7 / 2"), "\"-3\"");
  EXPECT_EQ(assigned(table, "big", "-7 % 2"), "\"-1\"");
  EXPECT_EQ(assigned(table, "big", "10 - 2 - 3"), "\"5\"");
  EXPECT_EQ(assigned(table, "big", "id * 2 + 1"), "\"3\"");
  EXPECT_EQ(assigned(table, "year", "year + 1"), "1991");
  EXPECT_EQ(assigned(table, "year", "year + 1", 3), "null");
  EXPECT_EQ(assigned(table, "year", "-year", 2), "7");
  EXPECT_EQ(assigned(table, "year", "id + NULL"), "null");
  EXPECT_EQ(assigned(table, "exact", "1 / 2"), "\"" + testing::bits_of(0.0) + "\"");
  EXPECT_EQ(assigned(table, "exact", "1 / 2.0"), "\"" + testing::bits_of(0.5) + "\"");
  EXPECT_EQ(assigned(table, "exact", "1.0 / 0"), "\"" + testing::bits_of(std::numeric_limits<double>::infinity()) + "\"");
  EXPECT_EQ(assigned(table, "exact", "0.0 / 0"), "\"nan\"");
  EXPECT_EQ(assigned(table, "exact", "-0.0"), "\"" + testing::bits_of(-0.0) + "\"");
  EXPECT_EQ(assigned(table, "exact", "5.5 % 2"), "\"" + testing::bits_of(1.5) + "\"");
  EXPECT_EQ(assigned(table, "score", "score * 3"), "\"" + testing::bits_of(0.1F * 3.0F) + "\"");
  EXPECT_EQ(assigned(table, "score", "score * 3 + 1", 2), "\"" + testing::bits_of(2.5F * 3.0F + 1.0F) + "\"");
}

TEST_F(Update, RefusesNumbersThatAColumnCannotHoldAndChangesNothing) {
  Table table = make_small();
  EXPECT_THAT(assigned(table, "year", "big * 3000000000"), HasSubstr("cannot hold a value"));
  EXPECT_THAT(assigned(table, "big", "big + 1", 2), HasSubstr("beyond 64 bits (found 9223372036854775807 + 1)"));
  EXPECT_THAT(assigned(table, "big", "id / (id - 1)"), HasSubstr("an integer is divided by zero (found 1 / 0)"));
  EXPECT_THAT(assigned(table, "big", "id % 0"), HasSubstr("divided by zero"));
  EXPECT_EQ(table.version(), 1U);
  EXPECT_EQ(table.versions()->size(), 1U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(where_ / "data"), {}), 1);
  EXPECT_FALSE(std::filesystem::exists(where_ / "_deletions"));
}

TEST_F(Update, RefusesValuesOfOtherTypes) {
  Table table = make_small();
  const auto expect_refused = [&](const std::string& column, const std::string& value, const std::string& reason) {
    const auto commit = table.update("true", std::vector<Assignment>{{column, value}});
    ASSERT_FALSE(commit) << column << " = " << value;
    EXPECT_EQ(commit.error().code, ErrorCode::kFilterType) << column << " = " << value;
    EXPECT_THAT(commit.error().message(), HasSubstr(reason));
    EXPECT_THAT(commit.error().where, HasSubstr("value of column '" + column + "', offset"));
  };
  expect_refused("year", "'1990'", "another type (expected integers (int32), found a string)");
  expect_refused("year", "2147483648", "cannot hold this number");
  expect_refused("year", "9223372036854775808", "cannot hold this number");
  expect_refused("year", "1.5", "cannot hold numbers with a fraction");
  expect_refused("year", "id / 2.0", "cannot hold numbers with a fraction");
  expect_refused("year", "score", "cannot hold numbers with a fraction");
  expect_refused("year", "title", "column title is of another type");
  expect_refused("year", "nope + 1", "there is no column nope");
  expect_refused("year", "title + 1", "a calculation is made with what is no number");
  expect_refused("year", "id + 'x'", "a calculation is made with what is no number");
  expect_refused("title", "1", "expected a string in single quotes");
  expect_refused("title", "1 + 1", "found a number");
  expect_refused("title", "tags", "column tags is of another type");
  expect_refused("seen", "1", "expected TRUE or FALSE");
  expect_refused("tags", "'x'", "expected a list of strings");
  expect_refused("tags", "['x', 1]", "found a number");
  expect_refused("vector", "[1, 2, 3]", "expected 2 numbers, found 3");
  expect_refused("vector", "[1, NULL]", "found NULL");
  expect_refused("vector", "[1, year]", "found a column");
}

TEST_F(Update, RefusesWhatIsNoValue) {
  Table table = make_small();
  for (const char* value :
       {"", " ", "1 +", "(1", "1)", "[1, 2", "1 2", "lower(title)", "'open", "year = 1", "1 || 2", "+1", "AND"}) {
    const auto commit = table.update("true", std::vector<Assignment>{{"year", value}});
    ASSERT_FALSE(commit) << value;
    EXPECT_EQ(commit.error().code, ErrorCode::kFilterSyntax) << value << ": " << commit.error().message();
  }
  const std::string deep(300, '(');
  EXPECT_THAT(assigned(table, "year", deep), HasSubstr("nested too deeply"));
  EXPECT_THAT(assigned(table, "year", std::string(300, '-') + "1"), HasSubstr("a value is missing")) << "a comment";
  std::string chain = "1";
  for (int i = 0; i < 2000; ++i) chain += "+1";
  EXPECT_THAT(assigned(table, "year", chain), HasSubstr("nested too deeply"));
  EXPECT_THAT(assigned(table, "title", "'" + std::string(1 << 20, 'x') + "'"), HasSubstr("the value is too long"));
}

TEST_F(Update, RefusesRequestsThatMakeNoSense) {
  Table table = make_small();
  const auto code = [&](std::string_view where, const std::vector<Assignment>& set) {
    const auto commit = table.update(where, set);
    EXPECT_FALSE(commit) << where;
    return commit ? ErrorCode::kCancelled : commit.error().code;
  };
  EXPECT_EQ(code("", {{"year", "1"}}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code("true", {}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code("true", {{"none", "1"}}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code("true", {{"year", "1"}, {"year", "2"}}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code("none = 1", {{"year", "1"}}), ErrorCode::kFilterType);
  EXPECT_EQ(code("id <", {{"year", "1"}}), ErrorCode::kFilterSyntax);
  EXPECT_EQ(table.versions()->size(), 1U);
  ASSERT_TRUE(table.checkout(1));
  EXPECT_EQ(code("true", {{"year", "1"}}), ErrorCode::kInvalidArgument);
}

TEST_F(Update, GivesNoNullToAColumnThatMayNotBeNull) {
  auto columns = sample_columns(5, 1, 4);
  columns[0].field.nullable = false;
  Table table = make(columns);
  const auto commit = table.update("true", std::vector<Assignment>{{"id", "NULL"}});
  ASSERT_FALSE(commit);
  EXPECT_THAT(commit.error().message(), HasSubstr("may not be null, and a value is"));
}

TEST_F(Update, OfNothingMakesNoVersion) {
  Table table = make_small();
  const auto commit = table.update("id > 100", std::vector<Assignment>{{"year", "1"}});
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(*commit, Commit{.version = 1});
  EXPECT_EQ(table.versions()->size(), 1U);
}

TEST_F(Update, OfManyThreadsLosesNone) {
  make_small();
  constexpr int kEach = 8;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 3; ++writer)
    threads.emplace_back([&] {
      auto table = Table::open(where_);
      ASSERT_TRUE(table);
      for (int i = 0; i < kEach; ++i) {
        const auto commit = table->update("id = 1", std::vector<Assignment>{{"year", "year + 1"}});
        ASSERT_TRUE(commit) << commit.error().message();
      }
    });
  for (std::thread& thread : threads) thread.join();
  const auto table = Table::open(where_);
  EXPECT_EQ(table->row_count(), 3U);
  EXPECT_EQ(table->select("year = 2014")->size(), 3U);
  EXPECT_EQ(table->column("year")->int32s[2], 1990 + 3 * kEach);
}

}  // namespace
}  // namespace kinora
