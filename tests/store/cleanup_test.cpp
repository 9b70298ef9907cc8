#include "kinora/store/cleanup.hpp"

#include "store/maintenance/cleanup_table.hpp"
#include "store/maintenance/compact_table.hpp"
#include "store/maintenance/tag_store.hpp"
#include "store/maintenance/verify_table.hpp"
#include "store/maintenance_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace kinora::maintenance {
namespace {

using kinora::testing::append_rows;
using kinora::testing::FakeFileSystem;
using kinora::testing::kTable;
using kinora::testing::make_table;
using kinora::testing::read_rows;
using kinora::testing::sample_columns;
using std::chrono::hours;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1'000'000'000;
const std::string kVersions = std::string(kTable) + "/_versions/";

std::int64_t now_ns() { return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count(); }

/// Versions 1 to 4, three fragments in each but the first two; all files are written at the time 0, the versions committed now.
class Cleanup : public ::testing::Test {
 protected:
  void SetUp() override { make_table(files_, {30, 20, 10}); }

  Result<CleanupReport> try_cleanup(const CleanupOptions& options, std::int64_t days_later = 30) {
    return maintenance::cleanup(files_, kTable, options, now_ns() + days_later * kDay, {});
  }
  CleanupReport cleanup(const CleanupOptions& options, std::int64_t days_later = 30) {
    auto report = try_cleanup(options, days_later);
    EXPECT_TRUE(report) << report.error().message();
    const auto verified = verify(files_, kTable, {.version = {}, .all_versions = true}, {});
    for (const Finding& each : verified->findings)
      if (each.kind == FindingKind::kDamage) ADD_FAILURE() << each.where << ": " << each.what;
    return report ? *std::move(report) : CleanupReport();
  }
  std::size_t count(const std::string& directory) {
    const auto names = files_.list(std::string(kTable) + "/" + directory);
    return names ? names->size() : 0;
  }
  std::uint64_t bytes() {
    std::uint64_t bytes = 0;
    for (const std::string& path : files_.all_paths()) bytes += *files_.size(path);
    return bytes;
  }

