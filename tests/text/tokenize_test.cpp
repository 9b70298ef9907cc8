#include "text/tokenize.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kinora {
namespace {

using ::testing::ElementsAre;

TEST(WordTokenize, EqualsNltkOnTheGolden) {
  std::ifstream file(KINORA_SOURCE_DIR "/tests/text/golden/tokenize.jsonl");
  std::string line;
  ASSERT_TRUE(std::getline(file, line)) << "the golden is missing";
  EXPECT_EQ(nlohmann::json::parse(line).at("nltk"), "3.8");
  std::size_t texts = 0;
  for (; std::getline(file, line); ++texts) {
    const auto golden = nlohmann::json::parse(line);
    const std::string text = golden.at("text");
    EXPECT_EQ(word_tokenize(text), golden.at("tokens").get<std::vector<std::string>>()) << line;
    EXPECT_EQ(to_lower(text), golden.at("lower").get<std::string>()) << line;
  }
  EXPECT_GE(texts, 800U);
}

TEST(WordTokenize, TakesBytesThatAreNoUtf8AsCharactersOfTheirOwn) {
  EXPECT_THAT(word_tokenize("a\xFF b\xC3"), ElementsAre("a\xFF", "b\xC3"));
  EXPECT_THAT(word_tokenize("'\x80"), ElementsAre("'\x80"));
  EXPECT_THAT(word_tokenize("'a\x80"), ElementsAre("'", "a\x80"));
  EXPECT_THAT(word_tokenize(",\xE2\x80"), ElementsAre(",", "\xE2\x80"));
  EXPECT_THAT(word_tokenize("\xC2"), ElementsAre("\xC2"));
}

TEST(WordTokenizer, ForgetsTheLastText) {
  WordTokenizer tokenizer;
  EXPECT_THAT(tokenizer.tokenize("a long (first) text."), ElementsAre("a", "long", "(", "first", ")", "text", "."));
  EXPECT_THAT(tokenizer.tokenize("b"), ElementsAre("b"));
  EXPECT_THAT(tokenizer.tokenize(""), ElementsAre());
}

}  // namespace
}  // namespace kinora
