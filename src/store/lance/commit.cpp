#include "store/lance/commit.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/features.hpp"
#include "store/lance/new_file.hpp"
#include "store/lance/uuid.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <string_view>
#include <thread>
#include <utility>

namespace kinora::lance {
namespace {

using Path = std::filesystem::path;

constexpr int kAttempts = 32;
constexpr int kPatientAttempts = 3;  // the first few follow at once
constexpr int kLongestWaitMs = 20;
constexpr std::uint64_t kDeletionFilesFlag = 1;

void set_time(wire::Manifest& manifest) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  manifest.mutable_timestamp()->set_seconds(seconds.count());
  manifest.mutable_timestamp()->set_nanos(
      static_cast<std::int32_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - seconds).count()));
}

void set_flags(wire::Manifest& manifest) {
  const bool deletions = std::any_of(manifest.fragments().begin(), manifest.fragments().end(),
                                     [](const wire::Fragment& fragment) { return fragment.has_deletion_file(); });
  const std::uint64_t bit = deletions ? kDeletionFilesFlag : 0;
  manifest.set_reader_flags((manifest.reader_flags() & ~kDeletionFilesFlag) | bit);
  manifest.set_writer_flags((manifest.writer_flags() & ~kDeletionFilesFlag) | bit);
}

/// Helps other programs to find the newest version; nothing depends on it, so that no failure matters.
void write_hint(FileSystem& files, const Path& table, std::uint64_t version, const std::string& uuid) {
  const Path directory = table / kVersionsDirectory;
  const Path temporary = directory / (".hint" + uuid);
  if (write_new_file(files, temporary, "{\"version\":" + std::to_string(version) + "}") &&
      !files.rename(temporary, directory / "latest_version_hint.json"))
    static_cast<void>(files.remove(temporary));
}

/// Torn manifests keep their bytes under a name that no program takes for a version.
void move_torn_aside(FileSystem& files, const Path& table, std::span<const VersionName> torn) {
  for (const VersionName name : torn) {
    const Path path = table / kVersionsDirectory / manifest_name(name);
    if (files.exists(path)) static_cast<void>(files.rename(path, path.string() + ".torn"));
  }
}

ManifestFile complete(ManifestFile next, const NewestManifest& base, VersionName name, const std::string& uuid) {
  wire::Transaction& transaction = next.transaction ? *next.transaction : next.transaction.emplace();
  transaction.set_read_version(base.name ? base.name->version : 0);
  transaction.set_uuid(uuid);
  next.manifest.set_version(name.version);
  next.manifest.set_transaction_file(std::to_string(transaction.read_version()) + "-" + uuid + ".txn");
  next.manifest.mutable_writer_version()->set_library("kinora");
  next.manifest.mutable_writer_version()->set_version("0.1.0");
  set_time(next.manifest);
  set_flags(next.manifest);
  return next;
}

/// What one try is to commit, upon what.
struct Attempt {
  NewestManifest base;
  ManifestFile next;
};

/// Nothing: there is nothing to commit.
using Prepare = std::function<Result<std::optional<Attempt>>()>;

Result<void> check_base(const NewestManifest& base, const Path& table) {
  if (!base.name) return {};
  return check_writable(base.file.manifest, (table / kVersionsDirectory).string());
}

/// One try to commit a version: nothing if another writer has taken its number.
Result<std::optional<std::uint64_t>> try_commit(FileSystem& files, const Path& table, Attempt attempt, bool& may_be_published) {
  const NewestManifest& base = attempt.base;
  const VersionName name = {base.highest + 1, base.name ? base.name->scheme : NamingScheme::kV2};
  const std::string uuid = make_uuid();
  ManifestFile next = complete(std::move(attempt.next), base, name, uuid);

  const Path transaction_path = table / kTransactionsDirectory / next.manifest.transaction_file();
  KINORA_TRY_VOID(write_new_file(files, transaction_path, next.transaction->SerializeAsString()));
  const Path final_path = table / kVersionsDirectory / manifest_name(name);
  const Path temporary = final_path.parent_path() / (".tmp" + uuid);
  const Result<Race> race = publish_new_file(files, final_path, temporary, serialize_manifest(std::move(next)));
  if (!race) {
    // An error after the name was given leaves the version there: then its files must stay.
    may_be_published = files.exists(final_path);
    if (!may_be_published) static_cast<void>(files.remove(transaction_path));
    return fail(race.error());
  }
  if (*race == Race::kLost) {
    static_cast<void>(files.remove(transaction_path));
    return std::optional<std::uint64_t>();
  }
  write_hint(files, table, name.version, uuid);
  move_torn_aside(files, table, base.torn);
  return std::optional(name.version);
}

