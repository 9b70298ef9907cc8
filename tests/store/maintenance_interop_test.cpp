#include "kinora/store/cleanup.hpp"
#include "kinora/store/compact.hpp"
#include "kinora/store/diff.hpp"
#include "kinora/store/table.hpp"
#include "kinora/store/tags.hpp"
#include "kinora/store/verify.hpp"
#include "store/lancedb.hpp"
#include "store/sample_columns.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

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

TEST(LanceDb, GoesOnWithWhatKinoraCompacted) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  struct Kind {
    std::string name;
    std::string format;
    CompactOptions options;
    std::size_t fragments;
    std::size_t indices;
  };
  // The large fragment that the indices are of either stays, with them, or is joined; another one may stand behind the small
  // ones.
  const std::vector<Kind> kinds = {
      {"tail", "2.0", {.target_rows = 400}, 2, 2},
      {"middle", "2.0", {.target_rows = 400}, 3, 2},
      {"whole", "2.0", {}, 1, 0},
      {"deleted", "2.0", {}, 1, 0},
      // Few dead rows in the fragment that the indices are of, so that it stays; a fragment behind the joined ones stays
      // with its dead rows under another number, and one behind it with the row that was updated.
      {"deleted_tail", "2.0", {.target_rows = 400, .dead_share = 0.5}, 2, 2},
      {"deleted_middle", "2.0", {.target_rows = 400, .dead_share = 0.5}, 4, 2}};
  nlohmann::json formats;
  for (const Kind& kind : kinds) formats[kind.name] = kind.format;
  std::ofstream(directory / "kinds.json") << formats.dump();
  ASSERT_EQ(run_script("compacted.mjs", directory.path(), "make"), 0);
  for (const Kind& kind : kinds) {
    const auto table = directory / (kind.name + ".lance");
    const auto report = compact(table, kind.options);
    ASSERT_TRUE(report) << kind.name << ": " << report.error().message();
    EXPECT_EQ(report->fragments_after, kind.fragments) << kind.name;
    EXPECT_EQ(report->indices_dropped, 2 - kind.indices) << kind.name;
    const auto verified = verify(table, {.version = {}, .all_versions = true});
    ASSERT_TRUE(verified);
    for (const Finding& each : verified->findings) ADD_FAILURE() << kind.name << ": " << each.where << ": " << each.what;
    const nlohmann::json expected = {{"version", *report->version}, {"indices", kind.indices}, {"fragments", kind.fragments}};
    std::ofstream(directory / (kind.name + ".json")) << expected.dump();
  }
  EXPECT_EQ(run_script("compacted.mjs", directory.path(), "check"), 0);
}

TEST(LanceDb, GoesOnWithWhatKinoraCleanedUp) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  ASSERT_EQ(run_script("cleaned.mjs", directory.path(), "make"), 0);
  const auto table = directory / "t.lance";
  const auto before = Table::open(table)->versions();
  const CleanupOptions options = {.older_than = std::chrono::seconds(0), .grace = std::chrono::seconds(0)};
  const auto report = cleanup(table, options);
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_THAT(report->versions_tagged, ::testing::ElementsAre(2));
  EXPECT_EQ(report->versions_removed.size(), before->size() - 2);
  EXPECT_EQ(report->versions_left, 2U);
  EXPECT_GT(report->bytes_removed, 10'000U);
  const auto verified = verify(table, {.version = {}, .all_versions = true});
  ASSERT_TRUE(verified);
  for (const Finding& each : verified->findings) ADD_FAILURE() << each.where << ": " << each.what;
  EXPECT_GT(verified->index_files, 0U);
  const auto left = Table::open(table)->versions();
  nlohmann::json versions;
  for (const VersionInfo& each : *left) versions.push_back(each.version);
  std::ofstream(directory / "cleaned.json") << versions.dump();
  EXPECT_EQ(run_script("cleaned.mjs", directory.path(), "check"), 0);
}

std::vector<Column> numbered_rows(std::int64_t begin, std::int64_t end) {
  std::vector<std::int64_t> ids;
  std::vector<std::string> texts;
  for (std::int64_t id = begin; id < end; ++id) {
    ids.push_back(id);
    texts.push_back("row " + std::to_string(id));
  }
  const std::vector<std::optional<std::string_view>> views(texts.begin(), texts.end());
  return {make_int64_column("id", std::move(ids)), make_string_column("text", views)};
}

TEST(LanceDb, PutsItsChangesUponACompaction) {
  SKIP_WITHOUT_LANCEDB();
  const TempDirectory directory;
  const auto path = directory / "t.lance";
  auto table = Table::overwrite(path, numbered_rows(0, 200));
  ASSERT_TRUE(table);
  for (const std::int64_t begin : {200, 210, 220}) ASSERT_TRUE(table->append(numbered_rows(begin, begin + 10)));
  ASSERT_TRUE(table->append(numbered_rows(230, 260)));
  int status = 1;
  std::thread script([&] { status = run_script("stale.mjs", directory.path()); });
  for (int i = 0; i < 6000 && !std::filesystem::exists(directory / "ready"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  // The large fragment stays, the small ones are joined, that behind them gets another number.
  const auto report = compact(path, {.target_rows = 50});
  std::ofstream(directory / "go").close();
  script.join();
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->fragments_before, 5U);
  EXPECT_EQ(report->fragments_after, 3U);
  EXPECT_EQ(status, 0);
  const auto verified = verify(path, {.version = {}, .all_versions = true});
  ASSERT_TRUE(verified);
  // Notes: LanceDB leaves the deletion files of its tries that were too late.
  for (const Finding& each : verified->findings)
    if (each.kind != FindingKind::kNote) ADD_FAILURE() << each.where << ": " << each.what;
  const auto found = diff(*table, *Table::open(path), {.key = "id"});
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_EQ(found->removed.size(), 3U);
  EXPECT_EQ(found->added.size(), 1U);
  EXPECT_EQ(found->changed.size(), 2U);
  EXPECT_EQ(found->unchanged, 255U);
}

}  // namespace
}  // namespace kinora
