#include "store/lance/column_reader.hpp"
#include "store/lance/overwrite.hpp"
#include "store/lance/snapshot.hpp"
#include "store/sample_columns.hpp"
#include "store/table_dump.hpp"
#include "support/fake_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tuple>

/// At every single step of a commit the world is stopped; what is then on the disk must be the old version or the new one, whole.
namespace kinora::lance {
namespace {

using kinora::testing::dump_rows;
using kinora::testing::FakeFileSystem;
using kinora::testing::sample_columns;

constexpr const char* kTable = "/home/t.lance";

struct Opened {
  std::uint64_t version = 0;
  std::string rows;
};

/// Every column of the newest version.
Result<Opened> read_newest(FileSystem& files) {
  auto snapshot = open_snapshot(files, kTable, std::nullopt);
  if (!snapshot) return fail(snapshot.error());
  std::vector<Column> columns;
  for (const TableField& field : snapshot->fields) {
    auto column = read_column(snapshot->fragments, field);
    if (!column) return fail(column.error());
    columns.push_back(*std::move(column));
  }
  return Opened{snapshot->name.version, dump_rows(columns)};
}

/// A disk on which /home has been for long.
void make_home(FileSystem& files) {
  ASSERT_TRUE(files.create_directories("/home"));
  ASSERT_TRUE(files.sync_directory("/"));
}

using Survivors = std::tuple<FakeFileSystem::Names, FakeFileSystem::Contents>;

class Crash : public ::testing::TestWithParam<Survivors> {
 protected:
  const std::vector<Column> old_ = sample_columns(20, 1, 4);
  const std::vector<Column> new_ = sample_columns(30, 2, 4);
  const std::vector<Column> next_ = sample_columns(10, 3, 4);

