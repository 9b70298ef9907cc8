#include "base/file_system.hpp"
#include "base/try.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace kinora {
namespace {

using Path = FileSystem::Path;

std::string reason_of(int error_number) { return std::strerror(error_number); }

tl::unexpected<Error> read_failure(const Path& path, int error_number) {
  if (error_number == ENOENT || error_number == ENOTDIR)
    return fail({.code = ErrorCode::kFileNotFound,
                 .what = "there is no such file",
                 .where = path.string(),
                 .next_step = "Check the path"});
  if (error_number == ESPIPE)
    return fail({.code = ErrorCode::kFileUnreadable,
                 .what = "the file cannot be read",
                 .where = path.string(),
                 .expected = "a file on a disk",
                 .found = "a pipe",
                 .next_step = "Write what comes out of it to a file first"});
  return fail({.code = ErrorCode::kFileUnreadable,
               .what = "the file cannot be read",
               .where = path.string(),
               .expected = "a file that this user may read",
               .found = reason_of(error_number),
               .next_step = "Check the path and its permissions"});
}

tl::unexpected<Error> write_failure(const Path& path, int error_number) {
  if (error_number == ENOSPC || error_number == EDQUOT)
    return fail({.code = ErrorCode::kDiskFull,
                 .what = "the disk is full",
                 .where = path.string(),
                 .found = reason_of(error_number),
                 .next_step = "Free some space or choose another place; what was there before is unchanged"});
  if (error_number == EEXIST)
    return fail({.code = ErrorCode::kAlreadyExists, .what = "the file exists already", .where = path.string()});
  return fail({.code = ErrorCode::kOutputUnwritable,
               .what = "cannot write here",
               .where = path.string(),
               .expected = "a place that this user may write to",
               .found = reason_of(error_number),
               .next_step = "Check the path and its permissions"});
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

class LocalWritableFile final : public WritableFile {
 public:
  LocalWritableFile(Path path, Descriptor descriptor) : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

  using WritableFile::append;
  Result<void> append(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return write_failure(path_, errno);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }

  Result<void> sync() override {
    if (::fsync(descriptor_.get()) != 0) return write_failure(path_, errno);
    return {};
  }

  Result<void> close() override {
    if (::close(descriptor_.release()) != 0) return write_failure(path_, errno);
    return {};
  }

 private:
  Path path_;
  Descriptor descriptor_;
};

class LocalMappedFile final : public MappedFile {
 public:
  explicit LocalMappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
  LocalMappedFile(const LocalMappedFile&) = delete;
  LocalMappedFile& operator=(const LocalMappedFile&) = delete;
  ~LocalMappedFile() override {
    if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
  }
  [[nodiscard]] std::span<const std::byte> bytes() const override { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

Result<void> sync_path(const Path& path) {
  const Descriptor descriptor(::open(path.empty() ? "." : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0) return write_failure(path, errno);
  return {};
}

class LocalFileSystem final : public FileSystem {
 public:
  Result<std::unique_ptr<WritableFile>> create(const Path& path, CreateMode mode) override {
    const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (mode == CreateMode::kExclusive ? O_EXCL : O_TRUNC);
    Descriptor descriptor(::open(path.c_str(), flags, 0644));
    if (descriptor.get() < 0) return write_failure(path, errno);
    return std::make_unique<LocalWritableFile>(path, std::move(descriptor));
  }

  Result<std::shared_ptr<const MappedFile>> map(const Path& path) override {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.get() < 0) return read_failure(path, errno);
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0) return read_failure(path, errno);
    if (S_ISDIR(status.st_mode)) return read_failure(path, EISDIR);
    if (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)) return read_failure(path, ESPIPE);
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) return std::make_shared<LocalMappedFile>(std::span<const std::byte>());
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
    if (address == MAP_FAILED) return read_failure(path, errno);
    return std::make_shared<LocalMappedFile>(std::span(static_cast<const std::byte*>(address), size));
  }

  Result<void> read_through(const Path& path) override {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.get() < 0) return read_failure(path, errno);
    std::vector<std::byte> chunk(std::size_t{1} << 18U);
    for (;;) {
      const ssize_t read = ::read(descriptor.get(), chunk.data(), chunk.size());
      if (read < 0 && errno == EINTR) continue;
      if (read < 0) return read_failure(path, errno);
      if (read == 0) return {};
    }
  }

  Result<std::uint64_t> size(const Path& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return read_failure(path, errno);
    return static_cast<std::uint64_t>(status.st_size);
  }

  Result<std::int64_t> modified_ns(const Path& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return read_failure(path, errno);
    constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
    std::int64_t time = 0;
    if (__builtin_mul_overflow(std::int64_t{status.st_mtim.tv_sec}, kNanosPerSecond, &time) ||
        __builtin_add_overflow(time, std::int64_t{status.st_mtim.tv_nsec}, &time))
      return read_failure(path, EOVERFLOW);
    return time;
  }

  bool exists(const Path& path) override {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
  }

  Result<std::vector<std::string>> list(const Path& directory) override {
    std::error_code error;
    std::vector<std::string> names;
    for (auto entry = std::filesystem::directory_iterator(directory, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
      names.push_back(entry->path().filename().string());
    if (error) return read_failure(directory, error.value());
    std::sort(names.begin(), names.end());
    return names;
  }

  Result<void> create_directories(const Path& directory) override {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) return write_failure(directory, error.value());
    return {};
  }

  Result<void> rename(const Path& from, const Path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return write_failure(to, errno);
    return {};
  }

  Result<void> link(const Path& from, const Path& to) override {
    if (::link(from.c_str(), to.c_str()) != 0) return write_failure(to, errno);
    return {};
  }

  Result<void> remove(const Path& path) override {
    if (std::remove(path.c_str()) != 0) return write_failure(path, errno);
    return {};
  }

  Result<void> remove_all(const Path& directory) override {
    std::error_code error;
    std::filesystem::remove_all(directory, error);
    if (error) return write_failure(directory, error.value());
    return {};
  }

  Result<void> sync_directory(const Path& directory) override { return sync_path(directory); }

  Result<std::optional<DirectoryLock>> try_lock(const Path& directory) override { return DirectoryLock::try_acquire(directory); }
};

}  // namespace

FileSystem& local_file_system() {
  static LocalFileSystem files;
  return files;
}

}  // namespace kinora
