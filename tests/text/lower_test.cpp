#include "text/tokenize.hpp"
#include "text/unicode.hpp"

#include <gtest/gtest.h>
#include <utf8proc.h>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kinora {
namespace {

using Codes = std::set<std::int32_t>;

class UnicodeGolden : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::ifstream file(KINORA_SOURCE_DIR "/tests/text/golden/unicode.json");
    golden_ = nlohmann::json::parse(file);
  }
  static Codes codes(const char* name) {
    Codes out;
    for (const auto& range : golden_.at(name))
      for (std::int32_t code = range.at(0); code <= range.at(1); ++code) out.insert(code);
    return out;
  }
  /// Every code point where `ours` differs from the golden must be one that Python's version of Unicode does not have.
  template <class Predicate>
  static Codes differences(const char* name, Predicate ours) {
    const Codes theirs = codes(name);
    const Codes unassigned = codes("unassigned");
    Codes out;
    for (std::int32_t code = 0; code < 0x110000; ++code) {
      if (code >= 0xD800 && code < 0xE000) continue;
      if (ours(code) == theirs.contains(code)) continue;
      EXPECT_TRUE(unassigned.contains(code)) << name << " U+" << std::hex << code;
      out.insert(code);
    }
    return out;
  }
  static bool versions_are_documented() {
    return std::string(utf8proc_unicode_version()) == "15.0.0" && golden_.at("unicode") == "14.0.0";
  }
  static nlohmann::json golden_;
};
nlohmann::json UnicodeGolden::golden_;

using Ranges = std::vector<std::pair<std::int32_t, std::int32_t>>;

Ranges as_ranges(const Codes& codes) {
  Ranges out;
  for (const std::int32_t code : codes) {
    if (!out.empty() && out.back().second == code - 1)
      out.back().second = code;
    else
      out.emplace_back(code, code);
  }
  return out;
}

std::string utf8(std::int32_t code) {
  std::string out;
  unicode::append_utf8(code, out);
  return out;
}

TEST_F(UnicodeGolden, LowersEveryCodePointAsPython) {
  std::map<std::int32_t, std::string> theirs;
  for (const auto& entry : golden_.at("lower"))
    for (const auto& code : entry.at(1)) theirs[entry.at(0)] += utf8(code);
  for (std::int32_t code = 0; code < 0x110000; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    const std::string text = utf8(code);
    const auto found = theirs.find(code);
    ASSERT_EQ(to_lower(text), found == theirs.end() ? text : found->second) << "U+" << std::hex << code;
  }
}

TEST_F(UnicodeGolden, KnowsSpacesWordsAndDigitsAsPython) {
  EXPECT_EQ(as_ranges(differences("space", unicode::is_space)), Ranges{});
  const Ranges words = as_ranges(differences("word", unicode::is_word));
  const Ranges decimals = as_ranges(differences("decimal", unicode::is_decimal));
  if (!versions_are_documented()) GTEST_SKIP() << "SKIPPED: other versions of Unicode than docs/decisions/0301 lists";
  EXPECT_EQ(words, (Ranges{{0x1123F, 0x11240},
                           {0x11F02, 0x11F02},
                           {0x11F04, 0x11F10},
                           {0x11F12, 0x11F33},
                           {0x11F50, 0x11F59},
                           {0x1342F, 0x1342F},
                           {0x13441, 0x13446},
                           {0x1B132, 0x1B132},
                           {0x1B155, 0x1B155},
                           {0x1D2C0, 0x1D2D3},
                           {0x1DF25, 0x1DF2A},
                           {0x1E030, 0x1E06D},
                           {0x1E4D0, 0x1E4EB},
                           {0x1E4F0, 0x1E4F9},
                           {0x2B739, 0x2B739},
                           {0x31350, 0x323AF}}));
  EXPECT_EQ(decimals, (Ranges{{0x11F50, 0x11F59}, {0x1E4F0, 0x1E4F9}}));
}

TEST_F(UnicodeGolden, KnowsCaseContextsAsPython) {
  const auto is = [](unicode::CaseContext context) {
    return [context](std::int32_t code) { return unicode::case_context(code) == context; };
  };
  const Ranges cased = as_ranges(differences("cased", is(unicode::CaseContext::kCased)));
  const Ranges ignorable = as_ranges(differences("ignorable", is(unicode::CaseContext::kIgnorable)));
  if (!versions_are_documented()) GTEST_SKIP() << "SKIPPED: other versions of Unicode than docs/decisions/0301 lists";
  EXPECT_EQ(cased, (Ranges{{0x1DF25, 0x1DF2A}}));
  EXPECT_EQ(ignorable, (Ranges{{0xECE, 0xECE},
                               {0x10EFD, 0x10EFF},
                               {0x11241, 0x11241},
                               {0x11F00, 0x11F01},
                               {0x11F36, 0x11F3A},
                               {0x11F40, 0x11F40},
                               {0x11F42, 0x11F42},
                               {0x13439, 0x13440},
                               {0x13447, 0x13455},
                               {0x1E030, 0x1E06D},
                               {0x1E08F, 0x1E08F},
                               {0x1E4EB, 0x1E4EF}}));
}

TEST(ToLower, KeepsBytesThatAreNoUtf8) {
  EXPECT_EQ(to_lower("A\xFF"
                     "B\xC3"),
            "a\xFF"
            "b\xC3");
  EXPECT_EQ(to_lower("\xC3\x89\x80"), "\xC3\xA9\x80");
  EXPECT_EQ(to_lower("\xED\xA0\x80Z"), "\xED\xA0\x80z");
  EXPECT_EQ(to_lower(std::string_view("A\0B", 3)), std::string_view("a\0b", 3));
}

TEST(ToLower, AppendsWithoutTouchingWhatIsThere) {
  std::string out = "ABC ";
  append_lower("DEF", out);
  append_lower("É", out);
  EXPECT_EQ(out, "ABC defé");
}

}  // namespace
}  // namespace kinora
