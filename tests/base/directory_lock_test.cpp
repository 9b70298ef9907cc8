#include "base/directory_lock.hpp"

#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>

namespace kinora {
namespace {

TEST(DirectoryLock, KeepsOutAnotherHolderUntilItIsReleased) {
  const testing::TempDirectory directory;
  {
    const auto first = DirectoryLock::try_acquire(directory / "");
    ASSERT_TRUE(first && *first);
    const auto second = DirectoryLock::try_acquire(directory / "");
    ASSERT_TRUE(second) << second.error().message();
    EXPECT_FALSE(*second) << "the same process is kept out as another one is";
  }
  const auto third = DirectoryLock::try_acquire(directory / "");
  EXPECT_TRUE(third && *third);
}

TEST(DirectoryLock, OtherDirectoriesHaveLocksOfTheirOwn) {
  const testing::TempDirectory one;
  const testing::TempDirectory two;
  const auto first = DirectoryLock::try_acquire(one / "");
  const auto second = DirectoryLock::try_acquire(two / "");
  EXPECT_TRUE(first && *first);
  EXPECT_TRUE(second && *second);
}

TEST(DirectoryLock, AKilledProcessLeavesNoLock) {
  const testing::TempDirectory directory;
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto lock = DirectoryLock::try_acquire(directory / "");
    const char held = lock && *lock ? 'y' : 'n';
    static_cast<void>(::write(ready[1], &held, 1) == 1);
    while (true) ::pause();
  }
  char held = 0;
  ASSERT_EQ(::read(ready[0], &held, 1), 1);
  EXPECT_EQ(held, 'y');
  const auto meanwhile = DirectoryLock::try_acquire(directory / "");
  EXPECT_TRUE(meanwhile && !*meanwhile);
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  const auto afterwards = DirectoryLock::try_acquire(directory / "");
  EXPECT_TRUE(afterwards && *afterwards);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(DirectoryLock, MissingDirectoryIsAnError) {
  const testing::TempDirectory directory;
  const auto lock = DirectoryLock::try_acquire(directory / "none");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(lock.error().where, (directory / "none").string());
}

}  // namespace
}  // namespace kinora
