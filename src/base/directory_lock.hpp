#pragma once

#include "kinora/base/result.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

namespace kinora {

/// An advisory lock on a directory, held by one process (or one object of this one) at a time. The system releases it when the
/// process ends, however it ends: nothing is left behind that a later run has to clear. It belongs to the directory, not to its
/// name: it stays when the directory is renamed, and a directory that was removed meanwhile is not locked.
class DirectoryLock {
 public:
  /// The lock, or nothing if somebody else holds it. A file system that knows no locks gives one that keeps nobody out.
  /// Errors: those of opening the directory.
  static Result<std::optional<DirectoryLock>> try_acquire(const std::filesystem::path& directory);

  /// Held as long as `holder` lives: of a file system that has locks of its own.
  explicit DirectoryLock(std::shared_ptr<const void> holder) : holder_(std::move(holder)) {}

  DirectoryLock(DirectoryLock&&) noexcept = default;
  DirectoryLock& operator=(DirectoryLock&&) noexcept = default;
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock() = default;

 private:
  std::shared_ptr<const void> holder_;
};

}  // namespace kinora
