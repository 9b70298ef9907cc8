#include "recommend/title_series.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <string>
#include <utility>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TitleSeries series_of(const std::vector<std::string>& titles) {
  StringColumn column;
  for (const std::string& title : titles) column.append(title);
  return TitleSeries::of(column);
}

/// The labels of a row by name.
std::vector<std::string> labels(const TitleSeries& series, std::size_t row) {
  std::vector<std::string> names;
  for (std::size_t i = row == 0 ? 0 : series.ends[row - 1]; i < series.ends[row]; ++i)
    names.emplace_back(series.names[series.labels[i]]);
  return names;
}

std::string main_title(const std::string& title) {
  std::string text;
  const std::vector<std::string> words = series_words(title);
  for (std::size_t i = 0; i < main_title_length(title, words); ++i) text += (i == 0 ? "" : " ") + words[i];
  return text;
}

TEST(TitleSeries, WordsAreComparedWithoutPluralsAndWithDigitsApart) {
  EXPECT_THAT(series_words("Aliens"), ElementsAre("alien"));
  EXPECT_THAT(series_words("Alien\u00b3"), ElementsAre("alien", "3"));
  EXPECT_THAT(series_words("The Lady & the Boss"), ElementsAre("the", "lady", "and", "the", "boss"));
  EXPECT_THAT(series_words("Se7en"), ElementsAre("se7en"));
  EXPECT_THAT(series_words("1984"), ElementsAre("1984"));
  EXPECT_THAT(series_words("Gas"), ElementsAre("gas"));
  EXPECT_THAT(series_words(""), IsEmpty());
}

TEST(TitleSeries, MainTitles) {
  EXPECT_EQ(main_title("Toy Story 2"), "toy story");
  EXPECT_EQ(main_title("The Godfather: Part II"), "the godfather");
  EXPECT_EQ(main_title("Rocky IV"), "rocky");
  EXPECT_EQ(main_title("Star Wars: Episode I - The Phantom Menace"), "star war");
  EXPECT_EQ(main_title("Alien\u00b3"), "alien");
  EXPECT_EQ(main_title("Mission: Impossible"), "mission");
  EXPECT_EQ(main_title("Spider-Man"), "spider man") << "a hyphen begins no subtitle";
  EXPECT_EQ(main_title("2012"), "2012") << "something is left";
  EXPECT_EQ(main_title("Part 3"), "part");
  EXPECT_EQ(main_title(": Nothing"), "nothing");
  EXPECT_EQ(main_title(""), "");
}

TEST(TitleSeries, AMainTitleTellsMoreThanABeginning) {
  const TitleSeries series = series_of({"Iron Kite", "Iron Kite 2", "Iron Kite: Return", "Iron Harbour", "Lone Gull"});
  EXPECT_THAT(labels(series, 0), ElementsAre("iron", "iron kite", "iron kite:"));
  EXPECT_THAT(labels(series, 2), ElementsAre("iron", "iron kite", "iron kite:"));
  EXPECT_THAT(labels(series, 3), ElementsAre("iron"));
  EXPECT_THAT(labels(series, 4), IsEmpty()) << "no other film has it";
  ASSERT_EQ(series.weights.size(), 3U);
  EXPECT_FLOAT_EQ(series.weights[0], 0.5F / 1.2F);
  EXPECT_FLOAT_EQ(series.weights[1], 0.5F / 1.1F);
  EXPECT_FLOAT_EQ(series.weights[2], 1 / 1.1F);
}

TEST(TitleSeries, WhatManyFilmsBeginWithIsNoSeries) {
  std::vector<std::string> titles = {"Copper Bell", "Copper Bell Rings"};
  for (int i = 0; i < 51; ++i)
    titles.push_back("Winter " + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i) + "x");
  const TitleSeries series = series_of(titles);
  EXPECT_THAT(labels(series, 0), ElementsAre("copper", "copper bell"));
  EXPECT_THAT(labels(series, 5), IsEmpty());
}

TEST(TitleSeries, BeginningsDoNotEndInWordsOfManyTitles) {
  std::vector<std::string> titles = {"Hour of Glass", "Hour of Stone"};
  for (int i = 0; i < 30; ++i)
    titles.push_back(std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i) + "q of x" + std::to_string(i) + "z");
  EXPECT_THAT(labels(series_of(titles), 0), ElementsAre("hour")) << "and not \"hour of\"";
}

TEST(TitleSeries, EveryRowHasAnEnd) {
  const TitleSeries series = series_of({"", "One", "", "One", ""});
  EXPECT_THAT(series.ends, ElementsAre(0, 2, 2, 4, 4));
  EXPECT_TRUE(series_of({}).ends.empty());
}

}  // namespace
}  // namespace kinora
