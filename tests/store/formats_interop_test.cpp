#include "base/file_system.hpp"
#include "kinora/store/table.hpp"
#include "store/lance/data_format.hpp"
#include "store/lance/overwrite.hpp"
#include "store/lancedb.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// LanceDB reads what Kinora writes in data format 2.2, the one that LanceDB makes tables in.
namespace kinora {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::nullable_vectors;
using kinora::testing::run_script;
using kinora::testing::sample_columns;
using kinora::testing::sample_columns_without_nulls;
using kinora::testing::TempDirectory;
using std::filesystem::path;
using OptionalList = std::optional<std::vector<std::string_view>>;

class LanceDbFormat22 : public ::testing::Test {
 protected:
  void write(const std::string& name, std::span<const Column> columns) {
    const auto version =
        lance::overwrite(local_file_system(), directory_.path() / (name + ".lance"), columns, lance::kFormat22.name);
    ASSERT_TRUE(version) << version.error().message();
    const std::string rows = dump_rows(columns);
    const auto table = Table::open(directory_.path() / (name + ".lance"));
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(dump_rows(*table), rows) << name;
    std::ofstream(directory_.path() / (name + ".v1.jsonl")) << rows;
    std::ofstream(directory_.path() / (name + ".rows.jsonl")) << rows;
  }

  void expect_lancedb_reads_all(const std::string& changes = "add") {
    EXPECT_EQ(run_script("check_tables.mjs", directory_.path()), 0);
    EXPECT_EQ(run_script("check_access.mjs", directory_.path(), changes), 0);
  }

  TempDirectory directory_;
};

Column row_numbers(std::size_t rows) {
  std::vector<std::int64_t> ids(rows);
  for (std::size_t row = 0; row < rows; ++row) ids[row] = static_cast<std::int64_t>(row);
  return make_int64_column("id", std::move(ids));
}

Column lists(const std::string& name, std::size_t rows, const std::function<OptionalList(std::size_t)>& make) {
  std::vector<OptionalList> values;
  for (std::size_t row = 0; row < rows; ++row) values.push_back(make(row));
  return make_string_list_column(name, values);
}

TEST_F(LanceDbFormat22, ReadsAnyNumberOfRows) {
  SKIP_WITHOUT_LANCEDB();
  for (const std::size_t rows : {1U, 2U, 15U, 17U, 1023U, 1024U, 1025U, 3000U})
    write("rows" + std::to_string(rows), sample_columns(rows, rows, 8));
  write("whole", sample_columns_without_nulls(4097, 2));
  auto null_vectors = sample_columns(500, 4);
  null_vectors.back() = nullable_vectors(500, 4, 100);
  write("null_vectors", null_vectors);
  expect_lancedb_reads_all();
}

TEST_F(LanceDbFormat22, ReadsManyPages) {
  SKIP_WITHOUT_LANCEDB();
  write("pages", sample_columns(70'000, 3, 40));
  expect_lancedb_reads_all();
}

TEST_F(LanceDbFormat22, ReadsNothingButNullsAndEmptyLists) {
  SKIP_WITHOUT_LANCEDB();
  constexpr std::size_t kRows = 20'000;
  std::vector<Column> columns = sample_columns(kRows, 1, 3);
  columns.front() = row_numbers(kRows);
  for (Column& column : columns)
    if (column.field.name != "id") column.validity = Buffer<std::uint8_t>(std::vector<std::uint8_t>((kRows + 7) / 8));
  columns.at(6) = lists("tags", kRows, [](std::size_t) { return std::nullopt; });
  columns.push_back(lists("empty", kRows, [](std::size_t) { return OptionalList(std::in_place); }));
  columns.push_back(
      lists("either", kRows, [](std::size_t row) { return row % 3 == 0 ? OptionalList() : OptionalList(std::in_place); }));
  columns.push_back(
      lists("last", kRows, [](std::size_t row) { return row + 1 == kRows ? OptionalList({"x"}) : OptionalList(std::in_place); }));
  write("nothing", columns);
  // Arrow's JavaScript cannot write booleans that are all null.
  expect_lancedb_reads_all("no_add");
}

TEST_F(LanceDbFormat22, ReadsLongStringsAndLists) {
  SKIP_WITHOUT_LANCEDB();
  const std::string large(60'000, 'x');
  const std::string huge(3'000'000, 'y');
  std::vector<std::optional<std::string_view>> texts;
  for (std::size_t row = 0; row < 40; ++row)
    texts.push_back(row == 7       ? std::string_view(huge)
                    : row % 5 == 0 ? std::string_view(large)
                    : row % 3 == 0 ? std::string_view()
                                   : "short");
  std::vector<Column> columns = {row_numbers(40), make_string_column("text", texts)};
  columns.push_back(lists("tags", 40, [&](std::size_t row) {
    OptionalList list(std::in_place);
    const std::size_t items = row == 3 ? 5'000 : row == 9 ? 100'000 : row % 4;
    for (std::size_t i = 0; i < items; ++i) list->push_back(i % 999 == 5 ? std::string_view(large) : i % 3 == 0 ? "" : "an item");
    return list;
  }));
  write("long", columns);
  expect_lancedb_reads_all();
}

}  // namespace
}  // namespace kinora
