#include "kinora/store/table.hpp"
#include "store/column_rows.hpp"
#include "store/lancedb.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <numeric>

/// The real LanceDB (npm, pinned in tests/interop) and Kinora open each other's tables.
namespace kinora {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::nullable_vectors;
using kinora::testing::read_file;
using kinora::testing::run_script;
using kinora::testing::sample_columns;
using kinora::testing::sample_columns_without_nulls;
using kinora::testing::TempDirectory;
using nlohmann::json;
using std::filesystem::path;

class KinoraTables {
 public:
  explicit KinoraTables(path directory) : directory_(std::move(directory)) {}

  /// Writes a version and what LanceDB must find in it.
  void write(const std::string& name, std::span<const Column> columns) {
    const auto table = Table::overwrite(directory_ / (name + ".lance"), columns);
    ASSERT_TRUE(table) << table.error().message();
    std::ofstream(directory_ / (name + ".v" + std::to_string(table->version()) + ".jsonl")) << dump_rows(columns);
  }

  void write_queries(const std::string& name, std::span<const std::string> filters) {
    const auto table = Table::open(directory_ / (name + ".lance"));
    ASSERT_TRUE(table) << table.error().message();
    json queries = {{"filters", json::array()}, {"searches", json::array()}};
    for (const std::string& where : filters) queries["filters"].push_back({{"where", where}, {"ids", selected(*table, where)}});
    for (const Metric metric : {Metric::kCosine, Metric::kL2, Metric::kDot})
      for (const std::string& where : {std::string(), filters.front()})
        for (const std::size_t row : {std::size_t{0}, table->row_count() / 2})
          queries["searches"].push_back(search(*table, row, metric, where));
    std::ofstream(directory_ / (name + ".queries.json")) << queries.dump();
  }

 private:
  static json selected(const Table& table, const std::string& where) {
    const auto selection = table.select(where);
    const auto ids = table.column("id");
    EXPECT_TRUE(selection) << selection.error().message();
    json found = json::array();
    for (std::size_t row = 0; selection && row < selection->size(); ++row)
      if ((*selection)[row] != 0) found.push_back(std::to_string(ids->int64s[row]));
    return found;
  }

  static json search(const Table& table, std::size_t row, Metric metric, const std::string& where) {
    const Column vectors = *table.column("vector");
    const auto vector = vectors.vectors().row(row);
    VectorQuery query;
    query.vector.assign(vector.begin(), vector.end());
    query.metric = metric;
    query.where = where;
    const auto hits = table.search(query);
    EXPECT_TRUE(hits) << hits.error().message();
    json found = json::array();
    for (const SearchHit& hit : *hits) found.push_back({{"id", std::to_string(hit.id)}, {"distance", hit.distance}});
    return {{"vector", query.vector}, {"metric", metric_name(metric)}, {"where", where}, {"k", query.k}, {"hits", found}};
  }

  path directory_;
};

const std::vector<std::string> kFilters = {"genres_text LIKE '%Comedy%'", "array_has_any(tags, ['Comedy', 'Film-Noir'])",
                                           "text IS NULL", "year > 1950 AND NOT seen", "text = ''"};

TEST(LanceDb, ReadsWhatKinoraWrites) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  KinoraTables tables(directory.path());
  for (const std::size_t rows : {0U, 1U, 15U, 16U, 17U}) tables.write("rows" + std::to_string(rows), sample_columns(rows, rows));
  tables.write("nulls", sample_columns(3000, 1));
  tables.write_queries("nulls", kFilters);
  tables.write("whole", sample_columns_without_nulls(3000, 2));
  tables.write_queries("whole", kFilters);
  // Three pages of 8 MB.
  tables.write("pages", sample_columns(45'000, 3));
  tables.write_queries("pages", kFilters);
  auto null_vectors = sample_columns(500, 4);
  null_vectors.back() = nullable_vectors(500, 4, 100);
  tables.write("null_vectors", null_vectors);
  tables.write_queries("null_vectors", kFilters);
  EXPECT_EQ(run_script("check_tables.mjs", directory.path()), 0);
}

TEST(LanceDb, SeesEachOverwriteAsAVersion) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  KinoraTables tables(directory.path());
  for (std::uint64_t version = 1; version <= 5; ++version) tables.write("t", sample_columns(100 * (version % 4), version, 8));
  EXPECT_EQ(run_script("check_tables.mjs", directory.path()), 0);
}

void expect_rows_of_lancedb(const path& directory, const std::string& name) {
  const auto newest = Table::open(directory / (name + ".lance"));
  ASSERT_TRUE(newest) << newest.error().message();
  const auto versions = newest->versions();
  ASSERT_TRUE(versions);
  for (const VersionInfo& version : *versions) {
    const path expected = directory / (name + ".v" + std::to_string(version.version) + ".jsonl");
    ASSERT_TRUE(std::filesystem::exists(expected)) << expected;
    const auto table = Table::open(directory / (name + ".lance"), version.version);
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->row_count(), version.rows);
    EXPECT_TRUE(dump_rows(*table) == read_file(expected)) << name << " version " << version.version;
  }
}

TEST(LanceDb, WritesWhatKinoraReads) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  ASSERT_EQ(run_script("make_tables.mjs", directory.path(), "large"), 0);
  for (const char* name : {"plain", "nulls", "dictionary", "dictionary_nulls", "all_null", "fragments", "columns", "null_items",
                           "empty", "v1_names", "constants", "long", "large"})
    expect_rows_of_lancedb(directory.path(), name);
  const std::pair<std::string, std::string> refused[] = {{"format_2_3", "data format lance 2.3"}};
  for (const auto& [name, feature] : refused) {
    const auto table = Table::open(directory.path() / (name + ".lance"));
    ASSERT_FALSE(table) << name;
    EXPECT_EQ(table.error().code, ErrorCode::kTableUnsupported);
    EXPECT_THAT(table.error().what, ::testing::HasSubstr(feature));
  }
}

