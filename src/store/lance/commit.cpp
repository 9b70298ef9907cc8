#include "store/lance/commit.hpp"

#include "base/try.hpp"
#include "store/lance/features.hpp"
#include "store/lance/new_file.hpp"
#include "store/lance/uuid.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace kinora::lance {
namespace {

using Path = std::filesystem::path;

constexpr int kAttempts = 32;
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

/// One try to commit a version: nothing if another writer has taken its number.
Result<std::optional<std::uint64_t>> try_commit(FileSystem& files, const Path& table, const MakeNext& make_next,
                                                bool& may_be_published) {
  KINORA_TRY(const NewestManifest base, newest_manifest(files, table));
  if (base.name) KINORA_TRY_VOID(check_writable(base.file.manifest, (table / kVersionsDirectory).string()));
  const VersionName name = {base.highest + 1, base.name ? base.name->scheme : NamingScheme::kV2};
  const std::string uuid = make_uuid();
  KINORA_TRY(ManifestFile next, make_next(base));
  next = complete(std::move(next), base, name, uuid);

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

Result<std::uint64_t> conflict(const Path& table) {
  return fail({.code = ErrorCode::kCommitConflict,
               .what = "other writers committed first, " + std::to_string(kAttempts) + " times in a row",
               .where = table.string(),
               .next_step = "Try again when the others are done"});
}

}  // namespace

Result<std::uint64_t> commit(FileSystem& files, const Path& table, std::span<const Path> new_files, const MakeNext& make_next) {
  bool may_be_published = false;
  std::optional<Error> error;
  for (int attempt = 0; attempt < kAttempts && !error; ++attempt) {
    auto version = try_commit(files, table, make_next, may_be_published);
    if (!version) {
      error = std::move(version).error();
    } else if (*version) {
      return **version;
    }
  }
  if (!may_be_published)
    for (const Path& file : new_files) static_cast<void>(files.remove(file));
  if (!error) return conflict(table);
  return fail(*std::move(error));
}

}  // namespace kinora::lance
