#include "kinora/store/filter.hpp"

#include "store/filter_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

std::string message_of(std::string_view sql) {
  const auto rows = testing::odd_films().select(sql);
  return rows ? "no error" : rows.error().message();
}

TEST(Filter, NamesItsColumnsInOrderOfAppearance) {
  const auto filter =
      Filter::parse("title LIKE 'a%' AND (YEAR > 3 OR title IS NULL) AND tags IS NOT NULL", testing::odd_films().schema());
  ASSERT_TRUE(filter);
  EXPECT_THAT(filter->columns(), ElementsAre("title", "year", "tags"));
  EXPECT_THAT(Filter::parse("1 = 1", {})->columns(), IsEmpty());
}

TEST(Filter, ReadsOnlyTheColumnsThatItNames) {
  const testing::ColumnSet films = testing::odd_films();
  std::vector<std::string> read;
  const ColumnReader reader = [&](std::string_view name) {
    read.emplace_back(name);
    return films.reader()(name);
  };
  ASSERT_TRUE(Filter::parse("year > 3 OR seen OR year < 0", films.schema())->evaluate(reader, films.rows()));
  EXPECT_THAT(read, ElementsAre("year", "seen"));
}

TEST(Filter, PassesOnTheErrorsOfTheReader) {
  const auto filter = Filter::parse("year > 3", testing::odd_films().schema());
  const auto selection = filter->evaluate(
      [](std::string_view) -> Result<Column> { return fail({.code = ErrorCode::kTableCorrupt, .what = "torn"}); }, 8);
  ASSERT_FALSE(selection);
  EXPECT_EQ(selection.error().code, ErrorCode::kTableCorrupt);
}

TEST(Filter, RefusesColumnsOfAnotherTable) {
  const testing::ColumnSet films = testing::odd_films();
  const auto filter = Filter::parse("year > 3", films.schema());
  const auto wrong_rows = filter->evaluate(films.reader(), 9);
  ASSERT_FALSE(wrong_rows);
  EXPECT_EQ(wrong_rows.error().code, ErrorCode::kInvalidArgument);
  const auto wrong_type = filter->evaluate([&](std::string_view) { return films.reader()("title"); }, 8);
  ASSERT_FALSE(wrong_type);
  EXPECT_EQ(wrong_type.error().code, ErrorCode::kInvalidArgument);
}

TEST(Filter, ChoosesNothingAmongNoRows) {
  const std::vector<std::optional<std::string_view>> none;
  std::vector<Column> columns;
  columns.push_back(make_string_column("title", none));
  columns.push_back(make_string_list_column("tags", {}));
  const testing::ColumnSet empty(std::move(columns));
  EXPECT_THAT(*empty.select("title LIKE '%a%' OR title IN ('x') OR array_has(tags, 'a') OR true"), IsEmpty());
}

TEST(Filter, MayBeEvaluatedByManyThreadsAtOnce) {
  const testing::ColumnSet films = testing::odd_films();
  const auto filter = Filter::parse("title ILIKE '%o%' OR year BETWEEN 1990 AND 2000 AND array_has(tags, 'a')", films.schema());
  const auto expected = filter->evaluate(films.reader(), films.rows());
  std::vector<RowSelection> found(4);
  std::vector<std::thread> threads;
  for (RowSelection& selection : found)
    threads.emplace_back([&] { selection = *filter->evaluate(films.reader(), films.rows()); });
  for (std::thread& thread : threads) thread.join();
  for (const RowSelection& selection : found) EXPECT_EQ(selection, *expected);
}

