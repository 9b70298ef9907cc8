#include "base/random.hpp"
#include "text/oracle.hpp"
#include "text/tokenize.hpp"

#include <gtest/gtest.h>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {
namespace {

namespace fs = std::filesystem;

/// Compares all lines; returns how many there were.
std::size_t compare(const fs::path& oracle) {
  std::ifstream file(oracle);
  std::size_t texts = 0;
  std::size_t failures = 0;
  for (std::string line; std::getline(file, line) && failures < 20; ++texts) {
    const auto expected = nlohmann::json::parse(line);
    const std::string text = expected.at("text");
    const bool equal = word_tokenize(text) == expected.at("tokens").get<std::vector<std::string>>() &&
                       to_lower(text) == expected.at("lower").get<std::string>();
    EXPECT_TRUE(equal) << line;
    failures += equal ? 0 : 1;
  }
  return texts;
}

/// Everything that a rule looks at, and what looks like it.
constexpr std::array<std::string_view, 96> kPieces = {
    "a",    "b",    "x",      "I",    "É",      "ß",      "Σ",      "Α",     "İ",      "ı",      "ſ",      "K",
    "东",   "я",    "ª",      "Ⅷ",    "\u0301", "\u200e", "\u200d", "😀",     "0",      "7",      "٣",      "²",
    "½",    "_",    " ",      " ",    " ",      "  ",     "\n",     "\t",    "\u00a0", "\u2003", "\u0085", "\x1c",
    "'",    "'",    "'",      "''",   "\"",     "\"",     "`",      "``",    "«",      "»",      "“",      "”",
    "‘",    "’",    "„",      ".",    ".",      "..",     "...",    ",",     ",",      ":",      ";",      "@",
    "#",    "$",    "%",      "&",    "?",      "!",      "*",      "(",     ")",      "[",      "]",      "{",
    "}",    "<",    ">",      "-",    "--",     "---",    "'s",     "'m ",   "'d ",    "'ll ",   "'RE ",   "'ve ",
    "n't ", "N'T ", "cannot", "d'ye", "gimme",  "gonna",  "gotta",  "lemme", "wanna ", "more'n", " 'tis",  " 'twas"};

TEST(TokenizeOracle, EqualsNltkOnRandomTexts) {
  if (const std::string missing = testing_oracle::missing_nltk(); !missing.empty()) GTEST_SKIP() << missing;
  const testing::TempDirectory folder;
  const fs::path texts = folder / "texts.jsonl";
  constexpr std::size_t kTexts = 20'000;
  {
    std::ofstream file(texts);
    Rng rng(20);
    for (std::size_t i = 0; i < kTexts; ++i) {
      std::string text;
      for (std::uint64_t left = rng.below(14); left > 0; --left) text += kPieces[rng.below(kPieces.size())];
      file << nlohmann::json(text).dump(-1, ' ', true) << '\n';
    }
  }
  EXPECT_EQ(compare(testing_oracle::ask("tokens", texts, folder)), kTexts);
}

TEST(TokenizeOracle, EqualsNltkOnEveryKaggleTitle) {
  const auto catalogue = testing_oracle::kaggle_catalogue();
  if (!catalogue) GTEST_SKIP() << testing_oracle::kNoData;
  if (const std::string missing = testing_oracle::missing_nltk(); !missing.empty()) GTEST_SKIP() << missing;
  const testing::TempDirectory folder;
  EXPECT_GT(compare(testing_oracle::ask("titles", *catalogue, folder)), 45'000U);
}

}  // namespace
}  // namespace kinora
