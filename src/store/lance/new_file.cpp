#include "store/lance/new_file.hpp"

#include "base/try.hpp"

#include <utility>

namespace kinora::lance {
namespace {

using Path = std::filesystem::path;

/// A file system without hard links gets the name by exclusive creation.
Result<Race> take_name(FileSystem& files, const Path& temporary, const Path& path, std::string_view bytes) {
  Result<void> taken = files.link(temporary, path);
  if (!taken && taken.error().code == ErrorCode::kOutputUnwritable) taken = write_new_file(files, path, bytes);
  if (taken) return Race::kWon;
  if (taken.error().code == ErrorCode::kAlreadyExists) return Race::kLost;
  return fail(std::move(taken).error());
}

}  // namespace

Result<void> write_new_file(FileSystem& files, const Path& path, std::string_view bytes) {
  const auto write = [&]() -> Result<void> {
    KINORA_TRY(const auto file, files.create(path, CreateMode::kExclusive));
    KINORA_TRY_VOID(file->append(bytes));
    KINORA_TRY_VOID(file->sync());
    return file->close();
  };
  Result<void> written = write();
  if (!written && written.error().code != ErrorCode::kAlreadyExists) static_cast<void>(files.remove(path));
  return written;
}

Result<Race> publish_new_file(FileSystem& files, const Path& path, const Path& temporary, std::string_view bytes) {
  KINORA_TRY_VOID(write_new_file(files, temporary, bytes));
  Result<Race> race = take_name(files, temporary, path, bytes);
  if (race && *race == Race::kWon) {
    const Result<void> synced = files.sync_directory(path.parent_path());
    if (!synced) race = fail(synced.error());
  }
  static_cast<void>(files.remove(temporary));
  return race;
}

}  // namespace kinora::lance
