#include "kinora/store/filter.hpp"
#include "store/filter_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {
namespace {

using ::testing::ElementsAre;

const std::vector<std::string_view> kHardTexts = {"",   "plain", "it's", "''",    "'",      "100%",        "a_b",
                                                  "\\", "\\\\",  "\\%",  "%_\\'", "日本 é", "line\nbreak", "-- no comment",
                                                  "/*", "\"q\"", "`b`",  "x\\"};

testing::ColumnSet one_text(std::string_view text) {
  const std::vector<std::optional<std::string_view>> texts = {text, std::string_view("something else altogether")};
  std::vector<Column> columns;
  columns.push_back(make_string_column("s", texts));
  return testing::ColumnSet(std::move(columns));
}

TEST(SqlText, AQuotedStringIsItself) {
  EXPECT_EQ(sql_quote("it's"), "'it''s'");
  for (const std::string_view text : kHardTexts) {
    const auto rows = one_text(text).select("s = " + sql_quote(text));
    ASSERT_TRUE(rows) << rows.error().message();
    EXPECT_THAT(*rows, ElementsAre(0)) << text;
  }
}

TEST(SqlText, AnEscapedPatternMatchesItselfAlone) {
  EXPECT_EQ(like_escape("100%_\\"), "100\\%\\_\\\\");
  for (const std::string_view text : kHardTexts) {
    for (const std::string_view other : kHardTexts) {
      const auto rows = one_text(other).select("s LIKE " + sql_quote(like_escape(text)));
      ASSERT_TRUE(rows) << rows.error().message();
      EXPECT_EQ(rows->size(), text == other ? 1U : 0U) << text << " / " << other;
    }
  }
}

}  // namespace
}  // namespace kinora
