#include "base/file_system.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <array>
#include <string>

namespace kinora {
namespace {

/// The real disk until the n-th step of writing, which fails as a full disk does; the steps are counted from 1.
class FailingFileSystem final : public FileSystem {
 public:
  explicit FailingFileSystem(int failing_step) : failing_step_(failing_step) {}
  [[nodiscard]] int steps() const { return steps_; }

  Result<std::unique_ptr<WritableFile>> create(const Path& path, CreateMode mode) override {
    if (fails()) return full(path);
    auto file = real_.create(path, mode);
    if (!file) return fail(file.error());
    return std::make_unique<File>(*this, path, *std::move(file));
  }
  Result<std::shared_ptr<const MappedFile>> map(const Path& path) override { return real_.map(path); }
  Result<std::uint64_t> size(const Path& path) override { return real_.size(path); }
  Result<void> read_through(const Path& path) override { return real_.read_through(path); }
  Result<std::int64_t> modified_ns(const Path& path) override { return real_.modified_ns(path); }
  bool exists(const Path& path) override { return real_.exists(path); }
  Result<std::vector<std::string>> list(const Path& directory) override { return real_.list(directory); }
  Result<void> create_directories(const Path& directory) override { return real_.create_directories(directory); }
  Result<void> rename(const Path& from, const Path& to) override {
    if (fails()) return full(to);
    return real_.rename(from, to);
  }
  Result<void> link(const Path& from, const Path& to) override { return real_.link(from, to); }
  Result<void> remove(const Path& path) override { return real_.remove(path); }
  Result<void> remove_all(const Path& directory) override { return real_.remove_all(directory); }
  Result<void> sync_directory(const Path& directory) override {
    if (fails()) return full(directory);
    return real_.sync_directory(directory);
  }
  Result<std::optional<DirectoryLock>> try_lock(const Path& directory) override { return real_.try_lock(directory); }

 private:
  class File final : public WritableFile {
   public:
    File(FailingFileSystem& owner, Path path, std::unique_ptr<WritableFile> real)
        : owner_(owner), path_(std::move(path)), real_(std::move(real)) {}
    using WritableFile::append;
    Result<void> append(std::span<const std::byte> bytes) override {
      if (!owner_.fails()) return real_->append(bytes);
      static_cast<void>(real_->append(bytes.first(bytes.size() / 2)));
      return full(path_);
    }
    Result<void> sync() override { return owner_.fails() ? Result<void>(full(path_)) : real_->sync(); }
    Result<void> close() override { return owner_.fails() ? Result<void>(full(path_)) : real_->close(); }

   private:
    FailingFileSystem& owner_;
    Path path_;
    std::unique_ptr<WritableFile> real_;
  };

  static tl::unexpected<Error> full(const Path& path) {
    return fail({.code = ErrorCode::kDiskFull, .what = "the disk is full", .where = path.string()});
  }
  bool fails() { return ++steps_ == failing_step_; }

  FileSystem& real_ = local_file_system();
  int failing_step_;
  int steps_ = 0;
};

TEST(WriteFileAtomically, ReplacesTheWholeFile) {
  const testing::TempDirectory directory;
  testing::write_file(directory / "file", "something longer");
  ASSERT_TRUE(write_file_atomically(local_file_system(), directory / "file", "new"));
  EXPECT_EQ(testing::read_file(directory / "file"), "new");
  const std::array<std::span<const std::byte>, 3> parts = {
      std::as_bytes(std::span("ab", 2)), {}, std::as_bytes(std::span("cd", 2))};
  ASSERT_TRUE(write_file_atomically(local_file_system(), directory / "file", parts));
  EXPECT_EQ(testing::read_file(directory / "file"), "abcd");
  ASSERT_TRUE(write_file_atomically(local_file_system(), directory / "file", ""));
  EXPECT_EQ(testing::read_file(directory / "file"), "");
  EXPECT_EQ(local_file_system().list(directory.path())->size(), 1U) << "nothing but the file";
}

TEST(WriteFileAtomically, AFailureAtAnyStepLeavesTheOldFileOrTheNewOneAndNothingElse) {
  FailingFileSystem counting(0);
  {
    const testing::TempDirectory directory;
    ASSERT_TRUE(write_file_atomically(counting, directory / "file", "new"));
  }
  ASSERT_GE(counting.steps(), 6) << "create, append, sync, close, rename, sync of the directory";
  for (int step = 1; step <= counting.steps(); ++step) {
    const testing::TempDirectory directory;
    testing::write_file(directory / "file", "old");
    FailingFileSystem failing(step);
    const Result<void> written = write_file_atomically(failing, directory / "file", "new");
    ASSERT_FALSE(written) << step;
    EXPECT_EQ(written.error().code, ErrorCode::kDiskFull);
    const bool renamed = step == counting.steps();
    EXPECT_EQ(testing::read_file(directory / "file"), renamed ? "new" : "old") << step;
    EXPECT_EQ(local_file_system().list(directory.path()).value(), std::vector<std::string>{"file"}) << step;
  }
}

TEST(WriteFileAtomically, APlaceThatCannotBeWrittenIsNamed) {
  const testing::TempDirectory directory;
  const Result<void> written = write_file_atomically(local_file_system(), directory / "no/such/file", "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kOutputUnwritable);
  std::filesystem::create_directory(directory / "taken");
  EXPECT_FALSE(write_file_atomically(local_file_system(), directory / "taken", "x"));
  EXPECT_EQ(local_file_system().list(directory.path()).value(), std::vector<std::string>{"taken"});
}

}  // namespace
}  // namespace kinora
