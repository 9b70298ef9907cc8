#include "base/file_system.hpp"

#include "base/try.hpp"
#include "kinora/base/replace_file.hpp"

namespace kinora {

Result<void> write_file_atomically(FileSystem& files, const std::filesystem::path& path,
                                   std::span<const std::span<const std::byte>> parts) {
  const std::filesystem::path temporary = path.string() + ".tmp";
  const auto write = [&]() -> Result<void> {
    KINORA_TRY(const auto file, files.create(temporary, CreateMode::kTruncate));
    for (const std::span<const std::byte> part : parts) KINORA_TRY_VOID(file->append(part));
    KINORA_TRY_VOID(file->sync());
    KINORA_TRY_VOID(file->close());
    KINORA_TRY_VOID(files.rename(temporary, path));
    return files.sync_directory(path.parent_path());
  };
  Result<void> written = write();
  if (!written) static_cast<void>(files.remove(temporary));
  return written;
}

Result<void> write_file_atomically(FileSystem& files, const std::filesystem::path& path, std::span<const std::byte> bytes) {
  return write_file_atomically(files, path, std::span(&bytes, 1));
}

Result<void> write_file_atomically(FileSystem& files, const std::filesystem::path& path, std::string_view text) {
  return write_file_atomically(files, path, std::as_bytes(std::span(text)));
}

Result<void> replace_file(const std::filesystem::path& path, std::string_view text) {
  return write_file_atomically(local_file_system(), path, text);
}

}  // namespace kinora
