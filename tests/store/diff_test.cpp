#include "kinora/store/diff.hpp"

#include "base/random.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <limits>
#include <map>

namespace kinora {
namespace {

using kinora::testing::all_columns;
using kinora::testing::dump_rows;
using kinora::testing::sample_columns;
using kinora::testing::TempDirectory;
using kinora::testing::value_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Texts = std::vector<std::optional<std::string_view>>;
using Lists = std::vector<std::optional<std::vector<std::string_view>>>;
using Ints = std::vector<std::optional<std::int32_t>>;

class Diff : public ::testing::Test {
 protected:
  /// A further version of the table.
  Table write(const std::vector<Column>& columns) {
    auto table = Table::overwrite(directory_ / "t.lance", columns);
    EXPECT_TRUE(table) << table.error().message();
    return *std::move(table);
  }
  static TableDiff diff_of(const Table& from, const Table& to, const std::string& key = {}) {
    auto found = diff(from, to, {.key = key});
    EXPECT_TRUE(found) << found.error().message();
    return found ? *std::move(found) : TableDiff();
  }

 private:
  TempDirectory directory_;
};

TEST_F(Diff, ByKeyTellsAddedRemovedAndChangedRows) {
  const Table before = write({make_int64_column("id", {10, 20, 30, 40}), make_string_column("title", Texts{"a", "b", "c", "d"}),
                              make_int32_column("year", Ints{1, 2, std::nullopt, 4})});
  const Table after = write({make_int64_column("id", {50, 40, 30, 10}), make_string_column("title", Texts{"e", "d", "c", "A"}),
                             make_int32_column("year", Ints{5, 4, 3, std::nullopt})});
  const TableDiff found = diff_of(before, after, "id");
  EXPECT_THAT(found.columns, ElementsAre("id", "title", "year"));
  EXPECT_THAT(found.added, ElementsAre(0));
  EXPECT_THAT(found.removed, ElementsAre(1));
  ASSERT_EQ(found.changed.size(), 2U);
  EXPECT_EQ(found.changed[0].from_row, 2U);
  EXPECT_EQ(found.changed[0].to_row, 2U);
  EXPECT_THAT(found.changed[0].columns, ElementsAre(2));
  EXPECT_EQ(found.changed[1].from_row, 0U);
  EXPECT_EQ(found.changed[1].to_row, 3U);
  EXPECT_THAT(found.changed[1].columns, ElementsAre(1, 2));
  EXPECT_EQ(found.unchanged, 1U);
}

TEST_F(Diff, TakesAStringAsKey) {
  const Table before = write({make_string_column("k", Texts{"", "ab", "\xc3\xa9"}), make_int32_column("v", Ints{1, 2, 3})});
  const Table after = write({make_string_column("k", Texts{"\xc3\xa9", "abc", ""}), make_int32_column("v", Ints{3, 2, 7})});
  const TableDiff found = diff_of(before, after, "k");
  EXPECT_THAT(found.added, ElementsAre(1));
  EXPECT_THAT(found.removed, ElementsAre(1));
  ASSERT_EQ(found.changed.size(), 1U);
  EXPECT_EQ(found.changed[0].to_row, 2U);
}

TEST_F(Diff, OfWholeRowsCountsEqualOnes) {
  const auto rows = [&](std::vector<std::optional<std::int32_t>> values) { return write({make_int32_column("v", values)}); };
  const Table before = rows({7, 7, 7, 1, std::nullopt});
  const Table after = rows({std::nullopt, 7, std::nullopt, 2, 7});
  const TableDiff found = diff_of(before, after);
  EXPECT_THAT(found.removed, ElementsAre(2, 3));
  EXPECT_THAT(found.added, ElementsAre(2, 3));
  EXPECT_THAT(found.changed, IsEmpty());
  EXPECT_EQ(found.unchanged, 3U);
}

TEST_F(Diff, ComparesBits) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto rows = [&](float a, float b) {
    return write({make_int64_column("id", {1, 2}), make_float_column("f", std::vector<std::optional<float>>{a, b})});
  };
  EXPECT_EQ(diff_of(rows(nan, 0), rows(nan, 0)).unchanged, 2U);
  EXPECT_EQ(diff_of(rows(nan, 0.0F), rows(nan, -0.0F), "id").changed.size(), 1U);
  EXPECT_EQ(diff_of(rows(1, 2), rows(2, 1)).unchanged, 0U);
}

TEST_F(Diff, TellsWhereAListsItemsEnd) {
  const auto rows = [&](Lists lists) { return write({make_string_list_column("l", lists)}); };
  const Table before = rows({{{"a", "b"}}, {{""}}, {{}}, std::nullopt});
  for (const Lists& lists : {Lists{{{"ab"}}, {{""}}, {{}}, std::nullopt}, Lists{{{"a", "b"}}, {{}}, {{}}, std::nullopt},
                             Lists{{{"a", "b"}}, {{""}}, std::nullopt, std::nullopt}}) {
    const TableDiff found = diff_of(before, rows(lists));
    EXPECT_EQ(found.removed.size(), 1U);
    EXPECT_EQ(found.added.size(), 1U);
  }
}

TEST_F(Diff, TellsColumnsThatCameAndWent) {
  const Table before =
      write({make_int64_column("id", {1}), make_string_column("year", Texts{"1999"}), make_int32_column("old", Ints{1})});
  const Table after =
      write({make_string_column("new", Texts{"x"}), make_int32_column("year", Ints{1999}), make_int64_column("id", {1})});
  const TableDiff found = diff_of(before, after, "id");
  EXPECT_THAT(found.columns, ElementsAre("id"));
  EXPECT_EQ(found.unchanged, 1U);
  ASSERT_EQ(found.columns_removed.size(), 2U);
  EXPECT_EQ(found.columns_removed[0].name, "year");
  EXPECT_EQ(found.columns_removed[1].name, "old");
  ASSERT_EQ(found.columns_added.size(), 2U);
  EXPECT_EQ(found.columns_added[0].name, "new");
  EXPECT_EQ(found.columns_added[1].type, DataType::kInt32);
}

TEST_F(Diff, RefusesAKeyThatIsNone) {
  const Table one = write({make_int32_column("twice", Ints{1, 1}), make_int32_column("null", Ints{1, std::nullopt}),
                           make_string_list_column("list", Lists{{}, {}}), make_int32_column("type", Ints{1, 2})});
  const Table two = write({make_int32_column("twice", Ints{1, 2}), make_int32_column("null", Ints{1, 2}),
                           make_string_list_column("list", Lists{{}, {}}), make_string_column("type", Texts{"1", "2"})});
  for (const char* key : {"twice", "null", "list", "type"}) {
    const auto found = diff(two, one, {.key = key});
    ASSERT_FALSE(found) << key;
    EXPECT_EQ(found.error().code, ErrorCode::kInvalidArgument) << key;
    EXPECT_THAT(found.error().where, HasSubstr(key));
  }
  EXPECT_EQ(diff(one, two, {.key = "none"}).error().code, ErrorCode::kFilterType);
}

TEST_F(Diff, OfAVersionWithItselfIsEmpty) {
  const Table table = write(sample_columns(500, 1, 8));
  for (const char* key : {"", "id"}) {
    const TableDiff found = diff_of(table, table, key);
    EXPECT_THAT(found.added, IsEmpty());
    EXPECT_THAT(found.removed, IsEmpty());
    EXPECT_THAT(found.changed, IsEmpty());
    EXPECT_EQ(found.unchanged, 500U);
  }
  const Table empty = write(sample_columns(0, 1, 8));
  EXPECT_EQ(diff_of(empty, table).added.size(), 500U);
  EXPECT_EQ(diff_of(table, empty, "id").removed.size(), 500U);
}

/// Rows drawn from few values, so that many are equal and many differ in one cell.
std::vector<Column> few_values(Rng& rng, std::size_t rows) {
  Texts texts;
  Lists lists;
  std::vector<std::optional<bool>> bools;
  for (std::size_t row = 0; row < rows; ++row) {
    texts.push_back(rng.below(3) == 0 ? std::nullopt : std::optional<std::string_view>(rng.below(2) == 0 ? "" : "x"));
    lists.push_back(rng.below(3) == 0 ? std::optional<std::vector<std::string_view>>()
                                      : std::vector<std::string_view>(rng.below(3), "x"));
    bools.push_back(rng.below(2) == 0);
  }
  return {make_string_column("t", texts), make_string_list_column("l", lists), make_bool_column("b", bools)};
}

std::map<std::string, int> contents(const std::vector<Column>& columns) {
  std::map<std::string, int> counts;
  for (std::size_t row = 0; row < columns.front().rows; ++row) {
    nlohmann::json values;
    for (const Column& column : columns) values.push_back(value_of(column, row));
    ++counts[values.dump()];
  }
  return counts;
}

TEST_F(Diff, OfWholeRowsAgreesWithCounting) {
  Rng rng(4);
  for (int round = 0; round < 3; ++round) {
    const std::vector<Column> before = few_values(rng, 1 + rng.below(200));
    const std::vector<Column> after = few_values(rng, 1 + rng.below(200));
    std::map<std::string, int> change = contents(after);
    for (const auto& [text, count] : contents(before)) change[text] -= count;
    const TableDiff found = diff_of(write(before), write(after));
    const auto text_of = [](const std::vector<Column>& columns, std::size_t row) {
      nlohmann::json values;
      for (const Column& column : columns) values.push_back(value_of(column, row));
      return values.dump();
    };
    for (const std::size_t row : found.added) --change[text_of(after, row)];
    for (const std::size_t row : found.removed) ++change[text_of(before, row)];
    for (const auto& [text, count] : change) EXPECT_EQ(count, 0) << text;
    EXPECT_EQ(found.unchanged + found.added.size(), after.front().rows);
    EXPECT_EQ(found.unchanged + found.removed.size(), before.front().rows);
    // As few as can be: no content is both removed and added.
    std::map<std::string, int> added;
    for (const std::size_t row : found.added) ++added[text_of(after, row)];
    for (const std::size_t row : found.removed) EXPECT_EQ(added.count(text_of(before, row)), 0U);
  }
}

}  // namespace
}  // namespace kinora
