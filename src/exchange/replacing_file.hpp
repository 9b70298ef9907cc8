#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace kinora::exchange {

/// A file that is written piece by piece beside the one that it replaces in finish(); without that nothing is left of it.
class ReplacingFile {
 public:
  [[nodiscard]] static Result<ReplacingFile> create(FileSystem& files, const std::filesystem::path& path);
  ReplacingFile(ReplacingFile&& other) noexcept = default;
  ReplacingFile& operator=(ReplacingFile&&) = delete;
  ~ReplacingFile();

  [[nodiscard]] Result<void> append(std::span<const std::byte> bytes);
  /// What has been written.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Syncs the file, gives it its name and syncs the directory.
  [[nodiscard]] Result<void> finish();

 private:
  ReplacingFile(FileSystem& files, const std::filesystem::path& path) : files_(&files), path_(path) {}
  [[nodiscard]] std::filesystem::path temporary() const { return path_.string() + ".tmp"; }

  FileSystem* files_;
  std::filesystem::path path_;
  std::unique_ptr<WritableFile> file_;
  std::uint64_t size_ = 0;
};

}  // namespace kinora::exchange
