#include "exchange/replacing_file.hpp"

#include "base/try.hpp"

namespace kinora::exchange {

Result<ReplacingFile> ReplacingFile::create(FileSystem& files, const std::filesystem::path& path) {
  ReplacingFile result(files, path);
  KINORA_TRY(result.file_, files.create(result.temporary(), CreateMode::kTruncate));
  return result;
}

ReplacingFile::~ReplacingFile() {
  if (file_ == nullptr) return;
  file_.reset();
  static_cast<void>(files_->remove(temporary()));
}

Result<void> ReplacingFile::append(std::span<const std::byte> bytes) {
  KINORA_TRY_VOID(file_->append(bytes));
  size_ += bytes.size();
  return {};
}

Result<void> ReplacingFile::finish() {
  KINORA_TRY_VOID(file_->sync());
  KINORA_TRY_VOID(file_->close());
  KINORA_TRY_VOID(files_->rename(temporary(), path_));
  file_.reset();
  return files_->sync_directory(path_.parent_path());
}

}  // namespace kinora::exchange
