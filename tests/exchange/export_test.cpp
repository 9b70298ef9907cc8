#include "exchange/same_columns.hpp"
#include "store/sample_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <limits>

namespace kinora {
namespace {

using namespace kinora::testing;
using ::testing::HasSubstr;

class ExportTable : public ::testing::Test {
 protected:
  ExportTable() : columns_(sample_columns(200, 1, 4)), table_(*Table::overwrite(directory_ / "t.lance", columns_)) {}

  TempDirectory directory_;
  std::vector<Column> columns_;
  Table table_;
};

TEST_F(ExportTable, WritesWhatAnotherTableCanTake) {
  ASSERT_EQ(export_table(table_, directory_ / "t.arrow"), 200U);
  auto copy = Table::overwrite(directory_ / "copy.lance", import_or_fail(directory_ / "t.arrow"));
  ASSERT_TRUE(copy) << copy.error().message();
  EXPECT_EQ(dump_rows(*copy), dump_rows(table_));
  const auto appended = copy->append(import_or_fail(directory_ / "t.arrow", copy->schema()));
  ASSERT_TRUE(appended) << appended.error().message();
  EXPECT_EQ(dump_rows(*copy), dump_rows(table_) + dump_rows(table_));
}

TEST_F(ExportTable, LeavesDeletedRowsOut) {
  ASSERT_TRUE(table_.delete_rows("id < 700"));
  ASSERT_EQ(export_table(table_, directory_ / "t.arrows"), 100U);
  EXPECT_EQ(dump_rows(import_or_fail(directory_ / "t.arrows")), dump_rows(table_));
}

TEST_F(ExportTable, TakesColumnsAndACondition) {
  const ExportOptions options{.columns = {"text", "id"}, .where = "id > 1000 AND text IS NOT NULL"};
  const auto rows = export_table(table_, directory_ / "t.arrow", options);
  ASSERT_TRUE(rows) << rows.error().message();
  const auto columns = import_or_fail(directory_ / "t.arrow");
  ASSERT_EQ(columns.size(), 2U);
  EXPECT_EQ(columns[0].field.name, "text");
  EXPECT_EQ(columns[1].rows, *rows);
  EXPECT_EQ(*rows, static_cast<std::size_t>(std::ranges::count(*table_.select(options.where), 1)));
  for (const std::int64_t id : columns[1].int64s.span()) EXPECT_GT(id, 1000);
}

TEST_F(ExportTable, WritesVectorsAsAnArray) {
  ASSERT_EQ(export_table(table_, directory_ / "t.npy"), 200U);
  const auto columns = import_or_fail(directory_ / "t.npy", table_.schema());
  expect_same(columns, std::vector{columns_.back()});
  EXPECT_EQ(import_or_fail(directory_ / "t.npy").front().field.dimension, 4U);
}

TEST_F(ExportTable, WritesJsonLines) {
  const ExportOptions options{.columns = {"id", "text", "year", "seen", "tags", "vector"}};
  ASSERT_EQ(export_table(table_, directory_ / "t.jsonl", options), 200U);
  std::vector<Column> expected;
  for (const std::string& name : options.columns) expected.push_back(*table_.column(name));
  expect_same(import_or_fail(directory_ / "t.jsonl", table_.schema()), expected);
}

TEST_F(ExportTable, WritesCsv) {
  ASSERT_EQ(export_table(table_, directory_ / "t.csv"), 200U);
  expect_same(import_or_fail(directory_ / "t.csv", table_.schema()), columns_);
  EXPECT_EQ(import_columns(directory_ / "t.csv")->size(), columns_.size());
}

TEST(ExportColumns, WritesCsvAsOthersDo) {
  const std::vector<std::optional<std::string_view>> texts = {"a", "", std::nullopt, "x,\"y\"\r\n", "a|b"};
  const std::vector<std::optional<double>> numbers = {0.1, std::numeric_limits<double>::infinity(),
                                                      -std::numeric_limits<double>::infinity(), std::nullopt,
                                                      std::numeric_limits<double>::quiet_NaN()};
  const std::vector<std::optional<std::vector<std::string_view>>> lists = {
      std::vector<std::string_view>{"a", "b"}, std::vector<std::string_view>{}, std::nullopt, std::vector<std::string_view>{"\""},
      std::vector<std::string_view>{""}};
  const std::vector<Column> columns = {make_string_column("a;b", texts), make_double_column("number", numbers),
                                       make_string_list_column("list", lists)};
  const TempDirectory directory;
  ASSERT_TRUE(export_columns(columns, directory / "t.csv"));
  EXPECT_EQ(read_file(directory / "t.csv"),
            "\"a;b\",number,list\n"
            "a,0.1,\"[\"\"a\"\",\"\"b\"\"]\"\n"
            "\"\",inf,[]\n"
            ",-inf,\n"
            "\"x,\"\"y\"\"\r\n\",,\"[\"\"\\\"\"\"\"]\"\n"
            "\"a|b\",nan,\"[\"\"\"\"]\"\n");
  expect_same(import_or_fail(directory / "t.csv", schema_of(columns)), columns);
}

TEST(ExportColumns, WritesCsvOfOneColumn) {
  const TempDirectory directory;
  const std::vector<Column> columns = {make_string_column("text", std::vector<std::optional<std::string_view>>{"", "a", ""})};
  ASSERT_TRUE(export_columns(columns, directory / "t.csv"));
  expect_same(import_or_fail(directory / "t.csv"), columns);
  const auto nulls =
      export_columns(std::vector{make_string_column("text", std::vector<std::optional<std::string_view>>{"a", std::nullopt})},
                     directory / "n.csv");
  ASSERT_FALSE(nulls);
  EXPECT_EQ(nulls.error().where, "column 'text', row 1");
  EXPECT_FALSE(std::filesystem::exists(directory / "n.csv"));
}

TEST_F(ExportTable, StopsWhenAskedTo) {
  CancellationToken token;
  token.request();
  for (const char* name : {"t.arrow", "t.arrows", "t.jsonl", "t.csv"}) {
    const auto rows = export_table(table_, directory_ / name, {}, {.cancellation = &token});
    ASSERT_FALSE(rows) << name;
    EXPECT_EQ(rows.error().code, ErrorCode::kCancelled);
    EXPECT_FALSE(std::filesystem::exists(directory_ / name));
    EXPECT_FALSE(std::filesystem::exists(directory_ / (std::string(name) + ".tmp")));
  }
  ASSERT_TRUE(export_table(table_, directory_ / "t.arrow"));
  EXPECT_EQ(import_columns(directory_ / "t.arrow", {}, {.cancellation = &token}).error().code, ErrorCode::kCancelled);
}

TEST_F(ExportTable, RefusesWhatItCannotWrite) {
  const auto message = [&](const std::string& name, const ExportOptions& options = {}) {
    const auto rows = export_table(table_, directory_ / name, options);
    EXPECT_FALSE(std::filesystem::exists(directory_ / name)) << name;
    return rows ? "no error" : rows.error().message();
  };
  EXPECT_THAT(message("t.parquet"), HasSubstr("names no format"));
  EXPECT_THAT(message("t"), HasSubstr("names no format"));
  EXPECT_THAT(message("t.arrow", {.columns = {"no such"}}), HasSubstr("no such"));
  EXPECT_THAT(message("t.arrow", {.where = "id >"}), HasSubstr("expected"));
  EXPECT_THAT(message("t.npy", {.columns = {"id"}}), HasSubstr("0 columns of vectors"));
  EXPECT_THAT(message("t.arrow", {.columns = {"id", "id"}}), HasSubstr("two columns have this name"));
  EXPECT_THAT(message("no/such/directory/t.arrow"), HasSubstr("t.arrow"));
  const auto nulls = export_columns(std::vector{nullable_vectors(5, 1, 4)}, directory_ / "v.npy");
  ASSERT_FALSE(nulls);
  EXPECT_THAT(nulls.error().message(), HasSubstr("row 1"));
}

TEST_F(ExportTable, ReplacesAFileWhole) {
  write_file(directory_ / "t.arrow", "something else");
  ASSERT_FALSE(export_table(table_, directory_ / "t.arrow", {.columns = {"no such"}}));
  EXPECT_EQ(read_file(directory_ / "t.arrow"), "something else");
  ASSERT_TRUE(export_table(table_, directory_ / "t.arrow"));
  EXPECT_EQ(import_or_fail(directory_ / "t.arrow").size(), columns_.size());
}

TEST(Import, RefusesFilesOfOtherFormsByName) {
  for (const auto& [magic, name] : std::vector<std::pair<std::string, std::string>>{
           {"PAR1....", "Parquet"}, {"FEA1....", "Feather"}, {"PK\x03\x04..", "zip"}, {"SQLite format 3\0", "SQLite"}}) {
    const Error error = import_error("file", magic);
    EXPECT_EQ(error.code, ErrorCode::kFormatUnknown);
    EXPECT_THAT(error.found, HasSubstr(name));
    EXPECT_FALSE(error.next_step.empty());
  }
}

TEST(Import, RefusesArraysThatAreNoVectors) {
  const TempDirectory directory;
  const float values[] = {1, std::numeric_limits<float>::quiet_NaN()};
  const Column column = make_vector_column("vector", {values, 1, 2, 2});
  ASSERT_TRUE(export_columns(std::vector{column}, directory / "v.npy"));
  const auto import = [&](const std::optional<Schema>& schema) {
    const auto columns = import_columns(directory / "v.npy", {.schema = schema});
    return columns ? "no error" : columns.error().message();
  };
  EXPECT_THAT(import(std::nullopt), HasSubstr("row 0: a vector has an element that is not finite as float32"));
  Field field = column.field;
  field.dimension = 3;
  EXPECT_THAT(import(Schema{{field}}), HasSubstr("expected 3 numbers, found 2"));
  Field other = field;
  field.name = "a";
  other.name = "b";
  EXPECT_THAT(import(Schema{{field, other}}), HasSubstr("2 columns of vectors"));
  EXPECT_THAT(import(Schema{}), HasSubstr("0 columns of vectors"));
}

}  // namespace
}  // namespace kinora
