#include "support/fake_file_system.hpp"

#include "base/try.hpp"

#include <utility>

namespace kinora::testing {
namespace {

tl::unexpected<Error> failure(ErrorCode code, const FileSystem::Path& path) {
  return fail({.code = code, .what = "the fake file system says no", .where = path.string()});
}

class MappedBytes final : public MappedFile {
 public:
  explicit MappedBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::span<const std::byte> bytes() const override { return std::as_bytes(std::span(bytes_)); }

 private:
  std::string bytes_;
};

}  // namespace

class FakeFileSystem::File final : public WritableFile {
 public:
  File(FakeFileSystem& files, Path path, std::shared_ptr<Node> node)
      : files_(files), path_(std::move(path)), node_(std::move(node)) {}

  using WritableFile::append;
  Result<void> append(std::span<const std::byte> bytes) override {
    const auto error = files_.step(path_);
    if (error && files_.stopping_ && files_.steps_ == files_.target_) bytes = bytes.first(bytes.size() / 2);
    if (!error || files_.steps_ == files_.target_)
      node_->bytes.append(reinterpret_cast<const char*>(bytes.data()), error && !files_.stopping_ ? 0 : bytes.size());
    if (error) return fail(*error);
    node_->modified_ns = files_.clock_ns_;
    return {};
  }
  Result<void> sync() override {
    if (const auto error = files_.step(path_)) return fail(*error);
    node_->synced = node_->bytes;
    return {};
  }
  Result<void> close() override {
    if (const auto error = files_.step(path_)) return fail(*error);
    return {};
  }

 private:
  FakeFileSystem& files_;
  Path path_;
  std::shared_ptr<Node> node_;
};

void FakeFileSystem::fail_at(std::size_t step, ErrorCode code) {
  steps_ = 0;
  target_ = step;
  stopping_ = false;
  code_ = code;
}

void FakeFileSystem::stop_at(std::size_t step) {
  fail_at(step, ErrorCode::kOutputUnwritable);
  stopping_ = true;
}

void FakeFileSystem::recover(Names names, Contents contents) {
  fail_at(0, ErrorCode::kOutputUnwritable);
  for (auto& [path, node] : names_) node->lock.reset();
  if (names == Names::kSynced) {
    names_.clear();
    for (const auto& [path, node] : synced_names_)
      if (parent_exists(path)) names_.emplace(path, node);  // a map's order puts parents first
  }
  if (contents == Contents::kSynced)
    for (auto& [path, node] : names_) node->bytes = node->synced;
}

std::optional<Error> FakeFileSystem::step(const Path& path) {
  if (before_step_) before_step_();
  ++steps_;
  const bool fails = target_ != 0 && (stopping_ ? steps_ >= target_ : steps_ == target_);
  return fails ? std::optional(failure(code_, path).value()) : std::nullopt;
}

std::shared_ptr<FakeFileSystem::Node> FakeFileSystem::find(const Path& path) const {
  const auto found = names_.find(path.string());
  return found == names_.end() ? nullptr : found->second;
}

bool FakeFileSystem::parent_exists(const Path& path) const {
  const Path parent = path.parent_path();
  if (parent == path || parent.empty() || parent == "/") return true;
  const auto node = find(parent);
  return node != nullptr && node->directory;
}

void FakeFileSystem::put(const Path& path, std::string bytes) {
  auto node = std::make_shared<Node>();
  node->bytes = bytes;
  node->synced = std::move(bytes);
  node->modified_ns = clock_ns_;
  names_[path.string()] = node;
  synced_names_[path.string()] = node;
}

std::vector<std::string> FakeFileSystem::all_paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, node] : names_) paths.push_back(path);
  return paths;
}

Result<std::unique_ptr<WritableFile>> FakeFileSystem::create(const Path& path, CreateMode mode) {
  if (const auto error = step(path)) return fail(*error);
  if (!parent_exists(path)) return failure(ErrorCode::kOutputUnwritable, path);
  auto node = find(path);
  if (node != nullptr && mode == CreateMode::kExclusive) return failure(ErrorCode::kAlreadyExists, path);
  if (node == nullptr) node = names_[path.string()] = std::make_shared<Node>();
  node->bytes.clear();
  node->modified_ns = clock_ns_;
  return std::make_unique<File>(*this, path, node);
}

Result<std::shared_ptr<const MappedFile>> FakeFileSystem::map(const Path& path) {
  const auto node = find(path);
  if (node == nullptr) return failure(ErrorCode::kFileNotFound, path);
  if (node->directory) return failure(ErrorCode::kFileUnreadable, path);
  return std::make_shared<MappedBytes>(node->bytes);
}

