#include "kinora/catalogue/columns.hpp"

#include <gtest/gtest.h>
#include <utility>

namespace kinora {
namespace {

using Names = std::vector<std::string>;

TEST(StringColumn, GivesBackEveryTextInItsRow) {
  StringColumn column;
  EXPECT_EQ(column.size(), 0U);
  const Names texts = {"", "Amélie", "", std::string("a\0b", 3), "tail", ""};
  for (const std::string& text : texts) column.append(text);
  ASSERT_EQ(column.size(), texts.size());
  for (std::size_t row = 0; row < texts.size(); ++row) EXPECT_EQ(column[row], texts[row]) << row;
}

TEST(LabelColumn, NumbersNamesInTheOrderOfTheirFirstAppearance) {
  LabelColumn column;
  column.append(Names{"Drama", "Comedy"});
  column.append(Names{});
  column.append(Names{"Comedy", "Crime", "Drama"});
  ASSERT_EQ(column.size(), 3U);
  ASSERT_EQ(column.label_count(), 3U);
  EXPECT_EQ(column.name(0), "Drama");
  EXPECT_EQ(column.name(2), "Crime");
  EXPECT_EQ(column.names(0), (Names{"Drama", "Comedy"}));
  EXPECT_TRUE(column[1].empty());
  EXPECT_EQ(column.names(2), (Names{"Comedy", "Crime", "Drama"})) << "the order within a row is the source's";
  EXPECT_EQ(column.find("Crime"), 2U);
  EXPECT_EQ(column.find("crime"), std::nullopt);
  EXPECT_EQ(column.find(""), std::nullopt);
  EXPECT_EQ(column.label_names().size(), 3U);
}

TEST(LabelColumn, PassesOverEmptyAndRepeatedNames) {
  LabelColumn column;
  column.append(Names{"", "War", "War", "", "Drama", "War"});
  column.append(Names{""});
  EXPECT_EQ(column.names(0), (Names{"War", "Drama"}));
  EXPECT_TRUE(column.names(1).empty());
  EXPECT_EQ(column.label_count(), 2U);
  EXPECT_EQ(column.size(), 2U);
}

TEST(LabelColumn, TakesViewsAsItTakesStrings) {
  LabelColumn column;
  column.append(Names{"War"});
  column.append(std::vector<std::string_view>{"Drama", "", "War", "Drama"});
  EXPECT_EQ(column.names(1), (Names{"Drama", "War"}));
  EXPECT_EQ(column.label_count(), 2U);
}

TEST(LabelColumn, TakesNumbersAsWellAsNames) {
  LabelColumn column;
  const auto war = column.intern("War");
  const auto drama = column.intern("Drama");
  EXPECT_EQ(column.intern("War"), war);
  EXPECT_EQ(column.size(), 0U) << "a number alone makes no row";
  column.append_labels(std::vector<LabelColumn::Label>{drama, war, drama});
  column.append_labels({});
  EXPECT_EQ(column.names(0), (Names{"Drama", "War"}));
  EXPECT_TRUE(column[1].empty());
}

TEST(LabelColumn, FindsEveryOneOfManyNames) {
  LabelColumn column;
  constexpr std::uint32_t kCount = 20000;
  for (std::uint32_t i = 0; i < kCount; ++i) ASSERT_EQ(column.intern("name " + std::to_string(i)), i);
  for (std::uint32_t i = 0; i < kCount; ++i) {
    ASSERT_EQ(column.find("name " + std::to_string(i)), i);
    ASSERT_EQ(column.find("no name " + std::to_string(i)), std::nullopt);
  }
  EXPECT_EQ(column.label_count(), kCount);
}

TEST(LabelColumn, ACopyAndAMovedColumnStillFindTheirNames) {
  LabelColumn column;
  column.append(Names{"War", "Drama"});
  const LabelColumn copy = column;
  const LabelColumn moved = std::move(column);
  EXPECT_EQ(copy.find("Drama"), 1U);
  EXPECT_EQ(moved.names(0), (Names{"War", "Drama"}));
}

}  // namespace
}  // namespace kinora
