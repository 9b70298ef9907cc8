#include "base/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace kinora {
namespace {

/// An open directory; closing it releases its lock.
class LockedDirectory {
 public:
  explicit LockedDirectory(int descriptor) : descriptor_(descriptor) {}
  LockedDirectory(const LockedDirectory&) = delete;
  LockedDirectory& operator=(const LockedDirectory&) = delete;
  ~LockedDirectory() { ::close(descriptor_); }

 private:
  int descriptor_;
};

/// Whether the path still leads to the open directory: it may have been removed, and another one made, before it was locked.
bool is_still_at(int descriptor, const std::filesystem::path& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

/// A path that another process removes and makes again each time it is opened.
constexpr int kLockAttempts = 100;

tl::unexpected<Error> cannot_lock(const std::filesystem::path& directory, ErrorCode code, const char* reason) {
  return fail({.code = code,
               .what = "the directory cannot be opened",
               .where = directory.string(),
               .found = reason,
               .next_step = "Check the path and its permissions"});
}

}  // namespace

Result<std::optional<DirectoryLock>> DirectoryLock::try_acquire(const std::filesystem::path& directory) {
  for (int attempt = 0; attempt < kLockAttempts; ++attempt) {
    const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
      const int reason = errno;
      const bool is_missing = reason == ENOENT || reason == ENOTDIR;
      return cannot_lock(directory, is_missing ? ErrorCode::kFileNotFound : ErrorCode::kFileUnreadable, std::strerror(reason));
    }
    auto holder = std::make_shared<const LockedDirectory>(descriptor);
    // Not fcntl: its locks are the process's and keep out no other thread.
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EINTR) continue;
      if (errno == EWOULDBLOCK) return std::nullopt;
      break;
    }
    if (is_still_at(descriptor, directory)) return std::optional<DirectoryLock>(DirectoryLock(std::move(holder)));
  }
  return cannot_lock(directory, ErrorCode::kFileUnreadable, "it is removed and made again all the time");
}

}  // namespace kinora
