#include "kinora/store/index.hpp"
#include "kinora/store/table.hpp"
#include "kinora/store/tags.hpp"
#include "store/column_rows.hpp"
#include "store/lance/column_reader.hpp"
#include "store/lance/snapshot.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
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

const path kFormatFixtures = path(KINORA_SOURCE_DIR) / "tests/store/fixtures";

struct Fixture {
  const char* directory;
  const char* table;
};

void PrintTo(const Fixture& fixture, std::ostream* out) { *out << fixture.directory << "/" << fixture.table; }

class LanceDbTable : public ::testing::TestWithParam<Fixture> {};

TEST_P(LanceDbTable, IsReadRowByRow) {
  const path directory = kFormatFixtures / GetParam().directory;
  const path expected = directory / (std::string(GetParam().table) + ".jsonl");
  ASSERT_TRUE(std::filesystem::exists(expected));
  const auto table = Table::open(directory / (std::string(GetParam().table) + ".lance"));
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_TRUE(table->notes().empty());
  EXPECT_EQ(dump_rows(*table), read_file(expected));
}

/// Any rows that are asked for are those of the whole column.
TEST_P(LanceDbTable, IsReadInPart) {
  const path table = kFormatFixtures / GetParam().directory / (std::string(GetParam().table) + ".lance");
  const auto snapshot = lance::open_snapshot(local_file_system(), table, std::nullopt);
  ASSERT_TRUE(snapshot) << snapshot.error().message();
  for (const lance::TableField& field : snapshot->fields) {
    const auto whole = lance::read_column(snapshot->fragments, field);
    ASSERT_TRUE(whole) << whole.error().message();
    for (const std::size_t step : {1U, 2U, 7U, 100U, 1'000'000U})
      for (const std::size_t first : {0U, 1U, 5U}) {
        std::vector<std::uint64_t> rows;
        for (std::size_t row = first; row < snapshot->physical_rows; row += step) rows.push_back(row);
        const auto part = lance::read_rows(snapshot->fragments, field, rows);
        ASSERT_TRUE(part) << field.field.name << ": " << part.error().message();
        const Column expected = gather_rows(*whole, rows);
        EXPECT_TRUE(dump_rows(std::span(&*part, 1)) == dump_rows(std::span(&expected, 1))) << field.field.name << ", " << step;
      }
  }
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

/// Reads what can be read of a data file whose bytes are not those that were written; a column that comes out has all rows.
void read_damaged(std::string bytes, const std::string& what) {
  const auto owner = std::make_shared<const std::string>(std::move(bytes));
  const auto parsed = lance::DataFile::parse(std::as_bytes(std::span(*owner)), owner, what);
  if (!parsed) return;
  const auto file = std::make_shared<const lance::DataFile>(*parsed);
  for (std::size_t number = 0; number < file->column_count(); ++number)
    for (const DataType type :
         {DataType::kBool, DataType::kInt32, DataType::kInt64, DataType::kString, DataType::kStringList, DataType::kVector}) {
      lance::Fragment fragment;
      fragment.rows = 440;
      fragment.files.push_back({file, {{0, number}}});
      lance::TableField field;
      field.field = {.name = "c", .type = type, .dimension = 4};
      field.id = type == DataType::kStringList ? 1 : 0;
      field.item_id = type == DataType::kStringList ? 0 : lance::kNoField;
      const std::vector<std::uint64_t> few = {0, 3, 219, 438};
      const auto part = lance::read_rows(std::span(&fragment, 1), field, few);
      if (part) {
        const std::string rows = dump_rows(std::span(&*part, 1));
        EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 4) << what;
      }
      const auto column = lance::read_column(std::span(&fragment, 1), field);
      if (!column) continue;
      const std::string rows = dump_rows(std::span(&*column, 1));
      EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 440) << what;
    }
}

TEST(LanceDbTable, MayBeDamagedAnywhere) {
  for (const char* version : {"lancedb-2.1", "lancedb-2.2"}) {
    const path data = kFormatFixtures / version / "texts.lance/data";
    ASSERT_TRUE(std::filesystem::exists(data));
    const std::string whole = read_file(std::filesystem::directory_iterator(data)->path());
    read_damaged(whole, version);
    for (std::size_t i = 0; i < 60; ++i) {
      std::string damaged = whole;
      // The prime spreads the places over the file; its end, where all that says where something is lies, is hit often.
      const std::size_t place = i % 2 == 0 ? i * 7919 % whole.size() : whole.size() - 1 - i * 31 % 6000;
      damaged[place] = static_cast<char>(damaged[place] ^ (i % 3 == 0 ? 0xFF : 1 << (i % 8)));
      read_damaged(damaged, std::string(version) + " changed at " + std::to_string(place));
      read_damaged(whole.substr(place), std::string(version) + " without its first " + std::to_string(place));
    }
  }
}

