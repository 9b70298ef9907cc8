#pragma once

#include "base/directory_lock.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// A file being written. Not thread-safe. Destroying it without close() leaves a file of unspecified length.
class WritableFile {
 public:
  virtual ~WritableFile() = default;
  /// Writes all bytes or fails (kDiskFull, kOutputUnwritable).
  virtual Result<void> append(std::span<const std::byte> bytes) = 0;
  /// fsync: on return the bytes survive a power cut.
  virtual Result<void> sync() = 0;
  virtual Result<void> close() = 0;

  Result<void> append(std::string_view text) { return append(std::as_bytes(std::span(text))); }
};

/// A whole file mapped read-only; the bytes stay valid as long as the object (shared by every view into it).
class MappedFile {
 public:
  virtual ~MappedFile() = default;
  [[nodiscard]] virtual std::span<const std::byte> bytes() const = 0;

  [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(bytes().data()), bytes().size()}; }
};

enum class CreateMode : std::uint8_t {
  kTruncate,  ///< replace what is there
  kExclusive  ///< fail with kAlreadyExists if there is a file
};

/// The only door to the disk, so that tests can stop the world or drop unsynced bytes at any step. Thread-safe.
/// Errors carry the path in `where` and the system's reason in `found`.
class FileSystem {
 public:
  using Path = std::filesystem::path;
  virtual ~FileSystem() = default;

  virtual Result<std::unique_ptr<WritableFile>> create(const Path& path, CreateMode mode) = 0;
  virtual Result<std::shared_ptr<const MappedFile>> map(const Path& path) = 0;
  /// Reads a file to its end for no other purpose than to see whether the disk gives its bytes: what a mapping would tell by a
  /// signal is an error here (kFileNotFound, kFileUnreadable).
  virtual Result<void> read_through(const Path& path) = 0;
  virtual Result<std::uint64_t> size(const Path& path) = 0;
  /// When its bytes last changed, in nanoseconds since 1970-01-01 UTC by the clock of the machine that keeps the file.
  virtual Result<std::int64_t> modified_ns(const Path& path) = 0;
  virtual bool exists(const Path& path) = 0;
  /// Names (not paths) of the entries of a directory, sorted by bytes.
  virtual Result<std::vector<std::string>> list(const Path& directory) = 0;
  /// Creates the directory and its missing parents; an existing one is success.
  virtual Result<void> create_directories(const Path& directory) = 0;
  /// Atomic replacement of `to`.
  virtual Result<void> rename(const Path& from, const Path& to) = 0;
  /// Hard link; kAlreadyExists if `to` is there: the one who gets it wins a commit.
  virtual Result<void> link(const Path& from, const Path& to) = 0;
  /// A file, or a directory that is empty.
  virtual Result<void> remove(const Path& path) = 0;
  /// Removes a directory with all in it; a missing one is success.
  virtual Result<void> remove_all(const Path& directory) = 0;
  /// fsync of a directory: names created, linked or renamed in it survive a power cut.
  virtual Result<void> sync_directory(const Path& directory) = 0;
  /// The advisory lock on a directory, or nothing if somebody else holds it. Errors: kFileNotFound, kFileUnreadable.
  virtual Result<std::optional<DirectoryLock>> try_lock(const Path& directory) = 0;
};

/// The operating system's.
FileSystem& local_file_system();

/// Temp file beside `path`, fsync, rename, fsync of the directory: a reader sees the old or the new bytes, whole.
Result<void> write_file_atomically(FileSystem& files, const std::filesystem::path& path, std::span<const std::byte> bytes);
Result<void> write_file_atomically(FileSystem& files, const std::filesystem::path& path, std::string_view text);
/// The same for bytes that lie in several places, written one after the other.
Result<void> write_file_atomically(FileSystem& files, const std::filesystem::path& path,
                                   std::span<const std::span<const std::byte>> parts);

}  // namespace kinora
