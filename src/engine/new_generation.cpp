#include "engine/new_generation.hpp"

#include "base/try.hpp"
#include "engine/bundle_lock.hpp"
#include "engine/output_check.hpp"
#include "store/lance/uuid.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kinora {
namespace {

/// How often a directory may vanish while it is being claimed: others that fail at the same time remove theirs.
constexpr int kClaimAttempts = 100;

/// The directory of a new generation, made and locked; nothing if somebody removed what was there meanwhile.
Result<std::optional<DirectoryLock>> claim_directory(FileSystem& files, const BundleLayout& bundle,
                                                     const std::filesystem::path& directory, const Execution& execution) {
  KINORA_TRY_VOID(files.create_directories(bundle.models()));
  // A first build that fails takes models/ away under this lock: not from under one that begins.
  std::optional<DirectoryLock> bundle_lock;
  if (!files.exists(bundle.manifest())) {
    Result<DirectoryLock> lock = lock_bundle(files, bundle, execution);
    if (!lock && lock.error().code == ErrorCode::kFileNotFound) return std::nullopt;
    if (!lock) return fail(lock.error());
    bundle_lock = *std::move(lock);
  }
  KINORA_TRY_VOID(files.create_directories(directory));
  auto own = files.try_lock(directory);
  if (!own && own.error().code == ErrorCode::kFileNotFound) return std::nullopt;
  return own;
}

/// What a first build made of directories. None goes while there is anything in it: another build's generation, or a whole
/// bundle.
void remove_empty(FileSystem& files, const BundleLayout& bundle, bool created_root) {
  const auto entries = files.list(bundle.root());
  if (!entries || entries->size() > 1) return;
  if (!entries->empty() && !files.remove(bundle.models())) return;
  if (created_root) static_cast<void>(files.remove(bundle.root()));
}

}  // namespace

Result<NewGeneration> NewGeneration::claim(FileSystem& files, const BundleLayout& bundle, const Execution& execution) {
  for (int attempt = 0; attempt < kClaimAttempts; ++attempt) {
    KINORA_TRY_VOID(check_output(files, bundle));
    const bool created_root = !files.exists(bundle.root());
    const bool first_build = !files.exists(bundle.models());
    const std::filesystem::path directory = bundle.models() / (kUnfinishedPrefix + lance::make_uuid());
    auto own = claim_directory(files, bundle, directory, execution);
    if (!own) {
      if (first_build) remove_empty(files, bundle, created_root);
      return fail(own.error());
    }
    if (*own) return NewGeneration(files, bundle, directory, **std::move(own), created_root, first_build);
  }
  return fail({.code = ErrorCode::kOutputUnwritable,
               .what = "the bundle's directory is removed again and again while it is being made",
               .where = bundle.root().string(),
               .next_step = "See what else works there, or choose another path with -o"});
}

void NewGeneration::will_write_table(const std::filesystem::path& table) {
  if (!files_->exists(table)) own_table_ = table;
}

Result<void> NewGeneration::move_to(std::uint64_t number) {
  const std::filesystem::path place = bundle_.generation(number);
  KINORA_TRY_VOID(files_->rename(directory_, place));
  directory_ = place;
  KINORA_TRY_VOID(files_->sync_directory(place));
  return files_->sync_directory(bundle_.models());
}

void NewGeneration::discard() {
  // A directory with a number is whole or not there at all: a removal that is cut off must not leave half of one.
  if (directory_ != unfinished_ && files_->rename(directory_, unfinished_)) directory_ = unfinished_;
  if (!own_table_.empty()) discard_table();
  static_cast<void>(files_->remove_all(directory_));
  if (first_build_) remove_empty(*files_, bundle_, created_root_);
}

void NewGeneration::discard_table() {
  const auto lock = files_->try_lock(bundle_.models());
  if (!lock || !*lock || files_->exists(bundle_.manifest())) return;
  const auto entries = files_->list(bundle_.models());
  // Another build may have written to the table meanwhile, or be about to: then it is that one's.
  if (entries && entries->size() == 1) static_cast<void>(files_->remove_all(own_table_));
}

NewGeneration::NewGeneration(NewGeneration&& other) noexcept
    : files_(other.files_),
      bundle_(std::move(other.bundle_)),
      directory_(std::move(other.directory_)),
      unfinished_(std::move(other.unfinished_)),
      own_table_(std::move(other.own_table_)),
      own_(std::move(other.own_)),
      created_root_(other.created_root_),
      first_build_(other.first_build_),
      temporary_(std::exchange(other.temporary_, false)) {}

NewGeneration::~NewGeneration() {
  if (temporary_) discard();
}

}  // namespace kinora
