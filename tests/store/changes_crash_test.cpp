#include "store/all_changes.hpp"
#include "store/maintenance/verify_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <tuple>

/// A change to rows is stopped at every single step; what is then on the disk must be the version before or the new one, whole.
namespace kinora::changes {
namespace {

using kinora::testing::append_rows;
using kinora::testing::FakeFileSystem;
using kinora::testing::kTable;
using kinora::testing::read_rows;

/// Appends rows with the columns that the table has.
void append_known_columns(FileSystem& files, std::size_t rows, std::uint64_t seed) {
  const auto snapshot = lance::open_snapshot(files, kTable, std::nullopt);
  ASSERT_TRUE(snapshot) << snapshot.error().message();
  std::vector<Column> columns = testing::sample_columns(rows, seed, 4);
  std::erase_if(columns, [&](const Column& column) {
    return std::none_of(snapshot->fields.begin(), snapshot->fields.end(),
                        [&](const lance::TableField& field) { return field.field.name == column.field.name; });
  });
  const auto commit = append(files, kTable, columns);
  ASSERT_TRUE(commit) << commit.error().message();
}

std::string rows_after(const Change& change) {
  FakeFileSystem files;
  make_base(files);
  const auto commit = change.make(files);
  EXPECT_TRUE(commit) << commit.error().message();
  return read_rows(files);
}

void expect_sound(FileSystem& files, std::uint64_t newest, std::size_t step) {
  const auto report = maintenance::verify(files, kTable, {.version = newest, .all_versions = false}, {});
  ASSERT_TRUE(report) << "step " << step << ": " << report.error().message();
  for (const Finding& each : report->findings)
    if (each.kind == FindingKind::kDamage && each.version == newest)
      ADD_FAILURE() << "step " << step << ": " << each.where << ": " << each.what;
}

class ChangesCrash : public ::testing::TestWithParam<std::tuple<Change, FakeFileSystem::Names, FakeFileSystem::Contents>> {};

TEST_P(ChangesCrash, LeavesTheOldOrTheNewVersion) {
  const auto& [change, names, contents] = GetParam();
  const std::string rows_of_new = rows_after(change);
  bool reached = true;
  std::size_t step = 1;
  for (; reached; ++step) {
    FakeFileSystem files;
    make_base(files);
    const std::string rows_of_old = read_rows(files);
    const std::uint64_t old_version = lance::open_snapshot(files, kTable, std::nullopt)->name.version;
    files.stop_at(step);
    const auto commit = change.make(files);
    reached = files.reached();
    files.recover(names, contents);

    const auto opened = lance::open_snapshot(files, kTable, std::nullopt);
    ASSERT_TRUE(opened) << "step " << step << ": " << opened.error().message();
    const std::uint64_t version = opened->name.version;
    if (commit) {
      EXPECT_EQ(version, commit->version) << "a version that was promised is gone; step " << step;
    }
    EXPECT_TRUE(read_rows(files) == (version == old_version ? rows_of_old : rows_of_new)) << "step " << step;
    expect_sound(files, version, step);

    append_known_columns(files, 5, step);
    files.recover(FakeFileSystem::Names::kSynced, FakeFileSystem::Contents::kSynced);
    EXPECT_GT(lance::open_snapshot(files, kTable, std::nullopt)->name.version, version) << "step " << step;
  }
  EXPECT_GT(step, 10U);
}

std::string name_of(const ::testing::TestParamInfo<ChangesCrash::ParamType>& each) {
  return std::string(std::get<0>(each.param).name) +
         (std::get<1>(each.param) == FakeFileSystem::Names::kAll ? "AllNames" : "SyncedNames") +
         (std::get<2>(each.param) == FakeFileSystem::Contents::kAll ? "AllBytes" : "SyncedBytes");
}

INSTANTIATE_TEST_SUITE_P(Of, ChangesCrash,
                         ::testing::Combine(::testing::ValuesIn(all_changes()),
                                            ::testing::Values(FakeFileSystem::Names::kSynced, FakeFileSystem::Names::kAll),
                                            ::testing::Values(FakeFileSystem::Contents::kSynced, FakeFileSystem::Contents::kAll)),
                         name_of);

class FailedChange : public ::testing::TestWithParam<std::tuple<Change, ErrorCode>> {};

TEST_P(FailedChange, LeavesTheOldVersionAndNoRubbish) {
  const auto& [change, code] = GetParam();
  const std::string rows_of_new = rows_after(change);
  bool reached = true;
  for (std::size_t step = 1; reached; ++step) {
    FakeFileSystem files;
    make_base(files);
    const std::string rows_of_old = read_rows(files);
    const std::uint64_t old_version = lance::open_snapshot(files, kTable, std::nullopt)->name.version;
    const auto before = files.all_paths();
    files.fail_at(step, code);
    const auto commit = change.make(files);
    reached = files.reached();

    const std::uint64_t version = lance::open_snapshot(files, kTable, std::nullopt)->name.version;
    EXPECT_TRUE(read_rows(files) == (version == old_version ? rows_of_old : rows_of_new)) << "step " << step;
    if (commit) {
      EXPECT_EQ(version, commit->version);
    } else if (version == old_version) {
      EXPECT_EQ(files.all_paths(), before) << "step " << step << ": " << commit.error().message();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, FailedChange,
                         ::testing::Combine(::testing::ValuesIn(all_changes()),
                                            ::testing::Values(ErrorCode::kOutputUnwritable, ErrorCode::kDiskFull)),
                         [](const auto& each) {
                           return std::string(std::get<0>(each.param).name) +
                                  (std::get<1>(each.param) == ErrorCode::kDiskFull ? "DiskFull" : "Unwritable");
                         });

class RacedChange : public ::testing::TestWithParam<Change> {};

TEST_P(RacedChange, FollowsUponAnotherWritersAppend) {
  FakeFileSystem files;
  make_base(files);
  bool inside = false;
  files.before_link([&](const std::filesystem::path&) {
    if (std::exchange(inside, true)) return;
    append_rows(files, 20, 77);
  });
  const auto commit = GetParam().make(files);
  ASSERT_TRUE(commit) << commit.error().message();

  FakeFileSystem in_turn;
  make_base(in_turn);
  append_rows(in_turn, 20, 77);
  const auto expected = GetParam().make(in_turn);
  ASSERT_TRUE(expected) << expected.error().message();
  EXPECT_EQ(*commit, *expected);
  EXPECT_TRUE(read_rows(files) == read_rows(in_turn));
  EXPECT_EQ(files.all_paths().size(), in_turn.all_paths().size()) << "the files of the lost race are left";
}

INSTANTIATE_TEST_SUITE_P(Of, RacedChange, ::testing::ValuesIn(all_changes()),
                         [](const auto& each) { return std::string(each.param.name); });

class ConflictedChange : public ::testing::TestWithParam<Change> {};

TEST_P(ConflictedChange, IsToldSoAndLeavesNothing) {
  FakeFileSystem files;
  make_base(files);
  bool inside = false;
  files.before_link([&](const std::filesystem::path&) {
    if (std::exchange(inside, true)) return;
    ASSERT_TRUE(drop_columns(files, kTable, std::vector<std::string>{"year"}));
  });
  const auto commit = GetParam().make(files);
  ASSERT_FALSE(commit);
  EXPECT_EQ(commit.error().code, ErrorCode::kCommitConflict);
  EXPECT_THAT(commit.error().message(), ::testing::HasSubstr("another writer committed first"));
  EXPECT_EQ(lance::open_snapshot(files, kTable, std::nullopt)->name.version, kBaseVersion + 1);
  FakeFileSystem only_theirs;
  make_base(only_theirs);
  ASSERT_TRUE(drop_columns(only_theirs, kTable, std::vector<std::string>{"year"}));
  EXPECT_EQ(files.all_paths().size(), only_theirs.all_paths().size());
}

/// Those that name the column which the other writer drops.
std::vector<Change> changes_of_year() {
  std::vector<Change> changes = all_changes();
  std::erase_if(changes, [](const Change& change) {
    const std::string_view name = change.name;
    return name != "Append" && name != "Update" && name != "Merge" && name != "DropColumns";
  });
  return changes;
}

INSTANTIATE_TEST_SUITE_P(Of, ConflictedChange, ::testing::ValuesIn(changes_of_year()),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace kinora::changes
