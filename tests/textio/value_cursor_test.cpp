#include "textio/value_cursor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace kinora::textio {
namespace {

using Tokens = std::vector<std::string>;

/// The walk through a value as make_value_golden.py writes it; nothing if the text is refused.
std::optional<Tokens> walk(std::string_view text, ValueSyntax syntax) {
  std::pmr::monotonic_buffer_resource arena;
  ValueCursor cursor(text, syntax, arena);
  Tokens tokens;
  while (true) {
    const std::string value(cursor.text());
    switch (cursor.next()) {
      case ValueToken::kBeginList:
        tokens.emplace_back("[");
        break;
      case ValueToken::kEndList:
        tokens.emplace_back("]");
        break;
      case ValueToken::kBeginDict:
        tokens.emplace_back("{");
        break;
      case ValueToken::kEndDict:
        tokens.emplace_back("}");
        break;
      case ValueToken::kKey:
        tokens.push_back("k" + std::string(cursor.text()));
        break;
      case ValueToken::kString:
        tokens.push_back("s" + std::string(cursor.text()));
        break;
      case ValueToken::kNumber:
        tokens.push_back("n" + std::string(cursor.text()));
        break;
      case ValueToken::kTrue:
        tokens.emplace_back("True");
        break;
      case ValueToken::kFalse:
        tokens.emplace_back("False");
        break;
      case ValueToken::kNull:
        tokens.emplace_back("None");
        break;
      case ValueToken::kEnd:
        return tokens;
      case ValueToken::kError:
        EXPECT_FALSE(cursor.error().empty());
        EXPECT_LE(cursor.offset(), text.size());
        return std::nullopt;
    }
  }
}

/// Numbers are compared as numbers: the golden has Python's repr of them.
bool same(const Tokens& ours, const Tokens& golden) {
  if (ours.size() != golden.size()) return false;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const bool are_numbers = ours[i].starts_with('n') && golden[i].starts_with('n');
    if (are_numbers ? std::atof(ours[i].c_str() + 1) != std::atof(golden[i].c_str() + 1) : ours[i] != golden[i]) return false;
  }
  return true;
}

void expect_golden(const nlohmann::json& golden_case, const char* key, ValueSyntax syntax) {
  const auto tokens = walk(golden_case["text"].get<std::string>(), syntax);
  const auto& golden = golden_case[key];
  ASSERT_EQ(tokens.has_value(), !golden.is_null()) << key << ": " << golden_case["text"];
  if (tokens) {
    EXPECT_TRUE(same(*tokens, golden.get<Tokens>())) << key << ": " << golden_case["text"] << nlohmann::json(*tokens);
  }
}

TEST(ValueCursor, ReadsAsLiteralEvalAndJsonLoads) {
  std::ifstream file(KINORA_SOURCE_DIR "/tests/textio/golden/values.json");
  ASSERT_TRUE(file) << "run tests/textio/make_value_golden.py";
  const auto golden = nlohmann::json::parse(file);
  ASSERT_GT(golden["cases"].size(), 500U);
  for (const auto& golden_case : golden["cases"]) {
    expect_golden(golden_case, "python", ValueSyntax::kPythonLiteral);
    expect_golden(golden_case, "json", ValueSyntax::kJson);
  }
}

TEST(ValueCursor, TakesStringsFromTheTextWithoutCopying) {
  const std::string text = "['plain']";
  ValueCursor cursor(text, ValueSyntax::kPythonLiteral, *std::pmr::null_memory_resource());
  EXPECT_EQ(cursor.next(), ValueToken::kBeginList);
  EXPECT_EQ(cursor.next(), ValueToken::kString);
  EXPECT_EQ(cursor.text().data(), text.data() + 2);
}

TEST(ValueCursor, StopsAtTheDepthLimit) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  for (const ValueSyntax syntax : {ValueSyntax::kPythonLiteral, ValueSyntax::kJson}) {
    EXPECT_TRUE(walk(nested(ValueCursor::kMaxDepth), syntax).has_value());
    EXPECT_FALSE(walk(nested(ValueCursor::kMaxDepth + 1), syntax).has_value());
    EXPECT_FALSE(walk(std::string(1000000, '['), syntax).has_value());
  }
}

TEST(ValueCursor, SkipsAWholeValue) {
  std::pmr::monotonic_buffer_resource arena;
  ValueCursor cursor("[{'a': [1, {'b': 2}]}, 3]", ValueSyntax::kPythonLiteral, arena);
  EXPECT_EQ(cursor.next(), ValueToken::kBeginList);
  EXPECT_TRUE(cursor.skip(cursor.next()));
  EXPECT_EQ(cursor.depth(), 1U);
  EXPECT_EQ(cursor.next(), ValueToken::kNumber);
  EXPECT_EQ(cursor.text(), "3");
}

TEST(ValueCursor, StaysAtItsError) {
  std::pmr::monotonic_buffer_resource arena;
  ValueCursor cursor("[1; 2]", ValueSyntax::kPythonLiteral, arena);
  cursor.next();
  cursor.next();
  EXPECT_EQ(cursor.next(), ValueToken::kError);
  EXPECT_EQ(cursor.error(), "',' or ']'");
  EXPECT_EQ(cursor.offset(), 2U);
  EXPECT_EQ(cursor.next(), ValueToken::kError);
  EXPECT_EQ(cursor.offset(), 2U);
  EXPECT_FALSE(cursor.skip(ValueToken::kBeginList));
}

}  // namespace
}  // namespace kinora::textio
