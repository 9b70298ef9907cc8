#include "base/try.hpp"
#include "engine/bundle_lock.hpp"
#include "engine/generation_list.hpp"
#include "engine/publish_generation.hpp"
#include "store/lance/overwrite.hpp"
#include "store/lance/snapshot.hpp"
#include "store/sample_columns.hpp"
#include "support/fake_file_system.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

/// Commands that publish made-up generations are stopped at every step, and others come in between at every step.
namespace kinora {
namespace {

using testing::FakeFileSystem;

const BundleLayout kBundle("/home/b");
constexpr const char* kForeign = "/home/b/notes.txt";

Result<void> write_files(FileSystem& files, NewGeneration& generation, BundleInfo& info) {
  const GenerationLayout layout = generation.layout();
  for (const auto& path : {layout.recipe(), layout.movies(), layout.titles()})
    KINORA_TRY_VOID(write_file_atomically(files, path, info.recipe));
  info.table_name = "t";
  generation.will_write_table(kBundle.table("t"));
  KINORA_TRY(info.table_version, lance::overwrite(files, kBundle.table("t"), testing::sample_columns(3, 1, 4)));
  return {};
}

/// What build_bundle() does; `name` is its recipe, written into all of its files.
Result<void> build(FileSystem& files, const std::string& name) {
  KINORA_TRY(NewGeneration generation, NewGeneration::claim(files, kBundle, {}));
  BundleInfo info{.recipe = name};
  KINORA_TRY_VOID(write_files(files, generation, info));
  KINORA_TRY(const DirectoryLock lock, lock_bundle(files, kBundle, {}));
  return publish_generation(files, lock, kBundle, generation, info, {}, {});
}

/// What add_movies() and remove_movies() do.
Result<void> change(FileSystem& files, const std::string& name) {
  KINORA_TRY(const DirectoryLock lock, lock_bundle(files, kBundle, {}));
  KINORA_TRY(BundleInfo info, read_manifest(files, kBundle));
  const std::uint64_t base = info.generation;
  info.recipe = name;
  KINORA_TRY(NewGeneration generation, NewGeneration::claim(files, kBundle, {}));
  KINORA_TRY_VOID(write_files(files, generation, info));
  return publish_generation(files, lock, kBundle, generation, info, {.changed = base, .seen = base}, {});
}

using Command = std::function<Result<void>(FileSystem&, const std::string&)>;

/// The name of the command that made what the bundle opens as: all files are there, and its own.
Result<std::string> open(FileSystem& files) {
  KINORA_TRY(const BundleInfo info, read_manifest(files, kBundle));
  const GenerationLayout layout{kBundle.generation(info.generation)};
  for (const auto& path : {layout.recipe(), layout.movies(), layout.titles()}) {
    KINORA_TRY(const auto file, files.map(path));
    EXPECT_EQ(file->text(), info.recipe) << path;
  }
  KINORA_TRY(const auto snapshot, lance::open_snapshot(files, kBundle.table("t"), info.table_version));
  EXPECT_EQ(snapshot.name.version, info.table_version);
  return info.recipe;
}

void expect_next_command_works(FileSystem& files, std::size_t step) {
  const auto built = build(files, "next");
  ASSERT_TRUE(built) << "step " << step << ": " << built.error().message();
  const auto opened = open(files);
  ASSERT_TRUE(opened) << "step " << step << ": " << opened.error().message();
  EXPECT_EQ(*opened, "next");
}

void make_home(FakeFileSystem& files) {
  ASSERT_TRUE(files.create_directories("/home"));
  ASSERT_TRUE(files.sync_directory("/"));
}

void make_bundle(FakeFileSystem& files) {
  make_home(files);
  ASSERT_TRUE(build(files, "first"));
  ASSERT_TRUE(change(files, "old"));
  files.put(kForeign, "mine");
}

using Survivors = std::tuple<FakeFileSystem::Names, FakeFileSystem::Contents>;
class PublishCrash : public ::testing::TestWithParam<Survivors> {};

TEST_P(PublishCrash, AtAnyStepLeavesTheOldOrTheNewBundle) {
  const auto [names, contents] = GetParam();
  for (const Command& command : {Command(build), Command(change)}) {
    std::size_t step = 1;
    for (bool reached = true; reached; ++step) {
      FakeFileSystem files;
      make_bundle(files);
      files.stop_at(step);
      const auto done = command(files, "new");
      reached = files.reached();
      files.recover(names, contents);
      const auto opened = open(files);
      ASSERT_TRUE(opened) << "step " << step << ": " << opened.error().message();
      EXPECT_TRUE(*opened == "new" || (*opened == "old" && !done)) << "step " << step << ": " << *opened;
      EXPECT_TRUE(files.exists(kForeign));
      expect_next_command_works(files, step);
    }
    EXPECT_GT(step, 30U);
  }
}

TEST_P(PublishCrash, OfAFirstBuildLeavesNothingInTheWayOfTheNext) {
  const auto [names, contents] = GetParam();
  std::size_t step = 1;
  for (bool reached = true; reached; ++step) {
    FakeFileSystem files;
    make_home(files);
    files.stop_at(step);
    const auto done = build(files, "new");
    reached = files.reached();
    files.recover(names, contents);
    EXPECT_TRUE(!done || open(files)) << "a bundle that was promised is gone; step " << step;
    expect_next_command_works(files, step);
  }
}

INSTANTIATE_TEST_SUITE_P(WithWhatSurvives, PublishCrash,
                         ::testing::Combine(::testing::Values(FakeFileSystem::Names::kSynced, FakeFileSystem::Names::kAll),
                                            ::testing::Values(FakeFileSystem::Contents::kSynced,
                                                              FakeFileSystem::Contents::kAll)));

TEST(PublishGeneration, AFailedStepOfAFirstBuildLeavesNothingOfItsOwn) {
  bool reached = true;
  for (std::size_t step = 1; reached; ++step) {
    FakeFileSystem files;
    make_home(files);
    files.fail_at(step, ErrorCode::kDiskFull);
    const auto done = build(files, "new");
    reached = files.reached();
    if (done) continue;
    EXPECT_TRUE(!files.exists(kBundle.root()) || open(files)) << "step " << step;
  }
}

/// At every step of a build another command runs as a whole. tests/engine/concurrent_commands.py kills real ones in the middle.
class Interleaved : public ::testing::TestWithParam<std::tuple<bool, bool>> {};

TEST_P(Interleaved, BuildsLeaveWhatOneOfThemMade) {
  const auto [first_build, inner_changes] = GetParam();
  const Command other = inner_changes ? Command(change) : Command(build);
  std::size_t outer = 1;
  for (bool reached = true; reached; ++outer) {
    FakeFileSystem files;
    first_build ? make_home(files) : make_bundle(files);
    std::size_t at = 0;
    Result<void> inner;
    bool inside = false;
    bool ran = false;
    files.before_step([&] {
      if (inside || ++at != outer) return;
      // The lock is held from reading bundle.json to its switch: nobody else gets in there.
      if (files.exists(kBundle.models())) {
        const auto free = files.try_lock(kBundle.models());
        if (!free || !*free) return;
      }
      inside = true;
      inner = other(files, "inner");
      inside = false;
      ran = true;
    });
    const auto done = build(files, "outer");
    reached = at >= outer;
    files.before_step({});
    ASSERT_TRUE(done) << "step " << outer << ": " << done.error().message();
    // There may be no bundle yet that could be changed.
    const bool may_fail = first_build && inner_changes;
    if (ran && !may_fail) {
      EXPECT_TRUE(inner) << "step " << outer << ": " << inner.error().message();
    }
    const auto opened = open(files);
    ASSERT_TRUE(opened) << "step " << outer << ": " << opened.error().message();
    EXPECT_TRUE(*opened == "outer" || (ran && inner && *opened == "inner"));
    expect_next_command_works(files, outer);
  }
  EXPECT_GT(outer, 20U);
}

INSTANTIATE_TEST_SUITE_P(FirstAndLater, Interleaved, ::testing::Combine(::testing::Bool(), ::testing::Bool()));

TEST(PublishGeneration, AChangeOfWhatIsNoLongerInUseIsRefused) {
  FakeFileSystem files;
  make_bundle(files);
  auto generation = NewGeneration::claim(files, kBundle, {});
  ASSERT_TRUE(generation);
  BundleInfo info{.recipe = "late"};
  ASSERT_TRUE(write_files(files, *generation, info));
  const auto lock = lock_bundle(files, kBundle, {});
  ASSERT_TRUE(lock);
  const auto done = publish_generation(files, *lock, kBundle, *generation, info, {.changed = 1, .seen = 1}, {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCommitConflict);
  EXPECT_FALSE(done.error().next_step.empty());
  EXPECT_EQ(*open(files), "old");
}

TEST(PublishGeneration, KeepsOlderGenerationsAndWhatIsNotKinoras) {
  FakeFileSystem files;
  make_bundle(files);
  ASSERT_TRUE(files.create_directories("/home/b/models/1000"));
  files.put("/home/b/models/1000/saved_model.pb", "x");
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(build(files, "again"));
  EXPECT_TRUE(files.exists("/home/b/models/1000/saved_model.pb"));
  const auto numbers = list_generations(files, kBundle);
  ASSERT_TRUE(numbers);
  EXPECT_EQ(*numbers, (std::vector<std::uint64_t>{1000, 1002, 1003, 1004}));
}

}  // namespace
}  // namespace kinora
