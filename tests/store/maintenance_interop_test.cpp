#include "kinora/store/table.hpp"
#include "kinora/store/tags.hpp"
#include "store/lancedb.hpp"
#include "store/sample_columns.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fstream>
#include <nlohmann/json.hpp>

/// The real LanceDB sees what Kinora's maintenance does to a table, and Kinora what LanceDB's does.
namespace kinora {
namespace {

using kinora::testing::run_script;
using kinora::testing::sample_columns;
using kinora::testing::TempDirectory;

TEST(LanceDb, SharesTags) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  const auto table = directory / "t.lance";
  nlohmann::json expected;
  const char* names[] = {"first", "moved", "deleted", "x.json-1_A"};
  for (std::uint64_t version = 1; version <= 4; ++version) {
    ASSERT_TRUE(Table::overwrite(table, sample_columns(10 * version, version, 4)));
    const char* name = names[version - 1];
    ASSERT_TRUE(create_tag(table, name, version));
    expected[name] = {{"version", version}, {"rows", 10 * version}};
  }
  ASSERT_TRUE(move_tag(table, "first", 3));
  expected["first"] = {{"version", 3}, {"rows", 30}};
  std::ofstream(directory / "tags.json") << expected.dump();
  ASSERT_EQ(run_script("tags.mjs", directory.path()), 0);

  const auto tags = list_tags(table);
  ASSERT_TRUE(tags) << tags.error().message();
  std::map<std::string, std::uint64_t> found;
  for (const Tag& tag : *tags) found[tag.name] = tag.version;
  EXPECT_EQ(found, (std::map<std::string, std::uint64_t>{{"first", 3}, {"moved", 2}, {"theirs", 1}, {"x.json-1_A", 4}}));
  EXPECT_GT(find_tag(table, "theirs")->created_ns, find_tag(table, "moved")->created_ns);
  EXPECT_GT(find_tag(table, "moved")->modified_ns, find_tag(table, "moved")->created_ns);
  EXPECT_TRUE(move_tag(table, "theirs", 4));
  EXPECT_TRUE(delete_tag(table, "theirs"));
}

}  // namespace
}  // namespace kinora
