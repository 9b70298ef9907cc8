#include "exchange/same_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kinora {
namespace {

using namespace kinora::testing;
using ::testing::HasSubstr;

const Schema kSchema{{{.name = "id", .type = DataType::kInt64},
                      {.name = "title", .type = DataType::kString},
                      {.name = "year", .type = DataType::kInt32},
                      {.name = "score", .type = DataType::kFloat32},
                      {.name = "exact", .type = DataType::kFloat64},
                      {.name = "seen", .type = DataType::kBool},
                      {.name = "genres", .type = DataType::kStringList},
                      {.name = "vector", .type = DataType::kVector, .dimension = 2}}};

TEST(Csv, ReadsEveryTypeOfTheTable) {
  const std::string rows = import_text("films.csv",
                                       "id,title,year,score,exact,seen,genres,vector\n"
                                       "1,\"Toy, Story\",1995,0.5,1e300,true,\"[\"\"Comedy\"\", null]\",\"[0.5, -1]\"\n"
                                       "2,,,,,,,\n"
                                       "3,\"\",-1.0,-0,nan,FALSE,\"['It\\'s', \"\"it's\"\"]\",\"[1e-60,2]\"\n"
                                       "4,007,2024,1,2,0,Comedy|Film-Noir,\"[1,2]\"\n"
                                       "5,\"two\nlines\",1,1,1,1,[],\"[1,2]\"\n",
                                       kSchema);
  EXPECT_EQ(rows, "[\"1\",\"Toy, Story\",1995,\"3f000000\",\"" + bits_of(1e300) +
                      "\",true,[\"Comedy\",null],\"3f000000bf800000\"]\n"
                      "[\"2\",null,null,null,null,null,null,null]\n"
                      "[\"3\",\"\",-1,\"80000000\",\"nan\",false,[\"It's\",\"it's\"],\"0000000040000000\"]\n"
                      "[\"4\",\"007\",2024,\"3f800000\",\"" +
                      bits_of(2.0) +
                      "\",false,[\"Comedy\",\"Film-Noir\"],\"3f80000040000000\"]\n"
                      "[\"5\",\"two\\nlines\",1,\"3f800000\",\"" +
                      bits_of(1.0) + "\",true,[],\"3f80000040000000\"]\n");
}

TEST(Csv, LeavesColumnsOutThatTheFileHasNot) {
  const TempDirectory directory;
  const auto columns = import_or_fail(directory.write("films.csv", "year\tid\n1995\t1\n\t2\n"), kSchema);
  ASSERT_EQ(columns.size(), 2U);
  EXPECT_EQ(columns[0].field, kSchema.fields[2]);
  EXPECT_EQ(dump_rows(columns), "[1995,\"1\"]\n[null,\"2\"]\n");
}

TEST(Csv, FindsTypesOut) {
  const TempDirectory directory;
  const auto columns = import_or_fail(directory.write("films.csv",
                                                      "whole,mixed,code,flag,texts,vector,ragged,nothing,large,word\n"
                                                      "1,1,007,true,\"[\"\"a\"\"]\",\"[1,2]\",[1],,123456789012345678901,1\n"
                                                      ",2.5,12,False,\"['b', None]\",\"[3,4]\",\"[1,2]\",,1,x\n"
                                                      "-3,-1,1,,[],,[],,2,2\n"));
  using enum DataType;
  EXPECT_EQ(types_of(columns),
            (std::vector<DataType>{kInt64, kFloat64, kString, kBool, kStringList, kVector, kString, kString, kString, kString}));
  EXPECT_EQ(columns[5].field.dimension, 2U);
  EXPECT_EQ(dump_rows(std::span(columns).subspan(0, 5)),
            "[\"1\",\"3ff0000000000000\",\"007\",true,[\"a\"]]\n[null,\"4004000000000000\",\"12\",false,[\"b\",null]]\n"
            "[\"-3\",\"bff0000000000000\",\"1\",null,[]]\n");
}

TEST(Csv, ReadsAHeaderWithoutRows) {
  EXPECT_EQ(import_text("films.csv", "id,title\n", kSchema), "");
  EXPECT_EQ(import_text("films.csv", "id,title\n"), "");
}

void expect_misfit(const std::string& header, const std::string& cell, const std::string& expected, const std::string& found) {
  const Error error = import_error("films.csv", "id," + header + "\n1,\n\n2," + cell + "\n", kSchema);
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.where, "films.csv, line 4, column '" + header + "'");
  EXPECT_EQ(error.expected, expected) << cell;
  EXPECT_EQ(error.found, found) << cell;
}

