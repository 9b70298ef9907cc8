#include "base/random.hpp"
#include "text/tokenize.hpp"

#include <gtest/gtest.h>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {
namespace {

namespace fs = std::filesystem;

/// Debian's Python unless KINORA_PYTHON names another: the one for which python3-nltk is installed.
std::string python() {
  const char* chosen = std::getenv("KINORA_PYTHON");
  return chosen != nullptr ? chosen : "/usr/bin/python3";
}

bool has_nltk() { return std::system((python() + " -c 'import nltk' > /dev/null 2>&1").c_str()) == 0; }

fs::path run_oracle(const std::string& mode, const fs::path& in) {
  const fs::path out = fs::path(testing::TempDir()) / ("kinora_oracle_" + mode + ".jsonl");
  const std::string command = python() + " -B '" KINORA_SOURCE_DIR "/tests/text/nltk_oracle.py' " + mode + " '" + in.string() +
                              "' '" + out.string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return out;
}

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
  if (!has_nltk())
    GTEST_SKIP() << "SKIPPED: " << python() << " has no nltk (package python3-nltk); set KINORA_PYTHON to one that has";
  const fs::path texts = fs::path(testing::TempDir()) / "kinora_oracle_texts.jsonl";
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
  EXPECT_EQ(compare(run_oracle("tokens", texts)), kTexts);
}

TEST(TokenizeOracle, EqualsNltkOnEveryKaggleTitle) {
  const char* data = std::getenv("KINORA_DATA");
  if (data == nullptr) GTEST_SKIP() << "SKIPPED: KINORA_DATA is not set, so that no real title was tokenised";
  if (!has_nltk())
    GTEST_SKIP() << "SKIPPED: " << python() << " has no nltk (package python3-nltk); set KINORA_PYTHON to one that has";
  EXPECT_GT(compare(run_oracle("titles", fs::path(data) / "kaggle" / "movies_metadata.csv")), 45'000U);
}

}  // namespace
}  // namespace kinora