TEST(FilterLimits, TenThousandTermsAreAnswered) {
  std::string any = "year = 0";
  std::string all = "year <> 5";
  std::string list = "0";
  for (int i = 10000; i < 20000; ++i) {
    any += " OR year = " + std::to_string(i);
    all += " AND year <> " + std::to_string(i);
    list += ", " + std::to_string(i);
  }
  const testing::ColumnSet films = testing::odd_films();
  EXPECT_THAT(*films.select(any), ElementsAre(4));
  EXPECT_THAT(*films.select(all), ElementsAre(0, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(*films.select("year IN (" + list + ")"), ElementsAre(4));
  EXPECT_THAT(*films.select("year = 0" + repeated(" OR year = 0 AND seen", 9000)), ElementsAre(4));
}

TEST(FilterLimits, MoreThanTwentyThousandTermsAreRefused) {
  EXPECT_THAT(message_of("seen = true" + repeated(" OR seen = true", 20000)), HasSubstr("too many terms"));
  EXPECT_THAT(message_of("year IN (1" + repeated(",1", 20000) + ")"), HasSubstr("too many terms"));
}

TEST(FilterLimits, AMebibyteIsTheLongest) {
  EXPECT_EQ(testing::odd_films().select("seen" + repeated(" ", (1 << 20) - 4))->size(), 3U);
  EXPECT_THAT(message_of("seen" + repeated(" ", (1 << 20) - 3)), HasSubstr("the filter is too long"));
}

TEST(FilterLimits, TwoHundredBracketsAreAnswered) {
  const testing::ColumnSet films = testing::odd_films();
  EXPECT_THAT(*films.select(repeated("(", 200) + "year = 0" + repeated(")", 200)), ElementsAre(4));
  EXPECT_THAT(*films.select(repeated("NOT ", 200) + "year = 0"), ElementsAre(4));
  EXPECT_THAT(*films.select("year = " + repeated("-(", 100) + "0" + repeated(")", 100)), ElementsAre(4));
}

TEST(FilterLimits, DeeperNestingIsRefusedWhateverItsForm) {
  for (const std::size_t depth : {201U, 10000U, 20000U}) {
    EXPECT_THAT(message_of(repeated("(", depth) + "seen" + repeated(")", depth)), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of(repeated("(", depth)), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of(repeated("NOT ", depth) + "seen"), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of("year = " + repeated("- ", depth) + "1"), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of(repeated("[", depth)), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of(repeated("seen AND (seen OR (", depth)), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of(repeated("array_has(", depth)), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of(repeated("year IN (", depth)), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of("seen" + repeated(" = seen", depth * 5)), HasSubstr("nested too deeply"));
    EXPECT_THAT(message_of("seen" + repeated(" IS NULL", depth * 5)), HasSubstr("nested too deeply"));
  }
}

TEST(FilterError, PointsAtItsPlace) {
  EXPECT_THAT(message_of("year >= 1990 AND yaer < 2000"),
              HasSubstr("filter, offset 17: there is no column yaer. The columns are: year, seen, "));
  EXPECT_THAT(message_of("year >= 1990 AND yaer < 2000"), HasSubstr("\n  year >= 1990 AND yaer < 2000\n                   ^"));
  EXPECT_THAT(message_of("title = 'é日' AND yaer = 1"), HasSubstr("\n  title = 'é日' AND yaer = 1\n                   ^"));
}

TEST(FilterError, ShowsTheTextAroundItsPlaceOnly) {
  const std::string message = message_of(repeated("seen OR ", 50) + "yaer = 1" + repeated(" OR seen", 50));
  EXPECT_THAT(message, HasSubstr("offset 400"));
  EXPECT_THAT(message, HasSubstr("\n  ...seen OR seen OR seen OR seen OR seen OR yaer = 1 OR seen OR seen OR se...\n"));
}

TEST(FilterError, CutsNoCharacterInTwo) {
  const std::string message = message_of("title = '" + repeated("日", 60) + "' AND yaer = '" + repeated("本", 60) + "'");
  EXPECT_THAT(message, HasSubstr("\n  ...日"));
  EXPECT_THAT(message, HasSubstr("本..."));
}

TEST(FilterError, TakesNoControlCharactersIntoTheExcerpt) {
  EXPECT_THAT(message_of("year =\n\t\x01 1"), HasSubstr("\n  year =    1\n"));
}

TEST(FilterError, RefusesWhatIsNoText) {
  EXPECT_THAT(message_of("title = '\xff'"), HasSubstr("offset 9: the text is not UTF-8"));
  EXPECT_THAT(message_of(""), HasSubstr("the filter is empty"));
  EXPECT_THAT(message_of(" -- nothing"), HasSubstr("the filter is empty"));
}

TEST(FilterError, NamesTheNearestColumnsOfMany) {
  Schema schema;
  for (int i = 0; i < 100; ++i) schema.fields.push_back({.name = "column" + std::to_string(i), .type = DataType::kInt32});
  const auto filter = Filter::parse("colunm42 = 1", schema);
  ASSERT_FALSE(filter);
  EXPECT_THAT(filter.error().next_step, HasSubstr("The columns are: column42, "));
  EXPECT_THAT(filter.error().next_step, HasSubstr("and 80 more"));
}

}  // namespace
}  // namespace kinora
