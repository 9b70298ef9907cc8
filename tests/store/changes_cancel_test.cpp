#include "store/all_changes.hpp"
#include "store/maintenance/compact_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string_view>

/// A change is asked to stop at every single step: until it has committed it stops and leaves what was there, afterwards it has
/// happened.
namespace kinora::changes {
namespace {

using kinora::testing::append_rows;
using kinora::testing::FakeFileSystem;
using kinora::testing::kTable;
using kinora::testing::make_table;
using kinora::testing::read_rows;

std::vector<Change> changes_that_stop() {
  std::vector<Change> changes = all_changes();
  std::erase_if(changes, [](const Change& change) {
    const std::string_view name = change.name;
    return name == "DropColumns" || name == "Restore";  // they write a manifest and no more
  });
  changes.push_back({"Overwrite", [](FileSystem& files, const Execution& execution) -> Result<Commit> {
                       const auto columns = testing::sample_columns(50, 9, 4);
                       KINORA_TRY(const std::uint64_t version,
                                  lance::overwrite(files, kTable, columns, lance::kDataVersion, execution));
                       return Commit{.version = version};
                     }});
  changes.push_back({"Compact", [](FileSystem& files, const Execution& execution) -> Result<Commit> {
                       KINORA_TRY(const CompactReport report,
                                  maintenance::compact(files, kTable, {.target_rows = 40, .dead_share = 0}, execution));
                       return Commit{.version = *report.version};
                     }});
  return changes;
}

/// What a change that is asked to stop at a step comes to.
Result<Commit> make_until(const Change& change, FakeFileSystem& files, std::size_t stop) {
  CancellationToken token;
  std::size_t step = 0;
  files.before_step([&] {
    if (++step == stop) token.request();
  });
  auto commit = change.make(files, {.cancellation = &token});
  files.before_step({});
  EXPECT_EQ(token.requested(), step >= stop);
  return commit;
}

std::uint64_t newest_version(FileSystem& files) { return lance::open_snapshot(files, kTable, std::nullopt)->name.version; }

class CancelledChange : public ::testing::TestWithParam<Change> {};

TEST_P(CancelledChange, LeavesTheOldVersionOrIsCommitted) {
  FakeFileSystem whole;
  make_base(whole);
  ASSERT_TRUE(GetParam().make(whole));
  const std::string rows_of_new = read_rows(whole);

  std::size_t cancelled = 0;
  std::size_t committed = 0;
  for (std::size_t step = 1; committed < 3; ++step) {
    FakeFileSystem files;
    make_base(files);
    const std::string rows_of_old = read_rows(files);
    const auto before = files.all_paths();
    const auto commit = make_until(GetParam(), files, step);
    if (commit) {
      ++committed;
      EXPECT_EQ(commit->version, kBaseVersion + 1);
      EXPECT_EQ(newest_version(files), kBaseVersion + 1);
      EXPECT_TRUE(read_rows(files) == rows_of_new) << "step " << step;
      continue;
    }
    ++cancelled;
    EXPECT_EQ(committed, 0U) << "it stopped at step " << step << ", after the commit";
    EXPECT_EQ(commit.error().code, ErrorCode::kCancelled) << commit.error().message();
    EXPECT_THAT(commit.error().message(), ::testing::HasSubstr("stopped on request"));
    EXPECT_EQ(files.all_paths(), before) << "step " << step;
    EXPECT_EQ(newest_version(files), kBaseVersion);
    EXPECT_TRUE(read_rows(files) == rows_of_old) << "step " << step;
    append_rows(files, 5, step);
    EXPECT_EQ(newest_version(files), kBaseVersion + 1);
  }
  EXPECT_GT(cancelled, 3U);
}

TEST_P(CancelledChange, DoesNothingIfItIsAskedBefore) {
  FakeFileSystem files;
  make_base(files);
  const auto before = files.all_paths();
  CancellationToken token;
  token.request();
  const auto commit = GetParam().make(files, {.cancellation = &token});
  ASSERT_FALSE(commit);
  EXPECT_EQ(commit.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(files.all_paths(), before);
}

INSTANTIATE_TEST_SUITE_P(Of, CancelledChange, ::testing::ValuesIn(changes_that_stop()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(CancelledTable, IsNotThere) {
  std::size_t cancelled = 0;
  for (bool made = false; !made;) {
    FakeFileSystem files;
    ASSERT_TRUE(files.create_directories("/home"));
    const auto before = files.all_paths();
    const Change create = {"Create", [](FileSystem& fs, const Execution& execution) -> Result<Commit> {
                             KINORA_TRY(
                                 const std::uint64_t version,
                                 lance::overwrite(fs, kTable, testing::sample_columns(50, 9, 4), lance::kDataVersion, execution));
                             return Commit{.version = version};
                           }};
    const auto commit = make_until(create, files, cancelled + 1);
    made = commit.has_value();
    if (made) break;
    ++cancelled;
    EXPECT_EQ(commit.error().code, ErrorCode::kCancelled) << commit.error().message();
    EXPECT_EQ(files.all_paths(), before) << "step " << cancelled;
  }
  EXPECT_GT(cancelled, 10U);
}

}  // namespace
}  // namespace kinora::changes