TEST(Csv, NamesTheCellThatDoesNotFit) {
  expect_misfit("year", "MCMXCV", "a whole number of 32 bits", "'MCMXCV'");
  expect_misfit("year", "3000000000", "a whole number of 32 bits", "'3000000000'");
  expect_misfit("year", "1995.5", "a whole number of 32 bits", "'1995.5'");
  expect_misfit("score", "1e40", "a number", "'1e40'");
  expect_misfit("seen", "yes", "true or false", "'yes'");
  expect_misfit("genres", "[1]", "a list of texts", "the number 1");
  expect_misfit("genres", "\"[[]]\"", "a list of texts", "a list");
  expect_misfit("vector", "\"[1,2,3]\"", "a list of 2 finite numbers", "3 of them");
  expect_misfit("vector", "\"[1,null]\"", "a list of 2 finite numbers", "null");
  expect_misfit("vector", "\"[1,1e39]\"", "a list of 2 finite numbers", "the number 1e39");
  expect_misfit("vector", "\"[1,nan]\"", "a list of 2 finite numbers", "'nan' at byte 3");
  expect_misfit("vector", "\"[-Infinity, 1]\"", "a list of 2 finite numbers", "'-Infinity' at byte 1");
  expect_misfit("vector", "\"[1,two]\"", "a value", "'two' at byte 3");
  expect_misfit("vector", "\"[1,\"", "a value", "the end of the value at byte 3");
  expect_misfit("vector", "1 2", "a list of 2 finite numbers like [0.5, -1]", "no list");
}

TEST(Csv, NamesWhatIsWrongWithTheFile) {
  EXPECT_THAT(import_error("a.csv", "id,other\n1,2\n", kSchema).message(),
              HasSubstr("no column of this name (expected one of id, title"));
  EXPECT_THAT(import_error("a.csv", "id,id\n1,2\n").message(), HasSubstr("two columns of the header have the same name"));
  EXPECT_THAT(import_error("a.csv", ",id\n0,2\n").message(), HasSubstr("index=False"));
  const Error open = import_error("a.csv", "id,title\n1,\"x\n", kSchema);
  EXPECT_EQ(open.code, ErrorCode::kFileTruncated);
  EXPECT_EQ(open.where, "a.csv, line 2");
  const Error cells = import_error("a.csv", "id,title\n1,x\n2,x,y\n", kSchema);
  EXPECT_EQ(cells.where, "a.csv, line 3");
  EXPECT_EQ(cells.found, "3");
  EXPECT_EQ(import_error("a.csv", "").code, ErrorCode::kFileEmpty);
  EXPECT_EQ(import_error("a.csv", std::string_view("a\0b", 3)).code, ErrorCode::kFileBinary);
  EXPECT_EQ(import_columns("no such file.csv").error().code, ErrorCode::kFileNotFound);
}

TEST(Csv, StopsWhenAskedTo) {
  std::string text = "id\n";
  for (int i = 0; i < 5000; ++i) text += "1\n";
  const TempDirectory directory;
  CancellationToken token;
  token.request();
  for (const char* header : {"", "{\"id\":1}\n"}) {
    std::string content = text;
    if (*header != '\0') {
      content.clear();
      for (int i = 0; i < 5000; ++i) content += header;
    }
    const auto columns = import_columns(directory.write("many", content), {}, {.cancellation = &token});
    ASSERT_FALSE(columns);
    EXPECT_EQ(columns.error().code, ErrorCode::kCancelled);
  }
}

}  // namespace
}  // namespace kinora
