#include "kinora/store/table.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cstdlib>
#include <fstream>

/// Files that were written once and must be read for ever. A missing one fails.
namespace kinora {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::read_file;
using kinora::testing::sample_columns;
using kinora::testing::TempDirectory;
using std::filesystem::path;

const path kFixtures = path(KINORA_SOURCE_DIR) / "tests/store/fixtures";

struct Fixture {
  const char* directory;
  const char* table;
};

void PrintTo(const Fixture& fixture, std::ostream* out) { *out << fixture.directory << "/" << fixture.table; }

class LanceDbTable : public ::testing::TestWithParam<Fixture> {};

TEST_P(LanceDbTable, IsReadRowByRow) {
  const path directory = kFixtures / GetParam().directory;
  const path expected = directory / (std::string(GetParam().table) + ".jsonl");
  ASSERT_TRUE(std::filesystem::exists(expected));
  const auto table = Table::open(directory / (std::string(GetParam().table) + ".lance"));
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_TRUE(table->notes().empty());
  EXPECT_EQ(dump_rows(*table), read_file(expected));
}

std::vector<Fixture> fixtures_in(const char* directory, bool compressed) {
  std::vector<Fixture> fixtures;
  for (const char* table : {"plain", "nulls", "dictionary", "dictionary_nulls", "all_null", "fragments", "columns", "v1_names",
                            "null_items", "empty", "constants", "long"})
    fixtures.push_back({directory, table});
  if (compressed)
    for (const char* table : {"compressed", "texts"}) fixtures.push_back({directory, table});
  return fixtures;
}

INSTANTIATE_TEST_SUITE_P(Of2_0, LanceDbTable, ::testing::ValuesIn(fixtures_in("lancedb-2.0", false)));
INSTANTIATE_TEST_SUITE_P(Of2_1, LanceDbTable, ::testing::ValuesIn(fixtures_in("lancedb-2.1", true)));
INSTANTIATE_TEST_SUITE_P(Of2_2, LanceDbTable, ::testing::ValuesIn(fixtures_in("lancedb-2.2", true)));

TEST(LanceDbTable, TellsItsHistory) {
  const auto versions = Table::open(kFixtures / "lancedb-2.0/columns.lance")->versions();
  ASSERT_TRUE(versions);
  std::vector<std::string> operations;
  for (const VersionInfo& version : *versions) operations.push_back(version.operation);
  EXPECT_THAT(operations, ::testing::ElementsAre("overwrite", "merge", "append", "project"));
}

/// What the first release writes, as it was committed: it is read for ever, and the same rows still make the same data file. If
/// the format must change, add a fixture and keep this one for reading. KINORA_UPDATE_GOLDENS=1 writes it.
class KinoraTable : public ::testing::Test {
 protected:
  KinoraTable() {
    if (std::getenv("KINORA_UPDATE_GOLDENS") == nullptr) return;
    std::filesystem::remove_all(golden_.parent_path());
    const auto written = Table::overwrite(golden_, columns_);
    EXPECT_TRUE(written) << written.error().message();
    std::ofstream(rows_) << dump_rows(columns_);
  }

  static std::string data_of(const path& table) { return read_file(std::filesystem::directory_iterator(table / "data")->path()); }

  const path golden_ = kFixtures / "kinora-1/movies.lance";
  const path rows_ = kFixtures / "kinora-1/movies.jsonl";
  const std::vector<Column> columns_ = sample_columns(24, 1, 3);
};

TEST_F(KinoraTable, OfTheFirstReleaseIsRead) {
  ASSERT_TRUE(std::filesystem::exists(rows_));
  const auto table = Table::open(golden_);
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_TRUE(table->notes().empty());
  EXPECT_EQ(dump_rows(*table), read_file(rows_));
}

TEST_F(KinoraTable, IsWrittenAsItAlwaysWas) {
  const TempDirectory directory;
  ASSERT_TRUE(Table::overwrite(directory / "t.lance", columns_));
  ASSERT_TRUE(std::filesystem::exists(golden_));
  EXPECT_TRUE(data_of(directory / "t.lance") == data_of(golden_));
}

}  // namespace
}  // namespace kinora
