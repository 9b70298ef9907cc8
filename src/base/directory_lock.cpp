#include "base/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace kinora {

Result<std::optional<DirectoryLock>> DirectoryLock::try_acquire(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    const int reason = errno;
    return fail({.code = reason == ENOENT || reason == ENOTDIR ? ErrorCode::kFileNotFound : ErrorCode::kFileUnreadable,
                 .what = "the directory cannot be opened",
                 .where = directory.string(),
                 .found = std::strerror(reason),
                 .next_step = "Check the path and its permissions"});
  }
  DirectoryLock lock(descriptor);
  // Not fcntl: its locks are the process's and keep out no other thread.
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return std::nullopt;
    break;
  }
  return std::optional<DirectoryLock>(std::move(lock));
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace kinora
