#pragma once

#include "base/directory_lock.hpp"
#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace kinora {

/// The beginning of the names below models/ at which nothing is in use: generations that are being written, and those that are
/// being removed. No version of Kinora takes such a name for a generation's.
inline constexpr const char* kUnfinishedPrefix = "unfinished-";

/// A generation that is being written, in a directory of its own name below models/, locked as long as this object lives: so
/// that it can be told from one whose process was killed. It gets its number when it is published. Removed with the object,
/// unless it was published; then also what else it created: the table, models/ and the bundle's directory, each only if nobody
/// else has begun to use it.
class NewGeneration {
 public:
  /// Creates the bundle's directories. Errors: those of check_output(), kOutputUnwritable, kDiskFull, kCancelled.
  static Result<NewGeneration> claim(FileSystem& files, const BundleLayout& bundle, const Execution& execution);

  [[nodiscard]] GenerationLayout layout() const { return {directory_}; }
  /// To be called before the table is written: if there is none yet, it goes with an unpublished generation.
  void will_write_table(const std::filesystem::path& table);
  /// Moves the files to their number's place, which must be free; the bundle's lock is held.
  Result<void> move_to(std::uint64_t number);
  /// bundle.json names it: nothing is removed any more.
  void keep() { temporary_ = false; }

  NewGeneration(NewGeneration&& other) noexcept;
  NewGeneration& operator=(NewGeneration&&) = delete;
  NewGeneration(const NewGeneration&) = delete;
  NewGeneration& operator=(const NewGeneration&) = delete;
  ~NewGeneration();

 private:
  NewGeneration(FileSystem& files, BundleLayout bundle, std::filesystem::path directory, DirectoryLock own, bool created_root,
                bool first_build)
      : files_(&files),
        bundle_(std::move(bundle)),
        directory_(directory),
        unfinished_(std::move(directory)),
        own_(std::move(own)),
        created_root_(created_root),
        first_build_(first_build) {}

  void discard();
  void discard_table();

  FileSystem* files_;
  BundleLayout bundle_;
  std::filesystem::path directory_;
  std::filesystem::path unfinished_;
  std::filesystem::path own_table_;
  DirectoryLock own_;
  bool created_root_;
  bool first_build_;  ///< there was no models/
  bool temporary_ = true;
};

}  // namespace kinora