  void go_on_writing(FakeFileSystem& files, std::size_t step) {
    const auto version = overwrite(files, kTable, next_);
    ASSERT_TRUE(version) << "step " << step << ": " << version.error().message();
    const auto opened = read_newest(files);
    ASSERT_TRUE(opened) << "step " << step << ": " << opened.error().message();
    EXPECT_EQ(opened->version, *version);
    EXPECT_TRUE(opened->rows == dump_rows(next_)) << "step " << step;

    files.recover(FakeFileSystem::Names::kSynced, FakeFileSystem::Contents::kSynced);
    const auto after_a_power_cut = read_newest(files);
    ASSERT_TRUE(after_a_power_cut) << "step " << step << ": " << after_a_power_cut.error().message();
    EXPECT_EQ(after_a_power_cut->version, *version) << "step " << step;
  }
};

TEST_P(Crash, OfAnOverwriteLeavesTheOldOrTheNewVersion) {
  const auto [names, contents] = GetParam();
  std::size_t step = 1;
  for (bool reached = true; reached; ++step) {
    FakeFileSystem files;
    make_home(files);
    ASSERT_TRUE(overwrite(files, kTable, old_));
    files.stop_at(step);
    const auto written = overwrite(files, kTable, new_);
    reached = files.reached();
    files.recover(names, contents);

    const auto opened = read_newest(files);
    ASSERT_TRUE(opened) << "step " << step << ": " << opened.error().message();
    if (written) {
      EXPECT_EQ(opened->version, 2U) << "a version that was promised is gone; step " << step;
    }
    EXPECT_TRUE(opened->rows == dump_rows(opened->version == 1 ? old_ : new_)) << "step " << step;
    go_on_writing(files, step);
  }
  EXPECT_GT(step, 20U);
}

TEST_P(Crash, OfTheFirstWriteLeavesNothingOrATable) {
  const auto [names, contents] = GetParam();
  bool reached = true;
  for (std::size_t step = 1; reached; ++step) {
    FakeFileSystem files;
    make_home(files);
    files.stop_at(step);
    const auto written = overwrite(files, kTable, new_);
    reached = files.reached();
    files.recover(names, contents);

    const auto opened = read_newest(files);
    if (opened) {
      EXPECT_TRUE(opened->rows == dump_rows(new_)) << "step " << step;
    } else {
      EXPECT_FALSE(written) << "a table that was promised is gone; step " << step << ": " << opened.error().message();
      EXPECT_TRUE(opened.error().code == ErrorCode::kFileNotFound || opened.error().code == ErrorCode::kTableCorrupt);
    }
    go_on_writing(files, step);
  }
}

std::string name_of(const ::testing::TestParamInfo<Survivors>& each) {
  const auto [names, contents] = each.param;
  return std::string(names == FakeFileSystem::Names::kAll ? "AllNames" : "SyncedNames") +
         (contents == FakeFileSystem::Contents::kAll ? "AllBytes" : "SyncedBytes");
}

INSTANTIATE_TEST_SUITE_P(WithWhatSurvives, Crash,
                         ::testing::Combine(::testing::Values(FakeFileSystem::Names::kSynced, FakeFileSystem::Names::kAll),
                                            ::testing::Values(FakeFileSystem::Contents::kSynced, FakeFileSystem::Contents::kAll)),
                         name_of);

/// Paths but the temporary ones' and the transactions' random parts: how many files of each kind there are.
std::map<std::string, int> census(const FakeFileSystem& files) {
  std::map<std::string, int> counts;
  for (const std::string& path : files.all_paths()) ++counts[std::filesystem::path(path).parent_path().string()];
  return counts;
}

class FailedStep : public ::testing::TestWithParam<ErrorCode> {};

TEST_P(FailedStep, IsReportedAndLeavesTheOldVersionAndNoRubbish) {
  const auto old_columns = sample_columns(20, 1, 4);
  const auto new_columns = sample_columns(30, 2, 4);
  bool reached = true;
  for (std::size_t step = 1; reached; ++step) {
    FakeFileSystem files;
    make_home(files);
    ASSERT_TRUE(overwrite(files, kTable, old_columns));
    const auto before = census(files);
    files.fail_at(step, GetParam());
    const auto written = overwrite(files, kTable, new_columns);
    reached = files.reached();

    const auto opened = read_newest(files);
    ASSERT_TRUE(opened) << "step " << step << ": " << opened.error().message();
    EXPECT_TRUE(opened->rows == dump_rows(opened->version == 1 ? old_columns : new_columns)) << "step " << step;
    if (written) {
      EXPECT_EQ(opened->version, *written);
    } else if (opened->version == 1) {
      EXPECT_EQ(census(files), before) << "step " << step << ": " << written.error().message();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(WithError, FailedStep, ::testing::Values(ErrorCode::kOutputUnwritable, ErrorCode::kDiskFull),
                         [](const auto& each) { return each.param == ErrorCode::kDiskFull ? "DiskFull" : "Unwritable"; });

TEST(Commit, NeedsNoHardLinks) {
  FakeFileSystem files;
  make_home(files);
  files.forbid_links();
  const auto columns = sample_columns(20, 1, 4);
  ASSERT_TRUE(overwrite(files, kTable, columns));
  EXPECT_EQ(overwrite(files, kTable, columns), 2U);
  EXPECT_EQ(read_newest(files)->rows, dump_rows(columns));
}

TEST(Commit, TakesTheNextVersionWhenAnotherWriterWins) {
  FakeFileSystem files;
  make_home(files);
  const auto theirs = sample_columns(20, 1, 4);
  const auto ours = sample_columns(30, 2, 4);
  ASSERT_TRUE(overwrite(files, kTable, theirs));
  int races = 3;
  files.before_link([&](const std::filesystem::path&) {
    if (races-- > 0) {
      const int left = std::exchange(races, 0);
      ASSERT_TRUE(overwrite(files, kTable, theirs));
      races = left;
    }
  });
  EXPECT_EQ(overwrite(files, kTable, ours), 5U);
  EXPECT_EQ(read_newest(files)->rows, dump_rows(ours));
  EXPECT_EQ(open_snapshot(files, kTable, 4)->rows, 20U);
}

TEST(Commit, GivesUpWhenItLosesForEver) {
  FakeFileSystem files;
  make_home(files);
  const auto columns = sample_columns(20, 1, 4);
  ASSERT_TRUE(overwrite(files, kTable, columns));
  const auto before = census(files);
  bool inside = false;
  files.before_link([&](const std::filesystem::path&) {
    if (inside) return;
    inside = true;
    ASSERT_TRUE(overwrite(files, kTable, columns));
    inside = false;
  });
  const auto lost = overwrite(files, kTable, columns);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kCommitConflict);
  EXPECT_EQ(census(files).at("/home/t.lance/data"), before.at("/home/t.lance/data") + 32);
}

}  // namespace
}  // namespace kinora::lance
