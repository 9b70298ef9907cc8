#include "kinora/store/table.hpp"

#include "store/lance/page_encoder.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fstream>
#include <thread>

namespace kinora {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::nullable_vectors;
using kinora::testing::read_file;
using kinora::testing::sample_columns;
using kinora::testing::TempDirectory;
using std::filesystem::path;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Lists = std::vector<std::optional<std::vector<std::string_view>>>;

/// The only data file of a table of one version.
path data_file_of(const path& table) {
  for (const auto& entry : std::filesystem::directory_iterator(table / "data")) return entry.path();
  return {};
}

class TableOfRows : public ::testing::TestWithParam<std::size_t> {};

TEST_P(TableOfRows, GivesBackWhatWasWritten) {
  const TempDirectory directory;
  const auto columns = sample_columns(GetParam(), 1);
  const auto table = Table::overwrite(directory.path() / "t.lance", columns);
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_EQ(table->version(), 1U);
  EXPECT_EQ(table->row_count(), GetParam());
  EXPECT_THAT(table->notes(), IsEmpty());
  ASSERT_EQ(table->schema().fields.size(), columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) EXPECT_EQ(table->schema().fields[i], columns[i].field);
  EXPECT_TRUE(dump_rows(*table) == dump_rows(columns));
}

// Of 40,000 rows the vectors take two pages of 8 MB.
INSTANTIATE_TEST_SUITE_P(All, TableOfRows, ::testing::Values(0, 1, 8, 15, 16, 17, 1000, 40'000));

TEST(Table, KeepsNullVectors) {
  const TempDirectory directory;
  const std::vector<Column> columns = {nullable_vectors(50, 1, 3)};
  const auto table = Table::overwrite(directory.path() / "t.lance", columns);
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_EQ(dump_rows(*table), dump_rows(columns));
}

TEST(Table, KeepsFieldsThatMayNotBeNull) {
  const TempDirectory directory;
  std::vector<Column> columns = {make_int64_column("id", {1, 2})};
  columns[0].field.nullable = false;
  const auto table = Table::overwrite(directory.path() / "t.lance", columns);
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_FALSE(table->schema().fields[0].nullable);
}

TEST(Table, LaysFixedWidthPagesBackToBack) {
  const TempDirectory directory;
  const auto columns = sample_columns(60'000, 1);
  ASSERT_GT(lance::cut_pages(columns).size(), 2U);
  const auto table = Table::overwrite(directory.path() / "t.lance", columns);
  ASSERT_TRUE(table) << table.error().message();
  const auto vectors = table->column("vector");
  const auto ids = table->column("id");
  ASSERT_TRUE(vectors);
  // Two readers of the same version see the same bytes of the file only if nothing was copied: compare with the mapping.
  const std::string file = read_file(data_file_of(directory.path() / "t.lance"));
  const auto bytes = std::as_bytes(vectors->floats.span());
  const auto first = file.find(std::string(reinterpret_cast<const char*>(bytes.data()), 4096));
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(first % 64, 0U);
  EXPECT_EQ(file.compare(first, bytes.size(), reinterpret_cast<const char*>(bytes.data()), bytes.size()), 0);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(vectors->floats.span().data()) % 64, 0U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(ids->int64s.span().data()) % 64, 0U);
}

TEST(Table, WritesTheSameBytesForTheSameRows) {
  const TempDirectory directory;
  ASSERT_TRUE(Table::overwrite(directory.path() / "a.lance", sample_columns(500, 1)));
  ASSERT_TRUE(Table::overwrite(directory.path() / "b.lance", sample_columns(500, 1)));
  EXPECT_TRUE(read_file(data_file_of(directory.path() / "a.lance")) == read_file(data_file_of(directory.path() / "b.lance")));
}

TEST(Table, WritesNothingOfWhatLiesUnderNulls) {
  const TempDirectory directory;
  const std::vector<std::optional<std::string_view>> texts = {"kept", std::nullopt};
  Column hidden = make_string_column("s", std::vector<std::optional<std::string_view>>{"kept", "secret"});
  hidden.validity = make_string_column("s", texts).validity;
  Column hidden_item = make_string_list_column("l", Lists{{{"kept", "secret"}}, {{}}});
  Column empty_item = make_string_list_column("l", Lists{{{"kept", ""}}, {{}}});
  hidden_item.item_validity = empty_item.item_validity = Buffer<std::uint8_t>(std::vector<std::uint8_t>{1});
  ASSERT_TRUE(Table::overwrite(directory / "a.lance", std::vector{hidden, hidden_item}));
  ASSERT_TRUE(Table::overwrite(directory / "b.lance", std::vector{make_string_column("s", texts), empty_item}));
  EXPECT_TRUE(read_file(data_file_of(directory / "a.lance")) == read_file(data_file_of(directory / "b.lance")));
}

TEST(Table, KeepsEveryVersion) {
  const TempDirectory directory;
  const path where = directory.path() / "t.lance";
  for (std::uint64_t seed = 1; seed <= 3; ++seed) ASSERT_TRUE(Table::overwrite(where, sample_columns(10 * seed, seed, 4)));
  for (std::uint64_t version = 1; version <= 3; ++version) {
    const auto table = Table::open(where, version);
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->version(), version);
    EXPECT_EQ(dump_rows(*table), dump_rows(sample_columns(10 * version, version, 4)));
  }
  const auto versions = Table::open(where)->versions();
  ASSERT_TRUE(versions);
  ASSERT_EQ(versions->size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const VersionInfo& info = (*versions)[i];
    EXPECT_EQ(info.version, i + 1);
    EXPECT_EQ(info.rows, 10 * (i + 1));
    EXPECT_EQ(info.operation, "overwrite");
    EXPECT_GT(info.timestamp_ns, 1'600'000'000'000'000'000);
  }
}

TEST(Table, StaysAsItWasWhileOthersCommit) {
  const TempDirectory directory;
  const path where = directory.path() / "t.lance";
  const auto first = Table::overwrite(where, sample_columns(20, 1, 4));
  ASSERT_TRUE(first);
  ASSERT_TRUE(Table::overwrite(where, sample_columns(30, 2, 4)));
  EXPECT_EQ(dump_rows(*first), dump_rows(sample_columns(20, 1, 4)));
  EXPECT_EQ(first->versions()->size(), 2U);
}

TEST(Table, TakesItsPathWithATrailingSlash) {
  const TempDirectory directory;
  ASSERT_TRUE(Table::overwrite(directory.path() / "t.lance/", sample_columns(3, 1, 4)));
  EXPECT_TRUE(Table::open(directory.path() / "t.lance"));
}

/// Where the test started, again when it ends.
class WorkingDirectory {
 public:
  explicit WorkingDirectory(const path& directory) { std::filesystem::current_path(directory); }
  ~WorkingDirectory() { std::filesystem::current_path(before_); }
  WorkingDirectory(const WorkingDirectory&) = delete;
  WorkingDirectory& operator=(const WorkingDirectory&) = delete;

 private:
  path before_ = std::filesystem::current_path();
};

TEST(Table, TakesARelativePath) {
  const TempDirectory directory;
  const WorkingDirectory inside(directory.path());
  for (const char* where : {"t.lance", "new/directory/t.lance"}) {
    const auto table = Table::overwrite(where, sample_columns(3, 1, 4));
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_TRUE(Table::open(directory.path() / where));
  }
}

TEST(Table, IsReadByManyThreadsAtOnce) {
  const TempDirectory directory;
  const auto columns = sample_columns(2000, 1, 8);
  const auto table = Table::overwrite(directory.path() / "t.lance", columns);
  ASSERT_TRUE(table);
  const std::string expected = dump_rows(columns);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { EXPECT_TRUE(dump_rows(*table) == expected); });
  for (std::thread& thread : threads) thread.join();
}

TEST(Table, IsWrittenByManyThreadsAtOnce) {
  const TempDirectory directory;
  const path where = directory.path() / "t.lance";
  constexpr std::uint64_t kWriters = 4;
  constexpr std::uint64_t kEach = 5;
  std::vector<std::thread> threads;
  for (std::uint64_t writer = 0; writer < kWriters; ++writer)
    threads.emplace_back([&, writer] {
      for (std::uint64_t i = 0; i < kEach; ++i) {
        const auto written = Table::overwrite(where, sample_columns(5, writer, 4));
        EXPECT_TRUE(written) << written.error().message();
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Table::open(where)->versions()->size(), kWriters * kEach);
}

TEST(Table, ReadsAColumnOnce) {
  const TempDirectory directory;
  const auto table = Table::overwrite(directory.path() / "t.lance", sample_columns(100, 1));
  ASSERT_TRUE(table);
  EXPECT_EQ(table->column("tags")->text.span().data(), table->column("tags")->text.span().data());
}

TEST(Table, SelectsAndSearches) {
  const TempDirectory directory;
  const std::vector<std::optional<std::int32_t>> years = {1990, std::nullopt, 2000, 2010};
  const std::vector<float> vectors = {1, 0, 0, 1, 1, 1, 1, 0};
  std::vector<Column> columns = {make_int64_column("id", {40, 30, 20, 10}), make_int32_column("year", years),
                                 make_vector_column("vector", {vectors.data(), 4, 2, 2})};
  columns[2].validity = Buffer<std::uint8_t>(std::vector<std::uint8_t>{0b1011});
  const auto table = Table::overwrite(directory.path() / "t.lance", columns);
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_THAT(*table->select("year >= 2000"), ElementsAre(0, 0, 1, 1));

  VectorQuery query;
  query.vector = {1, 0};
  auto hits = table->search(query);
  ASSERT_TRUE(hits) << hits.error().message();
  ASSERT_EQ(hits->size(), 3U) << "a row without a vector is found by no search";
  EXPECT_EQ((*hits)[0].id, 10);
  EXPECT_EQ((*hits)[1].id, 40);
  EXPECT_EQ((*hits)[2].id, 30);
  query.where = "year < 2000";
  EXPECT_EQ(table->search(query)->size(), 1U);
  query.id_column.clear();
  EXPECT_EQ(table->search(query)->front().id, 0);
}

TEST(Table, RefusesQueriesThatDoNotFit) {
  const TempDirectory directory;
  const auto table = Table::overwrite(directory.path() / "t.lance", sample_columns(5, 1, 4));
  ASSERT_TRUE(table);
  EXPECT_EQ(table->column("none").error().code, ErrorCode::kFilterType);
  EXPECT_EQ(table->select("none = 1").error().code, ErrorCode::kFilterType);
  EXPECT_EQ(table->select("year = ").error().code, ErrorCode::kFilterSyntax);
  VectorQuery query;
  query.vector = {1, 2, 3, 4};
  query.vector_column = "text";
  EXPECT_EQ(table->search(query).error().code, ErrorCode::kFilterType);
  query.vector_column = "vector";
  query.id_column = "text";
  EXPECT_EQ(table->search(query).error().code, ErrorCode::kFilterType);
  query.id_column = "id";
  query.vector.pop_back();
  EXPECT_FALSE(table->search(query));
}

TEST(Table, SaysWhatIsNotThere) {
  const TempDirectory directory;
  EXPECT_EQ(Table::open(directory.path() / "none.lance").error().code, ErrorCode::kFileNotFound);
  ASSERT_TRUE(Table::overwrite(directory.path() / "t.lance", sample_columns(5, 1, 4)));
  const auto missing = Table::open(directory.path() / "t.lance", 7);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kFileNotFound);
  EXPECT_THAT(missing.error().message(), HasSubstr("version 7"));
}

TEST(Table, IsNotMadeOfAnotherDirectoryOrFile) {
  const TempDirectory directory;
  std::filesystem::create_directories(directory.path() / "photos");
  std::ofstream(directory.path() / "photos/cat.jpg") << "meow";
  std::ofstream(directory.path() / "file.lance") << "no table";
  for (const char* name : {"photos", "file.lance"}) {
    EXPECT_EQ(Table::open(directory.path() / name).error().code, ErrorCode::kTableCorrupt) << name;
    EXPECT_EQ(Table::overwrite(directory.path() / name, sample_columns(5, 1, 4)).error().code, ErrorCode::kTableCorrupt) << name;
  }
  EXPECT_EQ(read_file(directory.path() / "photos/cat.jpg"), "meow");
  std::filesystem::create_directories(directory.path() / "empty.lance");
  EXPECT_TRUE(Table::overwrite(directory.path() / "empty.lance", sample_columns(5, 1, 4)));
}

class BadColumns : public ::testing::Test {
 protected:
  void expect_refused(const std::vector<Column>& columns, const std::string& reason) {
    const auto table = Table::overwrite(directory_.path() / "t.lance", columns);
    ASSERT_FALSE(table) << reason;
    EXPECT_EQ(table.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(table.error().message(), HasSubstr(reason));
    EXPECT_FALSE(std::filesystem::exists(directory_.path() / "t.lance"));
  }

  TempDirectory directory_;
};

TEST_F(BadColumns, AreRefusedBeforeAnythingIsWritten) {
  const Column ids = make_int64_column("id", {1, 2});
  expect_refused({}, "at least one column");
  expect_refused({ids, make_int64_column("id", {3, 4})}, "two columns");
  expect_refused({ids, make_int64_column("other", {1, 2, 3})}, "different numbers of rows");
  expect_refused({make_int64_column("", {1})}, "a column's name");
  expect_refused({make_int64_column("\xC3", {1})}, "a column's name");
  expect_refused({make_vector_column("v", {nullptr, 0, 0, 0})}, "between 1 and");

  Column short_values = ids;
  short_values.rows = 3;
  expect_refused({short_values}, "for each row");
  Column short_validity = ids;
  short_validity.rows = 2;
  short_validity.validity = Buffer<std::uint8_t>(std::vector<std::uint8_t>{1, 1});
  expect_refused({short_validity}, "validity");

  using Texts = std::vector<std::optional<std::string_view>>;
  expect_refused({make_string_column("s", Texts{"fine", "\xFF"})}, "not UTF-8");
  expect_refused({make_string_column("s", Texts{"\xED\xA0\x80"})}, "not UTF-8");
  expect_refused({make_string_column("s", Texts{"\xC3", "\xA9"})}, "within a character");
  Column falling = make_string_column("s", Texts{"ab", "c"});
  falling.text_ends = Buffer<std::uint64_t>(std::vector<std::uint64_t>{2, 1});
  expect_refused({falling}, "falls");
  Column too_far = make_string_column("s", Texts{"ab", "c"});
  too_far.text_ends = Buffer<std::uint64_t>(std::vector<std::uint64_t>{2, 4});
  expect_refused({too_far}, "behind");
  Column few_items = make_string_list_column("l", Lists{{std::vector<std::string_view>()}});
  few_items.list_ends = Buffer<std::uint64_t>(std::vector<std::uint64_t>{1});
  expect_refused({few_items}, "for each row");
  Column null_with_items = make_string_list_column("l", Lists{{{"a"}}});
  null_with_items.validity = Buffer<std::uint8_t>(std::vector<std::uint8_t>{0});
  expect_refused({null_with_items}, "null and has items");
  Column short_items = make_string_list_column("l", Lists{{std::vector<std::string_view>(9, "a")}});
  short_items.item_validity = Buffer<std::uint8_t>(std::vector<std::uint8_t>{1});
  expect_refused({short_items}, "for each item");
}

}  // namespace
}  // namespace kinora