TEST(LanceDb, DeletesRowsForKinoraToo) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  ASSERT_EQ(run_script("make_tables.mjs", directory.path()), 0);
  const auto table = Table::open(directory / "deleted.lance");
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_EQ(table->row_count(), 7U);
  const auto ids = table->column("id");
  ASSERT_TRUE(ids) << ids.error().message();
  EXPECT_THAT(ids->int64s.span(), ::testing::ElementsAre(3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(*table->select("id < 5"), ::testing::ElementsAre(1, 1, 0, 0, 0, 0, 0));
  VectorQuery query;
  query.vector = {1, 0, 0, 0};
  query.k = 100;
  EXPECT_EQ(table->search(query)->size(), 7U);
  EXPECT_EQ(Table::open(directory / "deleted.lance", 1)->row_count(), 10U);
}

TEST(LanceDb, WritesWhatKinoraReadsInItsOwnFormats) {
  SKIP_WITHOUT_LANCEDB();
  for (const char* version : {"2.1", "2.2"}) {
    const TempDirectory directory;
    ASSERT_EQ(run_script("make_tables.mjs", directory.path(), std::string("large ") + version), 0);
    for (const char* name : {"plain", "nulls", "dictionary", "dictionary_nulls", "all_null", "fragments", "columns", "null_items",
                             "empty", "v1_names", "constants", "compressed", "texts", "long", "large"})
      expect_rows_of_lancedb(directory.path(), name);
  }
}

TEST(LanceDb, AcceptsAnOverwriteOfItsTable) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  const path made = directory.path() / "made";
  const path overwritten = directory.path() / "overwritten";
  ASSERT_EQ(run_script("make_tables.mjs", made), 0);
  std::filesystem::create_directories(overwritten);
  KinoraTables tables(overwritten);
  for (const std::string name : {"fragments", "v1_names", "deleted", "format_2_3"}) {
    std::filesystem::rename(made / (name + ".lance"), overwritten / (name + ".lance"));
    tables.write(name, sample_columns(50, 1, 4));
  }
  EXPECT_EQ(run_script("check_tables.mjs", overwritten), 0);
}

TEST(LanceDb, AppendsToWhatKinoraWrites) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  KinoraTables tables(directory.path());
  tables.write("t", sample_columns(40, 1, 4));
  ASSERT_EQ(run_script("append.mjs", directory.path()), 0);
  expect_rows_of_lancedb(directory.path(), "t");
  tables.write("t", sample_columns(20, 2, 4));
  EXPECT_EQ(run_script("check_tables.mjs", directory.path()), 0);
}

TEST(LanceDb, KeepsItsIndexThroughChangesOfKinoras) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  KinoraTables tables(directory.path());
  tables.write("t", sample_columns(40, 1, 4));
  // LanceDB appends, restores version 1, appends (version 4) and indexes (version 5), then compacts.
  ASSERT_EQ(run_script("append.mjs", directory.path()), 0);
  auto table = Table::open(directory / "t.lance");
  ASSERT_TRUE(table) << table.error().message();
  const auto written = [&](const Result<Commit>& commit) {
    ASSERT_TRUE(commit) << commit.error().message();
    std::ofstream(directory / ("t.v" + std::to_string(commit->version) + ".jsonl")) << dump_rows(*table);
  };
  written(table->restore(5));
  EXPECT_EQ(table->row_count(), 49U);
  auto more = sample_columns(20, 2, 4);
  std::vector<std::int64_t> ids(20);
  std::iota(ids.begin(), ids.end(), 9990);
  more[0] = make_int64_column("id", ids);
  written(table->append(more));
  written(table->delete_rows("id = 8 OR id > 10005"));
  written(table->update("id BETWEEN 100 AND 150", std::vector<Assignment>{{"id", "id + 1"}, {"text", "'new'"}}));
  more[0] = make_int64_column("id", std::vector<std::int64_t>(ids.begin() + 10, ids.end()));
  for (Column& column : more) column = slice_rows(column, 0, 10);
  written(table->merge_insert("id", more));
  written(table->add_columns(std::vector{null_column({.name = "added", .type = DataType::kString}, table->row_count())}));
  written(table->drop_columns(std::vector<std::string>{"exact"}));
  tables.write_queries("t", kFilters);
  EXPECT_EQ(run_script("check_tables.mjs", directory.path()), 0);
  EXPECT_EQ(run_script("index_kept.mjs", directory.path()), 0);
}

TEST(LanceDb, OpensATableAfterKinoraMendedIt) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  KinoraTables tables(directory.path());
  tables.write("t", sample_columns(30, 1, 4));
  // Version 2, as a power cut leaves it: the name, and no byte. LanceDB opens such a table never again.
  std::ofstream(directory / "t.lance/_versions/18446744073709551613.manifest").close();
  const auto torn = Table::open(directory / "t.lance");
  ASSERT_TRUE(torn) << torn.error().message();
  EXPECT_EQ(torn->version(), 1U);
  tables.write("t", sample_columns(20, 2, 4));
  EXPECT_EQ(Table::open(directory / "t.lance")->version(), 3U);
  EXPECT_EQ(run_script("check_tables.mjs", directory.path()), 0);
}

}  // namespace
}  // namespace kinora
