#pragma once

#include "base/file_system.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace kinora::testing {

/// A disk in memory that knows what was synced. Every change (a create, an append, a sync, a link, ...) is one step; a test can
/// make one step fail or stop the world at it, and then cut the power.
class FakeFileSystem final : public FileSystem {
 public:
  enum class Names : std::uint8_t {
    kSynced,  ///< only names in directories that were synced since survive
    kAll      ///< every name survives, as if the system had written its directories just in time
  };
  enum class Contents : std::uint8_t {
    kSynced,  ///< bytes that were not synced are gone: a file that never was is empty
    kAll      ///< every byte survives: the process died, not the machine
  };

  friend void PrintTo(Names names, std::ostream* out) { *out << (names == Names::kAll ? "all names" : "synced names"); }
  friend void PrintTo(Contents contents, std::ostream* out) {
    *out << (contents == Contents::kAll ? "all bytes" : "synced bytes");
  }

  /// Step `step` (from 1, counted from now) fails with this error and changes nothing; all others work.
  void fail_at(std::size_t step, ErrorCode code);
  /// From step `step` on everything fails; an append at that step leaves half of its bytes.
  void stop_at(std::size_t step);
  /// Steps since the last fail_at() or stop_at() and whether they reached it.
  [[nodiscard]] std::size_t steps() const { return steps_; }
  [[nodiscard]] bool reached() const { return target_ != 0 && steps_ >= target_; }
  /// Ends the failing, with what would then be on the disk.
  void recover(Names names, Contents contents);
  /// Hard links are refused, as on FAT.
  void forbid_links() { links_forbidden_ = true; }
  /// Called before every link, as if another process came in between.
  void before_link(std::function<void(const Path& to)> hook) { before_link_ = std::move(hook); }
  /// Called before every step.
  void before_step(std::function<void()> hook) { before_step_ = std::move(hook); }
  /// Replaces a file's bytes, past all syncing.
  void put(const Path& path, std::string bytes);
  /// The disk does not give this file's bytes when it is read through.
  void break_file(const Path& path) { broken_ = path.string(); }
  [[nodiscard]] std::vector<std::string> all_paths() const;
  /// What the clock says when files are written from now on; it stands still. 0 at first.
  void set_clock(std::int64_t ns) { clock_ns_ = ns; }

  Result<std::unique_ptr<WritableFile>> create(const Path& path, CreateMode mode) override;
  Result<std::shared_ptr<const MappedFile>> map(const Path& path) override;
  Result<void> read_through(const Path& path) override;
  Result<std::uint64_t> size(const Path& path) override;
  Result<std::int64_t> modified_ns(const Path& path) override;
  bool exists(const Path& path) override;
  Result<std::vector<std::string>> list(const Path& directory) override;
  Result<void> create_directories(const Path& directory) override;
  Result<void> rename(const Path& from, const Path& to) override;
  Result<void> link(const Path& from, const Path& to) override;
  Result<void> remove(const Path& path) override;
  Result<void> remove_all(const Path& directory) override;
  Result<void> sync_directory(const Path& directory) override;
  /// Asking is no step; recover() releases what is held, as the end of a process does.
  Result<std::optional<DirectoryLock>> try_lock(const Path& directory) override;
  /// Called before a lock that somebody else holds is refused, as if that one went on meanwhile.
  void on_locked(std::function<void()> hook) { on_locked_ = std::move(hook); }

 private:
  /// A file's bytes now and as last synced; a directory has none of either.
  struct Node {
    bool directory = false;
    std::string bytes;
    std::string synced;
    std::int64_t modified_ns = 0;
    std::weak_ptr<const void> lock = {};
  };
  using Names_ = std::map<std::string, std::shared_ptr<Node>>;
  class File;

  /// Counts a step; the error it is to fail with.
  std::optional<Error> step(const Path& path);
  [[nodiscard]] std::shared_ptr<Node> find(const Path& path) const;
  [[nodiscard]] bool parent_exists(const Path& path) const;

  Names_ names_;
  Names_ synced_names_;
  std::size_t steps_ = 0;
  std::size_t target_ = 0;
  bool stopping_ = false;
  ErrorCode code_ = ErrorCode::kOutputUnwritable;
  bool links_forbidden_ = false;
  std::int64_t clock_ns_ = 0;
  std::string broken_;
  std::function<void(const Path& to)> before_link_;
  std::function<void()> before_step_;
  std::function<void()> on_locked_;
};

}  // namespace kinora::testing