TEST(LanceDbTable, TellsItsHistory) {
  const auto versions = Table::open(kFormatFixtures / "lancedb-2.0/columns.lance")->versions();
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
    std::filesystem::remove_all(golden_);
    const auto written = Table::overwrite(golden_, columns_);
    EXPECT_TRUE(written) << written.error().message();
    std::ofstream(rows_) << dump_rows(columns_);
  }

  static std::string data_of(const path& table) { return read_file(std::filesystem::directory_iterator(table / "data")->path()); }

  const path golden_ = kFormatFixtures / "kinora-1/movies.lance";
  const path rows_ = kFormatFixtures / "kinora-1/movies.jsonl";
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

/// Tables that the first release changed: what its appends, deletes, updates and added columns write in either data format, its
/// tags and its indexes. They are read for ever, as above.
class ChangedTable : public ::testing::TestWithParam<Fixture> {
 protected:
  ChangedTable() {
    if (std::getenv("KINORA_UPDATE_GOLDENS") != nullptr) make(kFormatFixtures / GetParam().directory / "nulls.lance");
  }

  void make(const path& base) const {
    std::filesystem::remove_all(table_);
    std::filesystem::copy(base, table_, std::filesystem::copy_options::recursive);
    auto table = Table::open(table_);
    ASSERT_TRUE(table && table->append(testing::all_columns(*table)) && create_tag(table_, "appended", table->version()));
    ASSERT_TRUE(table->delete_rows("id < 4"));
    const std::vector<Assignment> values = {{.column = "year", .value = "2001"}, {.column = "genres", .value = "['Drama', 'é']"}};
    ASSERT_TRUE(table->update("id = 7 OR id = 8", values));
    Column mood = *table->column("vector");
    mood.field.name = "mood";
    ASSERT_TRUE(table->add_columns(std::span(&mood, 1)));
    ASSERT_TRUE(create_index(table_) && create_index(table_, {.column = "mood", .kind = IndexKind::kCodes}));
    std::ofstream(rows_) << testing::dump_rows(*table);
  }

  const path table_ = kFormatFixtures / "kinora-1" / (std::string(GetParam().table) + ".lance");
  const path rows_ = kFormatFixtures / "kinora-1" / (std::string(GetParam().table) + ".jsonl");
};

TEST_P(ChangedTable, OfTheFirstReleaseIsRead) {
  ASSERT_TRUE(std::filesystem::exists(rows_));
  const auto table = Table::open(table_);
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_TRUE(table->notes().empty());
  EXPECT_EQ(dump_rows(*table), read_file(rows_));
  EXPECT_EQ(find_tag(table_, "appended")->version, 2);
  const auto versions = table->versions();
  ASSERT_TRUE(versions);
  std::vector<std::string> operations;
  for (const VersionInfo& version : *versions) operations.push_back(version.operation);
  EXPECT_THAT(operations, ::testing::ElementsAre("overwrite", "append", "delete", "update", "merge"));
}

TEST_P(ChangedTable, IsSearchedByItsIndexes) {
  const auto table = Table::open(table_);
  ASSERT_TRUE(table) << table.error().message();
  const auto indexes = list_indexes(table_);
  ASSERT_TRUE(indexes) << indexes.error().message();
  ASSERT_EQ(indexes->size(), 2);
  for (const IndexInfo& index : *indexes) {
    EXPECT_EQ(index.state, IndexState::kCurrent) << index.note;
    VectorQuery query{.vector_column = index.column, .vector = {0.5F, -0.25F, 0.125F, 1.0F}, .k = 7};
    const auto exact = table->search(query);
    query.plan = SearchPlan::kIndex;
    const auto found = table->search(query);
    ASSERT_TRUE(exact && found) << found.error().message();
    ASSERT_EQ(found->size(), 7);
    for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ((*found)[i].row, (*exact)[i].row) << index.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, ChangedTable,
                         ::testing::Values(Fixture{"lancedb-2.0", "changed_2_0"}, Fixture{"lancedb-2.2", "changed_2_2"}),
                         [](const auto& each) { return std::string(each.param.table); });

}  // namespace
}  // namespace kinora
