#include "exchange/same_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kinora {
namespace {

using namespace kinora::testing;
using ::testing::HasSubstr;

const Schema kJsonSchema{{{.name = "id", .type = DataType::kInt64},
                          {.name = "title", .type = DataType::kString},
                          {.name = "score", .type = DataType::kFloat32},
                          {.name = "seen", .type = DataType::kBool},
                          {.name = "genres", .type = DataType::kStringList},
                          {.name = "vector", .type = DataType::kVector, .dimension = 2}}};

TEST(JsonLines, ReadsEveryTypeOfTheTable) {
  EXPECT_EQ(
      import_text("films.jsonl",
                  "{\"id\":1,\"title\":\"a\\u00e9\\n\",\"score\":0.5,\"seen\":true,\"genres\":[\"x\",null],\"vector\":[1,2]}\n"
                  "\n"
                  "{}\n"
                  "  {\"vector\":null,\"genres\":[],\"id\":3.0,\"title\":\"\"}\r\n",
                  kJsonSchema),
      "[\"1\",\"aé\\n\",\"3f000000\",true,[\"x\",null],\"3f80000040000000\"]\n"
      "[null,null,null,null,null,null]\n[\"3\",\"\",null,null,[],null]\n");
}

TEST(JsonLines, FindsTypesOut) {
  const TempDirectory directory;
  const auto columns = import_or_fail(directory.write("films.jsonl",
                                                      "{\"whole\":1,\"mixed\":1,\"text\":null,\"none\":null,\"list\":[]}\n"
                                                      "{\"mixed\":0.5,\"text\":\"x\",\"vector\":[1,2.5],\"flag\":false}\n"
                                                      "{\"list\":[\"a\",null],\"whole\":-2}\n"));
  using enum DataType;
  EXPECT_EQ(types_of(columns), (std::vector<DataType>{kInt64, kFloat64, kString, kString, kStringList, kVector, kBool}));
  EXPECT_EQ(dump_rows(columns),
            "[\"1\",\"3ff0000000000000\",null,null,[],null,null]\n"
            "[null,\"3fe0000000000000\",\"x\",null,null,\"3f80000040200000\",false]\n"
            "[\"-2\",null,null,null,[\"a\",null],null,null]\n");
}

void expect_json_misfit(const std::string& text, const std::string& where, const std::string& expected, const std::string& found,
                        const std::optional<Schema>& schema = std::nullopt) {
  const Error error = import_error("a.jsonl", text, schema);
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.where, where) << text;
  EXPECT_EQ(error.expected, expected) << text;
  EXPECT_EQ(error.found, found) << text;
}

TEST(JsonLines, NamesTheValueThatDoesNotFit) {
  expect_json_misfit("{\"id\":1}\n{\"id\":\"1\"}\n", "a.jsonl, line 2, column 'id'", "a whole number of 64 bits", "the text '1'",
                     kJsonSchema);
  expect_json_misfit("{\"id\":1.5}\n", "a.jsonl, line 1, column 'id'", "a whole number of 64 bits", "'1.5'", kJsonSchema);
  expect_json_misfit("{\"title\":{}}\n", "a.jsonl, line 1, column 'title'", "a text", "an object", kJsonSchema);
  expect_json_misfit("{\"vector\":[1]}\n", "a.jsonl, line 1, column 'vector'", "a list of 2 finite numbers", "1 of them",
                     kJsonSchema);
  expect_json_misfit("{\"vector\":[1, NaN]}\n", "a.jsonl, line 1, column 'vector'", "a list of 2 finite numbers",
                     "'NaN' at byte 14", kJsonSchema);
  expect_json_misfit("{\"vector\":[-Infinity]}\n", "a.jsonl, line 1, column 'vector'", "a list of 2 finite numbers",
                     "'-Infinity' at byte 11", kJsonSchema);
  expect_json_misfit("{\"a\":[1, inf]}\n", "a.jsonl, line 1, column 'a'",
                     "a text, a number, true, false, a list of texts or a list of numbers", "'inf' at byte 9");
  expect_json_misfit("{\"id\":1,\"id\":2}\n", "a.jsonl, line 1, column 'id'", "one value", "another one of the same name",
                     kJsonSchema);
  expect_json_misfit("{\"a\":1}\n{\"a\":\"x\"}\n", "a.jsonl, line 2, column 'a'", "a number, as before", "a text");
  expect_json_misfit("{\"a\":[1]}\n{\"a\":[1,2]}\n", "a.jsonl, line 2, column 'a'", "a list of 1 numbers, as before",
                     "a list of 2 numbers");
  expect_json_misfit("{\"a\":{\"b\":1}}\n", "a.jsonl, line 1, column 'a'",
                     "a text, a number, true, false, a list of texts or a list of numbers", "an object");
  expect_json_misfit("{\"a\":[1,\"x\"]}\n", "a.jsonl, line 1, column 'a'", "a list of numbers or a list of texts",
                     "one with both, or with nulls among numbers");
  expect_json_misfit("{\"a\":123456789012345678901}\n", "a.jsonl, line 1, column 'a'", "a number that 64 bits hold",
                     "123456789012345678901");
}

TEST(JsonLines, NamesWhatIsWrongWithTheFile) {
  EXPECT_THAT(import_error("a.jsonl", "{\"id\":1}\n{\"id\":\n", kJsonSchema).where, HasSubstr("a.jsonl, line 2"));
  EXPECT_THAT(import_error("a.jsonl", "{\"id\":1} x\n", kJsonSchema).message(), HasSubstr("the line is no JSON"));
  EXPECT_THAT(import_error("a.jsonl", "{\"id\":1}\n[1]\n", kJsonSchema).message(), HasSubstr("the line is no JSON object"));
  EXPECT_THAT(import_error("a.jsonl", "{\"key\":1}\n", kJsonSchema).message(), HasSubstr("no column of this name"));
  EXPECT_THAT(import_error("a.json", "[{\"id\":1}]\n").message(), HasSubstr("jq -c '.[]'"));
  EXPECT_THAT(import_error("a.jsonl", "{}\n{}\n").message(), HasSubstr("no object has a member"));
}

}  // namespace
}  // namespace kinora
