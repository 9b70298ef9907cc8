#include "text/title_normalise.hpp"

#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace kinora {
namespace {

TEST(NormaliseTitle, LeavesWhatIsCompared) {
  const std::vector<std::pair<std::string, std::string>> titles = {
      {"Toy Story", "toy story"},
      {"  Toy\tStory!! ", "toy story"},
      {"Amélie", "amelie"},
      {"AME\u0301LIE", "amelie"},
      {"Léon: The Professional", "leon the professional"},
      {"Mr. & Mrs. Smith", "mr and mrs smith"},
      {"R&B", "r and b"},
      {"Ocean's Eleven", "oceans eleven"},
      {"Ocean’s Eleven", "oceans eleven"},
      {"L'Avventura", "l avventura"},
      {"Rock 'n' Roll", "rock n roll"},
      {"E.T. the Extra-Terrestrial", "et the extra terrestrial"},
      {"M*A*S*H", "mash"},
      {"WALL·E", "wall e"},
      {"9.99", "9 99"},
      {"8½", "8 1 2"},
      {"[REC]²", "rec 2"},
      {"Alien³", "alien3"},
      {"Godfather, The", "the godfather"},
      {"Good, the Bad and the Ugly, The", "the good the bad and the ugly"},
      {"Straße", "strasse"},
      {"Øresund Ærø Łódź", "oresund aero lodz"},
      {"İstanbul ışık", "istanbul isik"},
      {"ΟΔΟΣ", "οδοσ"},
      {"Ёлки", "елки"},
      {"東京物語", "東京物語"},
      {"がんばれ", "がんばれ"},
      {"올드보이", "올드보이"},
      {"मुग़ल", "मुग\u093Cल"},
      {"ＦＵＬＬ　ｗｉｄｔｈ", "full width"},
      {"Title\u200e\u200e", "title"},
      {"...", "..."},
      {" ¿ ? ", "¿ ?"},
      {"😀", "😀"},
      {"", ""},
      {" \n", ""},
      {"a\xFF"
       "b",
       "a b"},
  };
  for (const auto& [title, expected] : titles) {
    EXPECT_EQ(normalise_title(title), expected) << title;
    EXPECT_EQ(normalise_title(expected), expected) << "normalised twice: " << title;
  }
}

TEST(NormaliseTitle, CutsWhatIsTooLong) {
  std::string title;
  for (int i = 0; i < 400; ++i) title += "é";
  EXPECT_EQ(normalise_title(title), std::string(kLongestTitle, 'e'));
  EXPECT_EQ(normalise_title(std::string(kLongestTitle - 1, 'a') + " b").size(), kLongestTitle - 1);
}

TEST(WithoutArticle, LeavesSomething) {
  EXPECT_EQ(without_article("the godfather"), "godfather");
  EXPECT_EQ(without_article("l avventura"), "avventura");
  EXPECT_EQ(without_article("das boot"), "boot");
  EXPECT_EQ(without_article("theodora"), "theodora");
  EXPECT_EQ(without_article("a"), "a");
  EXPECT_EQ(without_article(""), "");
  EXPECT_EQ(without_article("the the"), "the");
}

}  // namespace
}  // namespace kinora
