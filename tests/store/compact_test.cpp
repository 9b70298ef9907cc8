#include "kinora/store/compact.hpp"

#include "store/changes/append.hpp"
#include "store/lance/overwrite.hpp"
#include "store/lance/snapshot.hpp"
#include "store/maintenance/compact_table.hpp"
#include "store/maintenance/verify_table.hpp"
#include "store/maintenance_tables.hpp"
#include "store/sample_columns.hpp"
#include "support/fake_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace kinora::maintenance {
namespace {

using kinora::testing::append_rows;
using kinora::testing::delete_offsets;
using kinora::testing::FakeFileSystem;
using kinora::testing::fragment_rows;
using kinora::testing::kTable;
using kinora::testing::make_table;
using kinora::testing::read_rows;
using kinora::testing::sample_columns;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Compact : public ::testing::Test {
 protected:
  CompactReport compact(const CompactOptions& options = {}) {
    const auto before = read_rows(files_);
    auto report = maintenance::compact(files_, kTable, options, {});
    EXPECT_TRUE(report) << report.error().message();
    EXPECT_TRUE(read_rows(files_) == before);
    const auto verified = verify(files_, kTable, {.version = {}, .all_versions = true}, {});
    for (const Finding& each : verified->findings) ADD_FAILURE() << each.where << ": " << each.what;
    return report ? *std::move(report) : CompactReport();
  }

  FakeFileSystem files_;
};

TEST_F(Compact, JoinsSmallFragments) {
  make_table(files_, {30, 20, 10, 40});
  const CompactReport report = compact();
  EXPECT_EQ(report.version, 5U);
  EXPECT_EQ(report.fragments_before, 4U);
  EXPECT_EQ(report.fragments_after, 1U);
  EXPECT_EQ(report.fragments_rewritten, 4U);
  EXPECT_EQ(report.rows, 100U);
  EXPECT_EQ(report.rows_rewritten, 100U);
  EXPECT_EQ(report.dead_rows_removed, 0U);
  EXPECT_LT(report.bytes_after, report.bytes_before);
  EXPECT_THAT(fragment_rows(files_), ElementsAre(100));
  EXPECT_THAT(fragment_rows(files_, 4), ElementsAre(30, 20, 10, 40));
  const auto snapshot = lance::newest_whole_version(files_, kTable);
  EXPECT_EQ(snapshot->manifest.file.transaction->operation_case(), lance::wire::Transaction::kRewrite);
  EXPECT_EQ(snapshot->manifest.file.transaction->rewrite().groups(0).old_fragments_size(), 4);
  EXPECT_EQ(snapshot->snapshot.fragments[0].id, 4U);
}

TEST_F(Compact, HasNothingToDoASecondTime) {
  make_table(files_, {30, 20});
  ASSERT_EQ(compact().version, 3U);
  const auto files = files_.all_paths();
  const CompactReport report = compact();
  EXPECT_EQ(report.version, std::nullopt);
  EXPECT_EQ(report.fragments_rewritten, 0U);
  EXPECT_EQ(report.bytes_after, report.bytes_before);
  EXPECT_EQ(files_.all_paths(), files);
}

TEST_F(Compact, KeepsTheOrderOfRowsBehindWhatItRewrites) {
  make_table(files_, {50, 5, 5, 60, 3, 4, 70});
  const CompactReport report = compact({.target_rows = 100});
  EXPECT_THAT(fragment_rows(files_), ElementsAre(50, 10, 60, 7, 70));
  EXPECT_EQ(report.fragments_rewritten, 4U);
  EXPECT_EQ(report.rows_rewritten, 17U);
  const auto snapshot = lance::open_snapshot(files_, kTable, std::nullopt);
  std::vector<std::uint64_t> ids;
  for (const auto& fragment : snapshot->fragments) ids.push_back(fragment.id);
  EXPECT_THAT(ids, ElementsAre(0, 7, 8, 9, 10));
}

TEST_F(Compact, FillsFragmentsUpToTheTarget) {
  make_table(files_, {4, 4, 4, 4, 4, 4, 4});
  compact({.target_rows = 10});
  EXPECT_THAT(fragment_rows(files_), ElementsAre(8, 8, 8, 4));
  compact({.target_rows = 10});
  EXPECT_THAT(fragment_rows(files_), ElementsAre(8, 8, 8, 4));
  compact({.target_rows = 1});
  EXPECT_THAT(fragment_rows(files_), ElementsAre(8, 8, 8, 4));
}

TEST_F(Compact, LeavesDeadRowsOut) {
  make_table(files_, {60, 60, 60, 10});
  delete_offsets(files_, 0, {0, 1, 2, 59});                // few
  delete_offsets(files_, 1, {5, 6, 7, 8, 9, 40, 41, 42});  // too many
  delete_offsets(files_, 2, {0, 30});                      // few, behind what is written anew
  CompactReport report = compact({.target_rows = 100});
  EXPECT_EQ(report.fragments_rewritten, 1U);
  EXPECT_EQ(report.rows, 176U);
  EXPECT_EQ(report.rows_rewritten, 52U);
  EXPECT_EQ(report.dead_rows_removed, 8U);
  EXPECT_THAT(fragment_rows(files_), ElementsAre(60, 52, 60, 10));
  report = compact({.target_rows = 100, .dead_share = 0});
  EXPECT_THAT(fragment_rows(files_), ElementsAre(56, 52, 68));
  EXPECT_EQ(report.dead_rows_removed, 6U);
  const auto newest = lance::newest_whole_version(files_, kTable);
  EXPECT_EQ(newest->manifest.file.manifest.reader_flags() & 1U, 0U);
}

TEST_F(Compact, DropsFragmentsInWhichAllIsDead) {
  make_table(files_, {3, 60, 60});
  delete_offsets(files_, 0, {0, 1, 2});
  const CompactReport report = compact({.target_rows = 100});
  EXPECT_EQ(report.fragments_after, 2U);
  EXPECT_EQ(report.rows_rewritten, 0U);
  EXPECT_EQ(report.dead_rows_removed, 3U);
  EXPECT_THAT(fragment_rows(files_), ElementsAre(60, 60));
}

TEST_F(Compact, IsMadeAnewOfWhatOthersDeleteMeanwhile) {
  make_table(files_, {30, 20});
  bool raced = false;
  files_.before_link([&](const std::filesystem::path&) {
    if (std::exchange(raced, true)) return;
    delete_offsets(files_, 1, {3, 4});
  });
  const auto report = maintenance::compact(files_, kTable, {}, {});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->version, 4U);
  EXPECT_EQ(report->dead_rows_removed, 2U);
  EXPECT_THAT(fragment_rows(files_), ElementsAre(48));
  EXPECT_TRUE(read_rows(files_) == read_rows(files_, 3));
  EXPECT_THAT(verify(files_, kTable, {.version = {}, .all_versions = true}, {})->findings, IsEmpty());
}

