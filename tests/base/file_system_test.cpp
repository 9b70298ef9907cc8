#include "base/file_system.hpp"

#include "support/temp_directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cstdlib>
#include <fstream>
#include <string>

namespace kinora {
namespace {

class LocalFileSystem : public ::testing::Test {
 protected:
  FileSystem& files_ = local_file_system();
  testing::TempDirectory directory_;

  void expect_error(const auto& result, ErrorCode code, const std::filesystem::path& where) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, code) << result.error().message();
    EXPECT_EQ(result.error().where, where.string());
    EXPECT_FALSE(result.error().what.empty());
  }
};

TEST_F(LocalFileSystem, KnowsWhenAFileChanged) {
  const auto path = directory_ / "file";
  std::ofstream(path) << "bytes";
  const timespec times[2] = {{0, 0}, {1'000'000'000, 123'456'789}};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  EXPECT_EQ(files_.modified_ns(path), 1'000'000'000'123'456'789);
  expect_error(files_.modified_ns(directory_ / "none"), ErrorCode::kFileNotFound, directory_ / "none");
}

TEST_F(LocalFileSystem, ReadsAFileThrough) {
  std::ofstream(directory_ / "file") << std::string(600'000, 'x');
  EXPECT_TRUE(files_.read_through(directory_ / "file"));
  expect_error(files_.read_through(directory_ / "none"), ErrorCode::kFileNotFound, directory_ / "none");
  expect_error(files_.read_through(directory_.path()), ErrorCode::kFileUnreadable, directory_.path());
}

TEST_F(LocalFileSystem, WritesWhatItReads) {
  const auto path = directory_ / "file";
  auto file = files_.create(path, CreateMode::kExclusive);
  ASSERT_TRUE(file);
  const std::string large(3 << 20, 'x');
  EXPECT_TRUE((*file)->append(std::string_view("begin")));
  EXPECT_TRUE((*file)->append(std::string_view("")));
  EXPECT_TRUE((*file)->append(large));
  EXPECT_TRUE((*file)->sync());
  EXPECT_TRUE((*file)->close());
  const auto mapped = files_.map(path);
  ASSERT_TRUE(mapped);
  EXPECT_EQ((*mapped)->text(), "begin" + large);
  EXPECT_EQ((*mapped)->bytes().size(), large.size() + 5);
  EXPECT_EQ(files_.size(path).value(), large.size() + 5);
  EXPECT_TRUE(files_.exists(path));
}

TEST_F(LocalFileSystem, AMappingOutlivesItsFile) {
  testing::write_file(directory_ / "file", "still here");
  const auto mapped = files_.map(directory_ / "file");
  ASSERT_TRUE(files_.remove(directory_ / "file"));
  EXPECT_EQ((*mapped)->text(), "still here");
}

TEST_F(LocalFileSystem, AnEmptyFileIsMappedAsNoBytes) {
  testing::write_file(directory_ / "empty", "");
  const auto mapped = files_.map(directory_ / "empty");
  ASSERT_TRUE(mapped);
  EXPECT_TRUE((*mapped)->bytes().empty());
  EXPECT_TRUE((*mapped)->text().empty());
}

TEST_F(LocalFileSystem, WhatIsMissingIsNotFound) {
  const auto missing = directory_ / "missing";
  expect_error(files_.map(missing), ErrorCode::kFileNotFound, missing);
  expect_error(files_.size(missing), ErrorCode::kFileNotFound, missing);
  expect_error(files_.list(missing), ErrorCode::kFileNotFound, missing);
  expect_error(files_.remove(missing), ErrorCode::kOutputUnwritable, missing);
  expect_error(files_.rename(missing, directory_ / "other"), ErrorCode::kOutputUnwritable, directory_ / "other");
  expect_error(files_.sync_directory(missing), ErrorCode::kOutputUnwritable, missing);
  EXPECT_FALSE(files_.exists(missing));
  testing::write_file(directory_ / "file", "x");
  expect_error(files_.map(directory_ / "file/below"), ErrorCode::kFileNotFound, directory_ / "file/below");
}

TEST_F(LocalFileSystem, WhatIsThereAndCannotBeReadIsUnreadable) {
  expect_error(files_.map(directory_.path()), ErrorCode::kFileUnreadable, directory_.path());
  const auto loop = directory_ / "loop";
  std::filesystem::create_symlink(loop, loop);
  expect_error(files_.map(loop), ErrorCode::kFileUnreadable, loop);
  expect_error(files_.size(loop), ErrorCode::kFileUnreadable, loop);
  EXPECT_NE(files_.map(loop).error().found.find("symbolic links"), std::string::npos) << "the system's reason";
  const auto pipe = directory_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int both_ends = ::open(pipe.c_str(), O_RDWR | O_CLOEXEC);  // else it would be waited for
  expect_error(files_.map(pipe), ErrorCode::kFileUnreadable, pipe);
  ::close(both_ends);
}

/// The superuser may read and write everything, so such a test becomes somebody else for a while.
class OrdinaryUser {
 public:
  OrdinaryUser() : was_superuser_(::geteuid() == 0) {
    if (was_superuser_ && ::seteuid(kNobody) != 0) ADD_FAILURE() << "cannot become an ordinary user";
  }
  ~OrdinaryUser() {
    if (was_superuser_ && ::seteuid(0) != 0) std::abort();
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  static constexpr uid_t kNobody = 65534;
  bool was_superuser_;
};

TEST_F(LocalFileSystem, WhatAnotherUserKeepsToItselfIsNeitherReadNorWritten) {
  const auto path = directory_ / "secret";
  testing::write_file(path, "x");
  ASSERT_EQ(::chmod(path.c_str(), 0), 0);
  const OrdinaryUser user;
  expect_error(files_.map(path), ErrorCode::kFileUnreadable, path);
  expect_error(files_.create(path, CreateMode::kTruncate), ErrorCode::kOutputUnwritable, path);
}

TEST_F(LocalFileSystem, PlacesThatCannotBeWrittenSaySo) {
  testing::write_file(directory_ / "file", "x");
  expect_error(files_.create(directory_ / "no/such", CreateMode::kTruncate), ErrorCode::kOutputUnwritable,
               directory_ / "no/such");
  expect_error(files_.create(directory_ / "file/below", CreateMode::kTruncate), ErrorCode::kOutputUnwritable,
               directory_ / "file/below");
  expect_error(files_.create(directory_.path(), CreateMode::kTruncate), ErrorCode::kOutputUnwritable, directory_.path());
  const auto long_name = directory_ / std::string(300, 'n');
  expect_error(files_.create(long_name, CreateMode::kTruncate), ErrorCode::kOutputUnwritable, long_name);
  expect_error(files_.create_directories(directory_ / "file/below"), ErrorCode::kOutputUnwritable, directory_ / "file/below");
  expect_error(files_.rename(directory_ / "file", directory_ / "no/such"), ErrorCode::kOutputUnwritable, directory_ / "no/such");
}

TEST_F(LocalFileSystem, AFullDiskIsCalledSo) {
  if (::access("/dev/full", W_OK) != 0) GTEST_SKIP() << "NOT TESTED: there is no /dev/full here";
  auto file = files_.create("/dev/full", CreateMode::kTruncate);
  ASSERT_TRUE(file);
  expect_error((*file)->append(std::string_view("x")), ErrorCode::kDiskFull, "/dev/full");
}

TEST_F(LocalFileSystem, ExclusiveCreationGoesToTheFirst) {
  const auto path = directory_ / "lock";
  ASSERT_TRUE(files_.create(path, CreateMode::kExclusive));
  expect_error(files_.create(path, CreateMode::kExclusive), ErrorCode::kAlreadyExists, path);
  testing::write_file(path, "longer than before");
  ASSERT_TRUE(files_.create(path, CreateMode::kTruncate));
  EXPECT_EQ(testing::read_file(path), "");
}

TEST_F(LocalFileSystem, ALinkGoesToTheFirstAndLeavesTheWinnersBytes) {
  testing::write_file(directory_ / "a", "first");
  testing::write_file(directory_ / "b", "second");
  ASSERT_TRUE(files_.link(directory_ / "a", directory_ / "version"));
  expect_error(files_.link(directory_ / "b", directory_ / "version"), ErrorCode::kAlreadyExists, directory_ / "version");
  EXPECT_EQ(testing::read_file(directory_ / "version"), "first");
  expect_error(files_.link(directory_ / "missing", directory_ / "other"), ErrorCode::kOutputUnwritable, directory_ / "other");
}

TEST_F(LocalFileSystem, RenamingReplacesWhatIsThere) {
  testing::write_file(directory_ / "old", "old");
  testing::write_file(directory_ / "new", "new");
  ASSERT_TRUE(files_.rename(directory_ / "new", directory_ / "old"));
  EXPECT_EQ(testing::read_file(directory_ / "old"), "new");
  EXPECT_FALSE(files_.exists(directory_ / "new"));
}

TEST_F(LocalFileSystem, ListsNamesSortedByTheirBytes) {
  for (const std::string_view name : {"b", "a", "B", "é", ".hidden"}) testing::write_file(directory_ / name, "");
  ASSERT_TRUE(files_.create_directories(directory_ / "c/d"));
  EXPECT_EQ(files_.list(directory_.path()).value(), (std::vector<std::string>{".hidden", "B", "a", "b", "c", "é"}));
  testing::write_file(directory_ / "file", "");
  expect_error(files_.list(directory_ / "file"), ErrorCode::kFileNotFound, directory_ / "file");
}

TEST_F(LocalFileSystem, DirectoriesAreMadeWithTheirParentsAndGoWithAllInThem) {
  ASSERT_TRUE(files_.create_directories(directory_ / "x/y/z"));
  ASSERT_TRUE(files_.create_directories(directory_ / "x/y/z")) << "an existing one is success";
  testing::write_file(directory_ / "x/y/file", "1");
  ASSERT_TRUE(files_.sync_directory(directory_ / "x"));
  ASSERT_TRUE(files_.remove_all(directory_ / "x"));
  EXPECT_FALSE(files_.exists(directory_ / "x"));
  EXPECT_TRUE(files_.remove_all(directory_ / "x")) << "a missing one is success";
}

}  // namespace
}  // namespace kinora
