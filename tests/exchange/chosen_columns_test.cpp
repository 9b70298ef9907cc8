#include "exchange/same_columns.hpp"
#include "store/sample_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

/// Some of a file's columns, which its other columns do not disturb.
namespace kinora {
namespace {

using namespace kinora::testing;
using ::testing::HasSubstr;

class ChosenColumns : public ::testing::TestWithParam<const char*> {
 protected:
  ChosenColumns() : path_(directory_ / ("t." + std::string(GetParam()))) {
    EXPECT_TRUE(export_columns(columns_, path_)) << path_;
  }

  TempDirectory directory_;
  std::vector<Column> columns_ = sample_columns(50, 1, 3);
  std::filesystem::path path_;
};

TEST_P(ChosenColumns, AreReadInTheirOrder) {
  std::vector<Column> expected;
  for (const char* name : {"text", "id"})
    for (const Column& column : columns_)
      if (column.field.name == name) expected.push_back(column);
  ASSERT_EQ(expected.size(), 2U);
  const auto typed = import_columns(path_, {.schema = schema_of(expected), .columns = {"text", "id"}});
  ASSERT_TRUE(typed) << typed.error().message();
  expect_same(*typed, expected);
  const auto found_out = import_columns(path_, {.columns = {"text", "id"}});
  ASSERT_TRUE(found_out) << found_out.error().message();
  EXPECT_EQ(types_of(*found_out), (std::vector<DataType>{DataType::kString, DataType::kInt64}));
}

TEST_P(ChosenColumns, AreInTheFileAndInTheTable) {
  const auto missing = import_columns(path_, {.columns = {"id", "no such"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(missing.error().found, "'no such'");
  EXPECT_THAT(missing.error().expected, HasSubstr("id, "));
  const auto not_of_table = import_columns(path_, {.schema = Schema{{{.name = "id"}}}, .columns = {"text"}});
  ASSERT_FALSE(not_of_table);
  EXPECT_THAT(not_of_table.error().message(), HasSubstr("the table has no column of this name"));
  EXPECT_THAT(import_columns(path_, {.columns = {"id", "id"}}).error().message(), HasSubstr("two columns have this name"));
}

INSTANTIATE_TEST_SUITE_P(Forms, ChosenColumns, ::testing::Values("arrow", "arrows", "csv", "jsonl"),
                         [](const auto& form) { return std::string(form.param); });

TEST(ChosenColumn, NamesAnArray) {
  const TempDirectory directory;
  const float values[] = {1, 2, 3, 4};
  ASSERT_TRUE(export_columns(std::vector{make_vector_column("x", {values, 2, 2, 2})}, directory / "v.npy"));
  const auto named = import_columns(directory / "v.npy", {.columns = {"mood"}});
  ASSERT_TRUE(named) << named.error().message();
  expect_same(*named, std::vector{make_vector_column("mood", {values, 2, 2, 2})});
  const Schema schema{{{.name = "a", .type = DataType::kVector, .dimension = 2},
                       {.name = "b", .type = DataType::kVector, .nullable = false, .dimension = 2},
                       {.name = "id", .type = DataType::kInt64}}};
  const auto chosen = import_columns(directory / "v.npy", {.schema = schema, .columns = {"b"}});
  ASSERT_TRUE(chosen) << chosen.error().message();
  EXPECT_EQ(chosen->front().field, schema.fields[1]);
  EXPECT_THAT(import_columns(directory / "v.npy", {.schema = schema, .columns = {"id"}}).error().message(),
              HasSubstr("an array is a column of vectors"));
  EXPECT_THAT(import_columns(directory / "v.npy", {.schema = schema, .columns = {"c"}}).error().message(),
              HasSubstr("the table has no column of this name"));
  EXPECT_THAT(import_columns(directory / "v.npy", {.columns = {"a", "b"}}).error().message(),
              HasSubstr("an array is one column"));
}

}  // namespace
}  // namespace kinora