tl::unexpected<Error> conflict(const Path& table) {
  return fail({.code = ErrorCode::kCommitConflict,
               .what = "other writers committed first, " + std::to_string(kAttempts) + " times in a row",
               .where = table.string(),
               .next_step = "Try again when the others are done"});
}

/// Writers that lost together would meet again: each waits for a time of its own, the longer the more often it lost.
void wait_before(int attempt) {
  if (attempt < kPatientAttempts) return;
  const auto most = static_cast<unsigned>(std::min(attempt, kLongestWaitMs));
  std::this_thread::sleep_for(std::chrono::milliseconds(std::random_device()() % (most + 1)));
}

/// Tries until a version is committed; nothing if there is nothing to commit. The new files are removed unless it is.
Result<std::optional<std::uint64_t>> commit_loop(FileSystem& files, const Path& table, const NewFiles& new_files,
                                                 const Prepare& prepare, const Execution& execution) {
  bool may_be_published = false;
  const auto run = [&]() -> Result<std::optional<std::uint64_t>> {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      wait_before(attempt);
      KINORA_TRY_VOID(check_not_cancelled(execution));
      KINORA_TRY(std::optional<Attempt> prepared, prepare());
      if (!prepared) return std::optional<std::uint64_t>();
      KINORA_TRY_VOID(check_not_cancelled(execution));
      KINORA_TRY(const auto version, try_commit(files, table, *std::move(prepared), may_be_published));
      if (version) return version;
    }
    return conflict(table);
  };
  Result<std::optional<std::uint64_t>> result = run();
  const bool is_committed = result && result->has_value();
  if (!is_committed && !may_be_published) remove_files(files, new_files);
  return result;
}

bool is_of_the_change(const Error& error) {
  return error.code == ErrorCode::kInvalidArgument || error.code == ErrorCode::kFilterType;
}

/// A change that fitted the version that it was first made for, and not the one that another writer has put upon it.
Error cannot_rebase(Error error) {
  error.code = ErrorCode::kCommitConflict;
  error.what = "another writer committed first, and the change does not fit its version: " + error.what;
  error.next_step = "Look at the newest version and make the change anew";
  return error;
}

}  // namespace

Result<void> ensure_directory(FileSystem& files, const Path& table, const char* name) {
  if (files.exists(table / name)) return {};
  KINORA_TRY_VOID(files.create_directories(table / name));
  return files.sync_directory(table);
}

void remove_files(FileSystem& files, std::span<const Path> paths) {
  for (const Path& path : paths) static_cast<void>(files.remove(path));
}

Result<std::uint64_t> commit(FileSystem& files, const Path& table, const NewFiles& new_files, const MakeNext& make_next,
                             const Execution& execution) {
  const auto prepare = [&]() -> Result<std::optional<Attempt>> {
    KINORA_TRY(NewestManifest base, newest_manifest(files, table));
    KINORA_TRY_VOID(check_base(base, table));
    KINORA_TRY(ManifestFile next, make_next(base));
    return Attempt{std::move(base), std::move(next)};
  };
  KINORA_TRY(const auto version, commit_loop(files, table, new_files, prepare, execution));
  KINORA_CHECK(version.has_value());
  return *version;
}

Result<std::optional<std::uint64_t>> commit_change(FileSystem& files, const Path& table, NewFiles& new_files,
                                                   const MakeChange& make_change, const Execution& execution) {
  bool has_fitted = false;
  const auto prepare = [&]() -> Result<std::optional<Attempt>> {
    KINORA_TRY(WholeVersion base, newest_whole_version(files, table));
    KINORA_TRY_VOID(check_base(base.manifest, table));
    KINORA_TRY_VOID(ensure_directory(files, table, kTransactionsDirectory));
    Result<std::optional<ManifestFile>> next = make_change(base);
    if (!next) return fail(has_fitted && is_of_the_change(next.error()) ? cannot_rebase(next.error()) : next.error());
    if (!*next) return std::optional<Attempt>();
    has_fitted = true;
    return Attempt{std::move(base.manifest), **std::move(next)};
  };
  return commit_loop(files, table, new_files, prepare, execution);
}

}  // namespace kinora::lance
