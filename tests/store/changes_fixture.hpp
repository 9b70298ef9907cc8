#pragma once

#include "kinora/store/table.hpp"
#include "store/column_rows.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <filesystem>
#include <vector>

/// A table on the disk that is changed through its public class.
namespace kinora {

/// The rows of the one, then those of the other.
inline std::vector<Column> joined(const std::vector<Column>& a, const std::vector<Column>& b) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < a.size(); ++i) columns.push_back(concatenate_rows(std::vector{a[i], b[i]}));
  return columns;
}

class Changes : public ::testing::Test {
 protected:
  Table make(const std::vector<Column>& columns) {
    auto table = Table::overwrite(where_, columns);
    EXPECT_TRUE(table) << table.error().message();
    return *std::move(table);
  }

  /// The rows of the newest version, and of the handle.
  void expect_rows(const Table& table, const std::vector<Column>& columns) {
    EXPECT_TRUE(testing::dump_rows(table) == testing::dump_rows(columns)) << "version " << table.version();
    const auto newest = Table::open(where_);
    ASSERT_TRUE(newest) << newest.error().message();
    EXPECT_EQ(newest->version(), table.version());
    EXPECT_EQ(newest->row_count(), columns.front().rows);
    EXPECT_TRUE(testing::dump_rows(*newest) == testing::dump_rows(columns));
  }

  testing::TempDirectory directory_;
  std::filesystem::path where_ = directory_.path() / "t.lance";
};

}  // namespace kinora
