#include "store/maintenance/cleanup_table.hpp"
#include "store/maintenance/compact_table.hpp"
#include "store/maintenance/tag_store.hpp"
#include "store/maintenance/verify_table.hpp"
#include "store/maintenance_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <functional>
#include <tuple>

/// Maintenance is stopped at every single step; what is then on the disk must be a table that has lost nothing.
namespace kinora::maintenance {
namespace {

using kinora::testing::append_rows;
using kinora::testing::delete_offsets;
using kinora::testing::FakeFileSystem;
using kinora::testing::kTable;
using kinora::testing::make_table;
using kinora::testing::read_rows;

using Survivors = std::tuple<FakeFileSystem::Names, FakeFileSystem::Contents>;

constexpr CompactOptions kCompact = {.target_rows = 40};

void expect_sound(FileSystem& files, std::size_t step) {
  const auto report = verify(files, kTable, {.version = {}, .all_versions = true}, {});
  ASSERT_TRUE(report) << "step " << step << ": " << report.error().message();
  // A manifest that lost its bytes is the newest one, and was not promised yet.
  std::uint64_t newest_whole = report->versions.empty() ? 0 : report->versions.back();
  for (const Finding& each : report->findings)
    if (each.kind == FindingKind::kDamage && each.version <= newest_whole)
      ADD_FAILURE() << "step " << step << ", version " << each.version << ": " << each.where << ": " << each.what;
}

/// Small fragments, one with too many dead rows, and behind them a large one with few, which keeps its files under another
/// number.
void make_scattered(FakeFileSystem& files) {
  make_table(files, {30, 10, 15, 60});
  delete_offsets(files, 1, {0, 9});
  delete_offsets(files, 3, {7});
}

class MaintenanceCrash : public ::testing::TestWithParam<Survivors> {};

TEST_P(MaintenanceCrash, OfACompactionLosesNoRow) {
  const auto [names, contents] = GetParam();
  bool reached = true;
  std::size_t step = 1;
  for (; reached; ++step) {
    FakeFileSystem files;
    make_scattered(files);
    const std::string rows = read_rows(files);
    files.stop_at(step);
    const auto compacted = compact(files, kTable, kCompact, {});
    reached = files.reached();
    files.recover(names, contents);

    EXPECT_TRUE(read_rows(files) == rows) << "step " << step;
    expect_sound(files, step);
    if (compacted) {
      EXPECT_TRUE(read_rows(files, compacted->version) == rows) << "a version that was promised is gone; step " << step;
    }
    const auto again = compact(files, kTable, kCompact, {});
    ASSERT_TRUE(again) << "step " << step << ": " << again.error().message();
    EXPECT_TRUE(read_rows(files) == rows) << "step " << step;
    append_rows(files, 5, step);
    files.recover(FakeFileSystem::Names::kSynced, FakeFileSystem::Contents::kSynced);
    EXPECT_EQ(read_rows(files).compare(0, rows.size(), rows), 0) << "step " << step;
    EXPECT_GT(read_rows(files).size(), rows.size());
  }
  EXPECT_GT(step, 15U);
}

constexpr std::int64_t kInAHundredYears = std::int64_t{150} * 365 * 24 * 3600 * 1'000'000'000;

void make_history(FakeFileSystem& files) {
  make_table(files, {30, 10, 15});
  delete_offsets(files, 2, {3});
  ASSERT_TRUE(create_tag(files, kTable, "keep", 2));
  ASSERT_TRUE(compact(files, kTable, {}, {}));
  append_rows(files, 5, 9);
  files.put(std::string(kTable) + "/data/orphan.lance", "rubbish");
}

TEST_P(MaintenanceCrash, OfACleanupLeavesEveryVersionWhole) {
  const auto [names, contents] = GetParam();
  FakeFileSystem clean;
  make_history(clean);
  ASSERT_TRUE(cleanup(clean, kTable, {}, kInAHundredYears, {}));
  const std::size_t paths_when_clean = clean.all_paths().size();
  bool reached = true;
  std::size_t step = 1;
  for (; reached; ++step) {
    FakeFileSystem files;
    make_history(files);
    const std::string newest = read_rows(files);
    const std::string tagged = read_rows(files, 2);
    files.stop_at(step);
    const auto cleaned = cleanup(files, kTable, {}, kInAHundredYears, {});
    reached = files.reached();
    files.recover(names, contents);

    expect_sound(files, step);
    EXPECT_TRUE(read_rows(files) == newest) << "step " << step;
    EXPECT_TRUE(read_rows(files, 2) == tagged) << "step " << step;
    const auto again = cleanup(files, kTable, {}, kInAHundredYears, {});
    ASSERT_TRUE(again) << "step " << step << ": " << again.error().message();
    EXPECT_LE(files.all_paths().size(), paths_when_clean) << "step " << step;  // names that were not synced may be gone
    append_rows(files, 5, step);
    expect_sound(files, step);
  }
  EXPECT_GT(step, 10U);
}

std::string name_of(const ::testing::TestParamInfo<Survivors>& each) {
  const auto [names, contents] = each.param;
  return std::string(names == FakeFileSystem::Names::kAll ? "AllNames" : "SyncedNames") +
         (contents == FakeFileSystem::Contents::kAll ? "AllBytes" : "SyncedBytes");
}

INSTANTIATE_TEST_SUITE_P(WithWhatSurvives, MaintenanceCrash,
                         ::testing::Combine(::testing::Values(FakeFileSystem::Names::kSynced, FakeFileSystem::Names::kAll),
                                            ::testing::Values(FakeFileSystem::Contents::kSynced, FakeFileSystem::Contents::kAll)),
                         name_of);

class FailedMaintenance : public ::testing::TestWithParam<ErrorCode> {};

TEST_P(FailedMaintenance, OfACompactionLeavesTheOldVersionAndNoRubbish) {
  bool reached = true;
  for (std::size_t step = 1; reached; ++step) {
    FakeFileSystem files;
    make_scattered(files);
    const std::string rows = read_rows(files);
    const auto before = files.all_paths();
    files.fail_at(step, GetParam());
    const auto compacted = compact(files, kTable, kCompact, {});
    reached = files.reached();
    EXPECT_TRUE(read_rows(files) == rows) << "step " << step;
    const auto newest = lance::open_snapshot(files, kTable, std::nullopt);
    if (!compacted && newest->name.version == 6) {
      EXPECT_EQ(files.all_paths(), before) << "step " << step << ": " << compacted.error().message();
    }
  }
}

TEST_P(FailedMaintenance, OfACleanupLeavesEveryVersionWhole) {
  bool reached = true;
  for (std::size_t step = 1; reached; ++step) {
    FakeFileSystem files;
    make_history(files);
    const std::string rows = read_rows(files);
    files.fail_at(step, GetParam());
    const auto cleaned = cleanup(files, kTable, {}, kInAHundredYears, {});
    reached = files.reached();
    EXPECT_EQ(cleaned.has_value(), !reached) << "step " << step;
    EXPECT_TRUE(read_rows(files) == rows) << "step " << step;
    expect_sound(files, step);
  }
}

INSTANTIATE_TEST_SUITE_P(WithError, FailedMaintenance, ::testing::Values(ErrorCode::kOutputUnwritable, ErrorCode::kDiskFull),
                         [](const auto& each) { return each.param == ErrorCode::kDiskFull ? "DiskFull" : "Unwritable"; });

}  // namespace
}  // namespace kinora::maintenance
