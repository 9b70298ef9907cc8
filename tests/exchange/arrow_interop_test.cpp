#include "exchange/same_columns.hpp"
#include "store/lancedb.hpp"
#include "store/sample_columns.hpp"

#include <gtest/gtest.h>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Apache Arrow (npm, pinned in tests/interop; LanceDB's node client is built upon it) and Kinora read each other's files.
namespace kinora {
namespace {

using namespace kinora::testing;

TEST(ApacheArrow, ReadsWhatKinoraWrites) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  // 18 MB: more than a record batch takes.
  const std::string long_text(60'000, 'x');
  const std::vector<std::optional<std::string_view>> long_texts(300, long_text);
  std::vector<std::pair<std::string, std::vector<Column>>> tables = {{"whole", sample_columns_without_nulls(400, 1)},
                                                                     {"nulls", sample_columns(2000, 2, 8)},
                                                                     {"batches", {make_string_column("text", long_texts)}},
                                                                     {"null_vectors", {nullable_vectors(70, 4, 5)}}};
  for (const std::size_t rows : {0U, 1U, 8U}) tables.emplace_back("rows" + std::to_string(rows), sample_columns(rows, rows, 2));
  for (const auto& [name, columns] : tables) {
    write_file(directory / (name + ".jsonl"), dump_rows(columns));
    for (const char* extension : {".arrow", ".arrows"}) ASSERT_TRUE(export_columns(columns, directory / (name + extension)));
  }
  EXPECT_EQ(run_script("arrow_files.mjs", directory.path()), 0);
}

TEST(ApacheArrow, WritesWhatKinoraReads) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  ASSERT_EQ(run_script("arrow_files.mjs", directory.path(), "make"), 0);
  for (const std::string name : {"one", "nulls", "whole"})
    for (const char* extension : {".arrow", ".arrows"})
      EXPECT_TRUE(dump_rows(import_or_fail(directory / (name + extension))) == read_file(directory / (name + ".jsonl")))
          << name << extension;
}

}  // namespace
}  // namespace kinora
