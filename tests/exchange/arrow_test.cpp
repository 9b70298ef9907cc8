#include "exchange/readers.hpp"
#include "exchange/same_columns.hpp"
#include "store/lance/column_check.hpp"
#include "store/sample_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>

namespace kinora {
namespace {

using namespace kinora::testing;
using exchange::ArrowForm;
using std::filesystem::path;
using ::testing::HasSubstr;

const path kFixtures = path(KINORA_SOURCE_DIR) / "tests/exchange/fixtures";

void expect_round_trip(const std::vector<Column>& columns) {
  const TempDirectory directory;
  for (const char* name : {"t.arrow", "t.arrows"}) {
    const auto written = export_columns(columns, directory / name);
    ASSERT_TRUE(written) << written.error().message();
    expect_same(import_or_fail(directory / name), columns);
    expect_same(import_or_fail(directory / name, schema_of(columns)), columns);
    EXPECT_FALSE(std::filesystem::exists(directory / (std::string(name) + ".tmp")));
  }
}

TEST(Arrow, GivesBackColumnsOfEveryType) {
  for (const std::size_t rows : {0U, 1U, 7U, 8U, 9U, 500U}) expect_round_trip(sample_columns(rows, rows, 5));
  expect_round_trip(sample_columns_without_nulls(300, 2));
  expect_round_trip({nullable_vectors(70, 3, 4)});
}

TEST(Arrow, GivesBackManyBatches) {
  const std::vector<Column> columns = sample_columns(20'000, 1, 500);
  const TempDirectory directory;
  ASSERT_TRUE(export_columns(columns, directory / "t.arrow"));
  const std::vector<Column> found = import_or_fail(directory / "t.arrow");
  ASSERT_EQ(found.size(), columns.size());
  EXPECT_TRUE(std::ranges::equal(found.back().floats.span(), columns.back().floats.span()));
  expect_same(std::span(found).first(8), std::span(columns).first(8));
}

TEST(Arrow, WritesTheSameBytesWhateverLiesUnderNulls) {
  std::vector<Column> columns = {make_string_column("text", std::vector<std::optional<std::string_view>>{"a", std::nullopt}),
                                 make_int32_column("year", std::vector<std::optional<std::int32_t>>{1, std::nullopt})};
  std::vector<Column> other = columns;
  other[0].text = Buffer<char>(std::vector<char>{'a', 'x', 'y'});
  other[0].text_ends = Buffer<std::uint64_t>(std::vector<std::uint64_t>{1, 3});
  other[1].int32s = Buffer<std::int32_t>(std::vector<std::int32_t>{1, 77});
  const TempDirectory directory;
  ASSERT_TRUE(export_columns(columns, directory / "a.arrow"));
  ASSERT_TRUE(export_columns(other, directory / "b.arrow"));
  EXPECT_EQ(read_file(directory / "a.arrow"), read_file(directory / "b.arrow"));
}

TEST(Arrow, ReadsTheTypesOfOtherPrograms) {
  for (const char* name : {"types.arrow", "types.arrows"}) {
    const std::vector<Column> columns = import_or_fail(kFixtures / name);
    using enum DataType;
    EXPECT_EQ(types_of(columns), (std::vector<DataType>{kInt32, kInt32, kInt32, kInt64, kInt32, kInt32, kInt64, kFloat32,
                                                        kFloat64, kBool, kString, kString, kString, kStringList, kVector}));
    const std::string one = bits_of(0.5F);
    EXPECT_EQ(dump_rows(columns),
              "[-128,-32768,-2147483648,\"-9223372036854775808\",0,0,\"0\",\"" + one + "\",\"" + bits_of(0.1) +
                  "\",true,\"Amélie\",\"🎬\",\"Drama\",[\"a\",null],\"3f80000040000000\"]\n"
                  "[null,null,null,null,null,null,null,null,null,null,null,null,null,null,\"4040000040800000\"]\n"
                  "[127,32767,2147483647,\"9223372036854775807\",255,65535,\"4294967295\",\"" +
                  bits_of(-1.25F) + "\",\"" + bits_of(1e300) + "\",false,\"\",\"x\",\"Drama\",[],\"40a0000040c00000\"]\n");
  }
}

TEST(Arrow, ReadsWhatPolarsWrites) {
  const std::string expected = read_file(kFixtures / "polars.jsonl");
  ASSERT_FALSE(expected.empty());
  for (const char* name : {"polars_uncompressed.arrow", "polars_lz4.arrow", "polars_zstd.arrow", "polars_zstd.arrows"}) {
    const std::vector<Column> columns = import_or_fail(kFixtures / name);
    EXPECT_TRUE(dump_rows(columns) == expected) << name << "\n" << dump_rows(columns).substr(0, 2000);
    // Those after the columns of views are found when these are passed over.
    const auto chosen = import_columns(kFixtures / name, {.columns = {"doubles", "id"}});
    ASSERT_TRUE(chosen) << chosen.error().message();
    expect_same(*chosen, std::vector{columns.back(), columns.front()});
  }
}

TEST(Arrow, ConvertsToTheTypesOfTheTable) {
  const Schema schema{{{.name = "u64", .type = DataType::kInt32},
                       {.name = "doubles", .type = DataType::kVector, .dimension = 2},
                       {.name = "wide", .type = DataType::kVector, .dimension = 2},
                       {.name = "nothing", .type = DataType::kStringList},
                       {.name = "counted", .type = DataType::kFloat64},
                       {.name = "not in the file", .type = DataType::kString}}};
  for (const char* name : {"convertible.arrow", "convertible.arrows"}) {
    const std::vector<Column> columns = import_or_fail(kFixtures / name, schema);
    EXPECT_EQ(dump_rows(columns), "[1,\"3f0000003f800000\",\"3f0000003f800000\",null,\"" + bits_of(2024.0) +
                                      "\"]\n[2,\"4000000040400000\",\"4000000040400000\",null,\"" + bits_of(1895.0) + "\"]\n");
  }
}

TEST(Arrow, TakesWholeNumbersThatAreWrittenAsFloatingOnes) {
  const TempDirectory directory;
  const std::vector<std::optional<double>> values = {1995.0, std::nullopt, -2147483648.0};
  ASSERT_TRUE(export_columns(std::vector{make_double_column("year", values)}, directory / "y.arrow"));
  const Field field{.name = "year", .type = DataType::kInt32};
  EXPECT_EQ(dump_rows(import_or_fail(directory / "y.arrow", Schema{{field}})), "[1995]\n[null]\n[-2147483648]\n");
  for (const double wrong : {0.5, 2147483648.0, std::numeric_limits<double>::quiet_NaN()}) {
    const std::vector<std::optional<double>> one = {wrong};
    ASSERT_TRUE(export_columns(std::vector{make_double_column("year", one)}, directory / "w.arrow"));
    const auto columns = import_columns(directory / "w.arrow", {.schema = Schema{{field}}});
    ASSERT_FALSE(columns) << wrong;
    EXPECT_EQ(columns.error().expected, "a whole number of 32 bits");
  }
}

TEST(Arrow, PassesOverColumnsThatAreNotChosen) {
  for (const char* name : {"between.arrow", "between.arrows"}) {
    EXPECT_FALSE(import_columns(kFixtures / name)) << "types that no table has";
    const auto columns = import_columns(kFixtures / name, {.columns = {"text", "id"}});
    ASSERT_TRUE(columns) << columns.error().message();
    EXPECT_EQ(dump_rows(*columns), "[\"a\",\"1\"]\n[null,\"2\"]\n");
    const auto named = import_columns(kFixtures / name, {.columns = {"named"}});
    ASSERT_TRUE(named) << named.error().message();
    EXPECT_EQ(dump_rows(*named), "[\"x\"]\n[null]\n");
  }
}

TEST(Arrow, TakesListsOfOneLengthForVectors) {
  for (const char* name : {"lists_of_vectors.arrow", "lists_of_vectors.arrows"}) {
    const std::vector<Column> columns = import_or_fail(kFixtures / name);
    ASSERT_EQ(types_of(columns), (std::vector<DataType>{DataType::kVector, DataType::kVector}));
    EXPECT_EQ(columns[0].field.dimension, 2U);
    const std::string first = "\"3f0000003f800000\"";
    const std::string last = "\"4000000040400000\"";
    EXPECT_EQ(dump_rows(columns),
              "[null,null]\n[null,null]\n[" + first + "," + first + "]\n[null,null]\n[" + last + "," + last + "]\n");
  }
  const auto ragged = import_columns(kFixtures / "ragged_vectors.arrow");
  ASSERT_FALSE(ragged);
  EXPECT_EQ(ragged.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(ragged.error().expected, "2 numbers");
  EXPECT_EQ(ragged.error().found, "1");
  EXPECT_THAT(ragged.error().where, HasSubstr("column 'doubles', row 1"));
  EXPECT_EQ(import_columns(kFixtures / "empty_vectors.arrow").error().expected, "at least one number");
}

TEST(Arrow, TakesAColumnOfNothingForTexts) {
  const auto columns = import_columns(kFixtures / "convertible.arrow", {.columns = {"nothing"}});
  ASSERT_TRUE(columns) << columns.error().message();
  EXPECT_EQ(columns->front().field, (Field{.name = "nothing", .type = DataType::kString}));
  EXPECT_EQ(dump_rows(*columns), "[null]\n[null]\n");
}

TEST(Arrow, ReadsBatchAfterBatch) {
  for (const char* name : {"batches.arrow", "batches.arrows"})
    EXPECT_EQ(dump_rows(import_or_fail(kFixtures / name)), "[\"1\"]\n[\"2\"]\n[\"2\"]\n");
}

TEST(Arrow, RefusesOtherTypesByName) {
  const std::pair<std::string, std::string> refused[] = {{"uint64", "uint64"},
                                                         {"float16", "float16"},
                                                         {"timestamp", "timestamp"},
                                                         {"binary", "binary"},
                                                         {"struct", "struct"},
                                                         {"list_of_int32", "list of int32"},

                                                         {"fixed_size_list_of_int32", "fixed_size_list of int32"},
                                                         {"list_of_float16", "list of float16"},
                                                         {"dictionary_of_int32", "dictionary of int32"}};
  for (const auto& [name, type] : refused) {
    const auto columns = import_columns(kFixtures / ("refused_" + name + ".arrow"));
    ASSERT_FALSE(columns) << name;
    EXPECT_EQ(columns.error().code, ErrorCode::kFormatUnknown);
    EXPECT_EQ(columns.error().found, type);
    EXPECT_THAT(columns.error().where, HasSubstr("column 'column'"));
  }
}

Error error_of(const std::string& fixture, const Field& field) {
  const auto columns = import_columns(kFixtures / fixture, {.schema = Schema{{field}}});
  if (columns) ADD_FAILURE() << "no error";
  return columns ? Error{} : columns.error();
}

TEST(Arrow, RefusesWhatDoesNotFitTheTable) {
  const Error unknown = error_of("batches.arrow", {.name = "key"});
  EXPECT_EQ(unknown.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(unknown.expected, "one of key");
  EXPECT_EQ(unknown.found, "'id'");
  const Error type = error_of("batches.arrow", {.name = "id", .type = DataType::kString});
  EXPECT_EQ(type.expected, "a text");
  EXPECT_EQ(type.found, "int64");
  const TempDirectory directory;
  ASSERT_TRUE(export_columns(std::vector{make_int64_column("n", {1, std::int64_t{1} << 40})}, directory / "n.arrow"));
  const auto narrow = import_columns(directory / "n.arrow", {.schema = Schema{{{.name = "n", .type = DataType::kInt32}}}});
  ASSERT_FALSE(narrow);
  EXPECT_THAT(narrow.error().where, HasSubstr("column 'n', row 1"));
  EXPECT_EQ(narrow.error().found, "1099511627776");
  const auto rounded = import_columns(directory / "n.arrow", {.schema = Schema{{{.name = "n", .type = DataType::kFloat32}}}});
  EXPECT_FALSE(rounded);
  ASSERT_TRUE(export_columns(std::vector{nullable_vectors(5, 1, 4)}, directory / "v.arrow"));
  const auto dimension =
      import_columns(directory / "v.arrow", {.schema = Schema{{{.name = "vector", .type = DataType::kVector, .dimension = 5}}}});
  ASSERT_FALSE(dimension);
  EXPECT_EQ(dimension.error().expected, "5 numbers");
  EXPECT_EQ(dimension.error().found, "4");
}

TEST(Arrow, RefusesVectorsThatAreNotFinite) {
  const float values[] = {1, 2, 3, std::numeric_limits<float>::infinity()};
  const TempDirectory directory;
  ASSERT_TRUE(export_columns(std::vector{make_vector_column("vector", {values, 2, 2, 2})}, directory / "v.arrow"));
  const auto columns = import_columns(directory / "v.arrow");
  ASSERT_FALSE(columns);
  EXPECT_EQ(columns.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(columns.error().where, HasSubstr("row 1"));
  EXPECT_EQ(columns.error().found, "inf");
}

/// The file's bytes as columns that a table would take.
Result<std::vector<Column>> read_bytes(std::string_view bytes, ArrowForm form) {
  auto columns = exchange::read_arrow(std::as_bytes(std::span(bytes)), "file", form, {}, {});
  if (columns)
    if (const auto checked = lance::check_columns(*columns); !checked) return tl::unexpected<Error>(checked.error());
  return columns;
}

TEST(Arrow, RefusesEveryCutFile) {
  for (const ArrowForm form : {ArrowForm::kFile, ArrowForm::kStream}) {
    const std::string whole = read_file(kFixtures / (form == ArrowForm::kStream ? "types.arrows" : "types.arrow"));
    std::size_t read = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto columns = read_bytes(std::string_view(whole).substr(0, size), form);
      if (columns)
        ++read;
      else
        EXPECT_TRUE(columns.error().code == ErrorCode::kFileTruncated || columns.error().code == ErrorCode::kFormatUnknown)
            << columns.error().message();
    }
    // A stream may end after any of its messages: the schema, the dictionary, the batch.
    EXPECT_EQ(read, form == ArrowForm::kStream ? 3U : 0U);
  }
}

TEST(Arrow, ReadsOrRefusesEveryChangedByte) {
  for (const ArrowForm form : {ArrowForm::kFile, ArrowForm::kStream}) {
    const std::string whole = read_file(kFixtures / (form == ArrowForm::kStream ? "types.arrows" : "types.arrow"));
    for (std::size_t at = 0; at < whole.size(); ++at)
      for (const unsigned change : {0x01U, 0x80U, 0xFFU}) {
        std::string changed = whole;
        changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ change);
        if (const auto columns = read_bytes(changed, form)) static_cast<void>(dump_rows(*columns));
      }
  }
}

}  // namespace
}  // namespace kinora