  FakeFileSystem files_;
};

TEST_F(Cleanup, RemovesOldVersionsAndWhatTheyAloneNeed) {
  ASSERT_TRUE(lance::overwrite(files_, kTable, sample_columns(9, 7, 4)));
  const std::string rows = read_rows(files_);
  const std::uint64_t before = bytes();
  const CleanupReport report = cleanup({});
  EXPECT_THAT(report.versions_removed, ElementsAre(1, 2, 3));
  EXPECT_THAT(report.versions_tagged, IsEmpty());
  EXPECT_EQ(report.versions_left, 1U);
  EXPECT_EQ(report.files_removed, 3U + 3U + 3U);  // manifests, data files, transactions
  EXPECT_EQ(report.bytes_removed, before - bytes());
  EXPECT_EQ(report.files_spared, 0U);
  EXPECT_EQ(count("data"), 1U);
  EXPECT_EQ(count("_transactions"), 1U);
  EXPECT_TRUE(read_rows(files_) == rows);
  const CleanupReport again = cleanup({});
  EXPECT_EQ(again.files_removed, 0U);
  append_rows(files_, 5, 9);
  EXPECT_EQ(lance::open_snapshot(files_, kTable, std::nullopt)->name.version, 5U);
}

TEST_F(Cleanup, KeepsFilesThatALaterVersionShares) {
  const std::string rows = read_rows(files_);
  const CleanupReport report = cleanup({});
  EXPECT_THAT(report.versions_removed, ElementsAre(1, 2));
  EXPECT_EQ(count("data"), 3U);
  EXPECT_TRUE(read_rows(files_) == rows);
}

TEST_F(Cleanup, NeverTakesWhatATaggedVersionNeeds) {
  ASSERT_TRUE(create_tag(files_, kTable, "keep", 2));
  ASSERT_TRUE(lance::overwrite(files_, kTable, sample_columns(9, 7, 4)));
  const std::string tagged = read_rows(files_, 2);
  const CleanupReport report = cleanup({.older_than = seconds(0), .grace = seconds(0)});
  EXPECT_THAT(report.versions_removed, ElementsAre(1, 3));
  EXPECT_THAT(report.versions_tagged, ElementsAre(2));
  EXPECT_EQ(report.versions_left, 2U);
  EXPECT_EQ(count("data"), 3U);
  EXPECT_TRUE(read_rows(files_, 2) == tagged);
  ASSERT_TRUE(delete_tag(files_, kTable, "keep"));
  EXPECT_THAT(cleanup({}).versions_removed, ElementsAre(2));
  EXPECT_EQ(count("data"), 1U);
}

TEST_F(Cleanup, KeepsWhatIsRecent) {
  EXPECT_THAT(cleanup({}, 6).versions_removed, IsEmpty());
  EXPECT_THAT(cleanup({.older_than = hours(24 * 40)}).versions_removed, IsEmpty());
  EXPECT_THAT(cleanup({.keep_versions = 3}).versions_removed, IsEmpty());
  EXPECT_THAT(cleanup({.keep_versions = 2}).versions_removed, ElementsAre(1));
  EXPECT_THAT(cleanup({.keep_versions = std::numeric_limits<std::size_t>::max()}).versions_removed, IsEmpty());
  EXPECT_THAT(cleanup({.older_than = seconds::max()}).versions_removed, IsEmpty());
}

TEST_F(Cleanup, SparesFilesWithinTheGracePeriod) {
  const std::string data = std::string(kTable) + "/data/";
  files_.set_clock(now_ns() + 29 * kDay);
  files_.put(data + "under-way.lance", "1234");
  files_.set_clock(now_ns() + 10 * kDay);
  files_.put(data + "given-up.lance", "12345678");
  CleanupReport report = cleanup({});
  EXPECT_EQ(report.files_spared, 1U);
  EXPECT_EQ(report.bytes_spared, 4U);
  EXPECT_TRUE(files_.exists(data + "under-way.lance"));
  EXPECT_FALSE(files_.exists(data + "given-up.lance"));
  // Also those of versions that went: all files of the table are young then.
  FakeFileSystem& files = files_;
  files.set_clock(now_ns());
  ASSERT_TRUE(lance::overwrite(files_, kTable, sample_columns(9, 7, 4)));
  ASSERT_TRUE(lance::overwrite(files_, kTable, sample_columns(8, 7, 4)));
  report = cleanup({.older_than = seconds(0)}, 1);
  EXPECT_THAT(report.versions_removed, ElementsAre(3, 4));
  EXPECT_EQ(report.files_spared, 1U + 1U + 1U);  // data and transaction of version 4, and the one under way
  report = cleanup({.older_than = seconds(0), .grace = seconds(0)});
  EXPECT_EQ(report.files_removed, 3U);
}

TEST_F(Cleanup, TakesWhatCommitsLeftAndNothingElse) {
  const std::string table = kTable;
  const std::vector<std::string> leftovers = {"/_versions/.tmp77",
                                              "/_versions/.hint77",
                                              "/_versions/18446744073709551600.manifest.torn",
                                              "/_versions/18446744073709551600.manifest#1",
                                              "/_transactions/3-77.txn",
                                              "/data/orphan.lance",
                                              "/_kinora/orphan.index",
                                              "/_kinora/.tmp77",
                                              "/_refs/tags/.tmp77"};
  const std::vector<std::string> others = {"/_versions/d1.manifest", "/_versions/readme.txt",  "/data/readme.txt", "/notes.txt",
                                           "/_kinora/x.txt",         "/_refs/tags/readme.txt", "/_transactions/x"};
  for (const char* directory : {"/_refs/tags", "/_kinora", "/_deletions", "/_indices/0f5db5ef-abef-4865-8eb2-e8fcfeec25a8"})
    ASSERT_TRUE(files_.create_directories(table + directory));
  for (const auto& names : {leftovers, others})
    for (const std::string& name : names) files_.put(table + name, "12");
  files_.put(table + "/_deletions/0-1-77.bin", "12");
  files_.put(table + "/_indices/0f5db5ef-abef-4865-8eb2-e8fcfeec25a8/index.idx", "12");
  const CleanupReport report = cleanup({.older_than = hours(24 * 40)});
  EXPECT_EQ(report.files_removed, leftovers.size() + 2);
  for (const std::string& name : leftovers) EXPECT_FALSE(files_.exists(table + name)) << name;
  for (const std::string& name : others) EXPECT_TRUE(files_.exists(table + name)) << name;
  EXPECT_FALSE(files_.exists(table + "/_indices/0f5db5ef-abef-4865-8eb2-e8fcfeec25a8"));
  EXPECT_TRUE(files_.exists(kVersions + "latest_version_hint.json"));
}

TEST_F(Cleanup, OnlySaysWhatADryRunWouldTake) {
  ASSERT_TRUE(lance::overwrite(files_, kTable, sample_columns(9, 7, 4)));
  const auto before = files_.all_paths();
  const CleanupReport dry = cleanup({.dry_run = true});
  EXPECT_EQ(files_.all_paths(), before);
  const CleanupReport wet = cleanup({});
  EXPECT_EQ(dry.versions_removed, wet.versions_removed);
  EXPECT_EQ(dry.versions_left, wet.versions_left);
  EXPECT_EQ(dry.files_removed, wet.files_removed);
  EXPECT_EQ(dry.bytes_removed, wet.bytes_removed);
}

TEST_F(Cleanup, StopsBeforeAnythingItDoesNotUnderstand) {
  const auto refused = [&](ErrorCode code, const std::string& text) {
    const auto paths = files_.all_paths();
    const auto report = try_cleanup({.older_than = seconds(0), .grace = seconds(0)});
    ASSERT_FALSE(report) << text;
    EXPECT_EQ(report.error().code, code);
    EXPECT_THAT(report.error().message(), HasSubstr(text));
    EXPECT_EQ(files_.all_paths(), paths);
  };
  const std::string manifest = kVersions + "18446744073709551613.manifest";
  const std::string whole((*files_.map(manifest))->text());
  files_.put(manifest, whole.substr(0, 100));
  refused(ErrorCode::kTableCorrupt, "torn");
  files_.put(manifest, whole);
  ASSERT_TRUE(files_.create_directories(std::string(kTable) + "/_refs/tags"));
  files_.put(std::string(kTable) + "/_refs/tags/bad.json", "{");
  refused(ErrorCode::kTableCorrupt, "bad.json");
  ASSERT_TRUE(files_.remove(std::string(kTable) + "/_refs/tags/bad.json"));
  ASSERT_TRUE(files_.create_directories(std::string(kTable) + "/_refs/branches"));
  files_.put(std::string(kTable) + "/_refs/branches/try.json", "{}");
  refused(ErrorCode::kTableUnsupported, "branches");
}

TEST_F(Cleanup, TakesTornManifestsWhenAsked) {
  files_.put(kVersions + "18446744073709551614.manifest", "");
  files_.put(kVersions + "18446744073709551611.manifest", "");  // version 4, above the newest whole one
  const CleanupReport report = *try_cleanup({.older_than = hours(24 * 40), .remove_torn = true});
  EXPECT_THAT(report.versions_removed, ElementsAre(1));
  EXPECT_TRUE(files_.exists(kVersions + "18446744073709551611.manifest"));
  append_rows(files_, 5, 9);
  EXPECT_EQ(lance::open_snapshot(files_, kTable, std::nullopt)->name.version, 5U);
  files_.set_clock(now_ns() + 29 * kDay);
  files_.put(kVersions + "18446744073709551613.manifest", "being written");
  EXPECT_THAT(try_cleanup({.older_than = hours(24 * 40), .remove_torn = true})->versions_removed, IsEmpty());
}

TEST_F(Cleanup, GivesBackWhatACompactionLeft) {
  ASSERT_TRUE(maintenance::compact(files_, kTable, {}, {}));
  const std::string rows = read_rows(files_);
  const CleanupReport report = cleanup({});
  EXPECT_THAT(report.versions_removed, ElementsAre(1, 2, 3));
  EXPECT_EQ(count("data"), 1U);
  EXPECT_TRUE(read_rows(files_) == rows);
}

TEST_F(Cleanup, RefusesOptionsThatMeanNothing) {
  for (const CleanupOptions& options :
       {CleanupOptions{.older_than = seconds(-1)}, CleanupOptions{.keep_versions = 0}, CleanupOptions{.grace = seconds(-1)}})
    EXPECT_EQ(try_cleanup(options).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(maintenance::cleanup(files_, "/home/none.lance", {}, now_ns(), {}).error().code, ErrorCode::kFileNotFound);
  CancellationToken token;
  token.request();
  const auto before = files_.all_paths();
  EXPECT_EQ(maintenance::cleanup(files_, kTable, {}, now_ns() + 30 * kDay, {.cancellation = &token}).error().code,
            ErrorCode::kCancelled);
  EXPECT_EQ(files_.all_paths(), before);
}

}  // namespace
}  // namespace kinora::maintenance
