#pragma once

#include "kinora/base/result.hpp"

#include <filesystem>
#include <optional>
#include <utility>

namespace kinora {

/// An advisory lock on a directory, held by one process (or one object of this one) at a time. The system releases it when the
/// process ends, however it ends: nothing is left behind that a later run has to clear.
class DirectoryLock {
 public:
  /// The lock, or nothing if somebody else holds it. A file system that knows no locks gives one that keeps nobody out.
  /// Errors: those of opening the directory.
  static Result<std::optional<DirectoryLock>> try_acquire(const std::filesystem::path& directory);

  DirectoryLock(DirectoryLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  DirectoryLock& operator=(DirectoryLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace kinora