Result<void> FakeFileSystem::read_through(const Path& path) {
  const auto node = find(path);
  if (node == nullptr) return failure(ErrorCode::kFileNotFound, path);
  if (node->directory || path == broken_) return failure(ErrorCode::kFileUnreadable, path);
  return {};
}

Result<std::uint64_t> FakeFileSystem::size(const Path& path) {
  const auto node = find(path);
  if (node == nullptr) return failure(ErrorCode::kFileNotFound, path);
  return node->bytes.size();
}

Result<std::int64_t> FakeFileSystem::modified_ns(const Path& path) {
  const auto node = find(path);
  if (node == nullptr) return failure(ErrorCode::kFileNotFound, path);
  return node->modified_ns;
}

bool FakeFileSystem::exists(const Path& path) { return path == "/" || find(path) != nullptr; }

Result<std::vector<std::string>> FakeFileSystem::list(const Path& directory) {
  const auto node = find(directory);
  if (directory != "/" && (node == nullptr || !node->directory)) return failure(ErrorCode::kFileNotFound, directory);
  std::vector<std::string> entries;
  for (const auto& [path, each] : names_)
    if (Path(path).parent_path() == directory && path != "/") entries.push_back(Path(path).filename().string());
  return entries;
}

Result<void> FakeFileSystem::create_directories(const Path& directory) {
  if (const auto error = step(directory)) return fail(*error);
  for (Path path = directory; path != path.parent_path() && !path.empty(); path = path.parent_path()) {
    auto& node = names_[path.string()];
    if (node == nullptr) node = std::make_shared<Node>();
    node->directory = true;
  }
  return {};
}

Result<void> FakeFileSystem::rename(const Path& from, const Path& to) {
  if (const auto error = step(to)) return fail(*error);
  const auto node = find(from);
  if (node == nullptr) return failure(ErrorCode::kOutputUnwritable, to);
  names_[to.string()] = node;
  names_.erase(from.string());
  const std::string inside = from.string() + "/";
  for (auto next = names_.lower_bound(inside); next != names_.end() && next->first.starts_with(inside);) {
    names_[to.string() + "/" + next->first.substr(inside.size())] = next->second;
    next = names_.erase(next);
  }
  return {};
}

Result<void> FakeFileSystem::link(const Path& from, const Path& to) {
  if (before_link_) before_link_(to);
  if (const auto error = step(to)) return fail(*error);
  if (links_forbidden_) return failure(ErrorCode::kOutputUnwritable, to);
  const auto node = find(from);
  if (node == nullptr) return failure(ErrorCode::kOutputUnwritable, to);
  if (find(to) != nullptr) return failure(ErrorCode::kAlreadyExists, to);
  names_[to.string()] = node;
  return {};
}

Result<void> FakeFileSystem::remove(const Path& path) {
  if (const auto error = step(path)) return fail(*error);
  const std::string inside = path.string() + "/";
  const auto next = names_.lower_bound(inside);
  if (next != names_.end() && next->first.starts_with(inside)) return failure(ErrorCode::kOutputUnwritable, path);
  if (names_.erase(path.string()) == 0) return failure(ErrorCode::kOutputUnwritable, path);
  return {};
}

Result<void> FakeFileSystem::remove_all(const Path& directory) {
  if (const auto error = step(directory)) return fail(*error);
  const std::string prefix = directory.string() + "/";
  std::erase_if(names_, [&](const auto& entry) { return entry.first == directory.string() || entry.first.starts_with(prefix); });
  return {};
}

Result<void> FakeFileSystem::sync_directory(const Path& directory) {
  if (const auto error = step(directory)) return fail(*error);
  const auto inside = [&](const auto& entry) { return Path(entry.first).parent_path() == directory; };
  std::erase_if(synced_names_, inside);
  for (const auto& entry : names_)
    if (inside(entry)) synced_names_.insert(entry);
  return {};
}

Result<std::optional<DirectoryLock>> FakeFileSystem::try_lock(const Path& directory) {
  const auto node = find(directory);
  if (node == nullptr || !node->directory) return failure(ErrorCode::kFileNotFound, directory);
  if (!node->lock.expired()) {
    if (on_locked_) on_locked_();
    return std::nullopt;
  }
  const auto holder = std::make_shared<const int>(0);
  node->lock = holder;
  return std::optional<DirectoryLock>(DirectoryLock(holder));
}

}  // namespace kinora::testing
