#include "kinora/store/table.hpp"

#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "store/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kinora {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::sample_columns;
using kinora::testing::TempDirectory;

TEST(Table, GivesBackWhatWasWritten) {
  const TempDirectory directory;
  const auto columns = sample_columns(1000, 1);
  const auto table = Table::overwrite(directory.path() / "t.lance", columns);
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_EQ(table->version(), 1U);
  EXPECT_EQ(table->row_count(), 1000U);
  EXPECT_TRUE(table->notes().empty());
  EXPECT_EQ(dump_rows(*table), dump_rows(columns));
}

}  // namespace
}  // namespace kinora