TEST_F(Compact, OnlySaysWhatADryRunWouldDo) {
  make_table(files_, {30, 20, 10});
  const auto files = files_.all_paths();
  const CompactReport report = compact({.dry_run = true});
  EXPECT_EQ(report.version, std::nullopt);
  EXPECT_EQ(report.fragments_before, 3U);
  EXPECT_EQ(report.fragments_after, 1U);
  EXPECT_EQ(report.fragments_rewritten, 3U);
  EXPECT_EQ(files_.all_paths(), files);
}

TEST_F(Compact, OfATableWithoutRowsDoesNothing) {
  make_table(files_, {0});
  EXPECT_EQ(compact().version, std::nullopt);
}

TEST_F(Compact, KeepsWhatOthersAppendMeanwhile) {
  make_table(files_, {30, 20});
  std::string theirs;
  int races = 2;
  files_.before_link([&](const std::filesystem::path&) {
    if (races == 0) return;
    const int left = std::exchange(races, 0);
    append_rows(files_, 7, 90 + static_cast<std::uint64_t>(left));
    theirs = read_rows(files_);
    races = left - 1;
  });
  const auto report = maintenance::compact(files_, kTable, {}, {});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->version, 5U);
  EXPECT_EQ(report->rows, 64U);
  EXPECT_EQ(report->fragments_before, 4U);
  EXPECT_EQ(report->fragments_after, 3U);
  EXPECT_THAT(fragment_rows(files_), ElementsAre(50, 7, 7));
  EXPECT_TRUE(read_rows(files_) == theirs);
  EXPECT_THAT(verify(files_, kTable, {.version = {}, .all_versions = true}, {})->findings, IsEmpty());
}

TEST_F(Compact, IsMadeAnewOfWhatOthersWriteInstead) {
  make_table(files_, {30, 20});
  bool raced = false;
  files_.before_link([&](const std::filesystem::path&) {
    if (std::exchange(raced, true)) return;
    ASSERT_TRUE(lance::overwrite(files_, kTable, sample_columns(11, 7, 4)));
    append_rows(files_, 12, 8);
  });
  const auto report = maintenance::compact(files_, kTable, {}, {});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->version, 5U);
  EXPECT_EQ(report->rows_rewritten, 23U);
  EXPECT_THAT(fragment_rows(files_), ElementsAre(23));
  EXPECT_THAT(verify(files_, kTable, {.version = {}, .all_versions = true}, {})->findings, IsEmpty());
}

TEST_F(Compact, RefusesOptionsThatMeanNothing) {
  make_table(files_, {3});
  for (const CompactOptions& options :
       {CompactOptions{.target_rows = 0}, CompactOptions{.dead_share = -0.1}, CompactOptions{.dead_share = 1.1},
        CompactOptions{.dead_share = std::numeric_limits<double>::quiet_NaN()}})
    EXPECT_EQ(maintenance::compact(files_, kTable, options, {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(maintenance::compact(files_, "/home/none.lance", {}, {}).error().code, ErrorCode::kFileNotFound);
  CancellationToken token;
  token.request();
  append_rows(files_, 3, 1);
  const auto files = files_.all_paths();
  EXPECT_EQ(maintenance::compact(files_, kTable, {}, {.cancellation = &token}).error().code, ErrorCode::kCancelled);
  EXPECT_EQ(files_.all_paths(), files);
}

}  // namespace
}  // namespace kinora::maintenance
