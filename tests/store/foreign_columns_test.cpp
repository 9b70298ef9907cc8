#include "kinora/store/compact.hpp"
#include "kinora/store/table.hpp"
#include "store/lance/snapshot.hpp"
#include "store/lancedb.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <vector>

/// Columns of types that Kinora has no name for.
namespace kinora {
namespace {

using kinora::testing::run_script;
using kinora::testing::TempDirectory;
using ::testing::Each;
using ::testing::HasSubstr;

const std::filesystem::path kFixtures = std::filesystem::path(KINORA_SOURCE_DIR) / "tests/store/fixtures";

class ForeignColumns : public ::testing::TestWithParam<const char*> {
 protected:
  ForeignColumns() : snapshot_(lance::open_snapshot(local_file_system(), path(), std::nullopt)) {}

  static std::filesystem::path path() { return kFixtures / (std::string("lancedb-") + GetParam()) / "foreign.lance"; }

  Column read(const std::string& name) {
    if (!snapshot_) {
      ADD_FAILURE() << snapshot_.error().message();
      return {};
    }
    const auto field = std::find_if(snapshot_->fields.begin(), snapshot_->fields.end(),
                                    [&](const lance::TableField& each) { return each.field.name == name; });
    if (field == snapshot_->fields.end() || !field->carried()) {
      ADD_FAILURE() << name << " is not carried";
      return {};
    }
    auto column = lance::read_column(snapshot_->fragments, *field);
    EXPECT_TRUE(column) << column.error().message();
    return column ? *std::move(column) : Column();
  }

  template <class T>
  T value(const std::string& name, std::size_t row) {
    const Column column = read(name);
    T result{};
    if (column.field.dimension != sizeof(T) || column.foreign.size() < (row + 1) * sizeof(T)) {
      ADD_FAILURE() << name << " has values of " << column.field.dimension << " bytes";
      return result;
    }
    std::memcpy(&result, &column.foreign[row * sizeof(T)], sizeof(T));
    return result;
  }

  Result<lance::Snapshot> snapshot_;
};

TEST_P(ForeignColumns, AreLeftOutOfTheSchemaAndNoted) {
  const auto table = Table::open(path());
  ASSERT_TRUE(table) << table.error().message();
  ASSERT_EQ(table->schema().fields.size(), 1U);
  EXPECT_EQ(table->schema().fields.front().name, "id");
  EXPECT_EQ(table->notes().size(), 34U);
  EXPECT_THAT(table->notes(), Each(HasSubstr("is left out")));
}

TEST_P(ForeignColumns, AreReadAsTheirBytes) {
  EXPECT_EQ(value<std::int8_t>("int8", 3), -17);
  EXPECT_EQ(value<std::uint8_t>("uint8", 34), 234);
  EXPECT_EQ(value<std::int16_t>("int16", 34), -34 * 300);
  EXPECT_EQ(value<std::uint32_t>("uint32", 21), 4000000021U);
  EXPECT_EQ(value<std::uint64_t>("uint64", 19), (std::uint64_t{1} << 63U) + 19);
  EXPECT_EQ(value<std::int32_t>("day", 7), 700);
  EXPECT_EQ(value<std::int64_t>("instant", 7), 7'000'000'000);
  EXPECT_EQ(read("decimal").field.dimension, 16U);
  const Column fixed = read("fixed");
  EXPECT_EQ(fixed.field.foreign_type, "fixed_size_binary:6");
  EXPECT_EQ(fixed.foreign[6 * 30], 30);
  const Column binary = read("binary");
  EXPECT_EQ(binary.text_at(9), std::string_view("\xFF\x09\x00\xC8", 4));
  EXPECT_EQ(binary.text_at(10), "");
}

TEST_P(ForeignColumns, HaveNullsOfTheirOwn) {
  for (const char* name : {"int8_or_null", "half_or_null", "binary_or_null", "decimal_or_null"}) {
    const Column column = read(name);
    ASSERT_EQ(column.rows, 35U);
    for (std::size_t row = 0; row < column.rows; ++row) EXPECT_EQ(column.is_null(row), row % 3 == 0) << name << " " << row;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, ForeignColumns, ::testing::Values("2.0", "2.1", "2.2"));

class CompactedForeignColumns : public ::testing::TestWithParam<const char*> {};

TEST_P(CompactedForeignColumns, AreReadByLanceDbAsBefore) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  ASSERT_EQ(run_script("foreign.mjs", directory.path(), std::string("make ") + GetParam()), 0);
  const auto report = compact(directory / "foreign.lance");
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->fragments_after, 1U);
  EXPECT_EQ(run_script("foreign.mjs", directory.path(), "check"), 0);
}

TEST_P(CompactedForeignColumns, AreCarriedByAnUpdate) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  ASSERT_EQ(run_script("foreign.mjs", directory.path(), std::string("make ") + GetParam()), 0);
  auto table = Table::open(directory / "foreign.lance");
  ASSERT_TRUE(table) << table.error().message();
  // All rows move, so that their order stays.
  const auto commit = table->update("true", std::vector<Assignment>{{"id", "id + 0"}});
  ASSERT_TRUE(commit) << commit.error().message();
  EXPECT_EQ(commit->rows_updated, 32U);
  EXPECT_EQ(run_script("foreign.mjs", directory.path(), "check"), 0);
  const auto merged = table->merge_insert("id", std::vector{*table->column("id")});
  ASSERT_TRUE(merged) << merged.error().message();
  EXPECT_EQ(merged->rows_updated, 32U);
  EXPECT_EQ(run_script("foreign.mjs", directory.path(), "check"), 0);
}

INSTANTIATE_TEST_SUITE_P(Of, CompactedForeignColumns, ::testing::Values("2.0", "2.2"));

}  // namespace
}  // namespace kinora
