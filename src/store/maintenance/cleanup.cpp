#include "kinora/store/cleanup.hpp"

#include "base/try.hpp"
#include "store/indexes/index_files.hpp"
#include "store/lance/deletion_file.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/features.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/maintenance/cleanup_table.hpp"
#include "store/maintenance/own_indexes.hpp"
#include "store/maintenance/table_files.hpp"
#include "store/maintenance/tag_store.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace kinora {
namespace maintenance {
namespace {

using lance::ManifestFile;
using lance::VersionName;
using Path = std::filesystem::path;

constexpr std::string_view kCleanupStage = "cleanup";
constexpr const char* kBranchesDirectory = "_refs/branches";
constexpr std::int64_t kNanosPerAgeSecond = 1'000'000'000;
constexpr const char* kHint = "latest_version_hint.json";

/// The moment that lies this long ago; the beginning of all time if that cannot be said in nanoseconds.
std::int64_t moment_before(std::int64_t now_ns, std::chrono::seconds age) {
  std::int64_t ns = 0;
  if (__builtin_mul_overflow(std::int64_t{age.count()}, kNanosPerAgeSecond, &ns) || __builtin_sub_overflow(now_ns, ns, &ns))
    return std::numeric_limits<std::int64_t>::min();
  return ns;
}

std::int64_t time_of(const ManifestFile& file) {
  const auto& time = file.manifest.timestamp();
  std::int64_t ns = 0;
  if (!__builtin_mul_overflow(std::int64_t{time.seconds()}, kNanosPerAgeSecond, &ns) &&
      !__builtin_add_overflow(ns, std::int64_t{time.nanos()}, &ns))
    return ns;
  return time.seconds() < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

/// A version as its manifest says, or a manifest that is torn.
struct Version {
  VersionName name;
  std::optional<ManifestFile> file;
};

class Cleanup {
 public:
  Cleanup(FileSystem& files, Path table, const CleanupOptions& options, std::int64_t now_ns, const Execution& execution)
      : files_(files),
        table_(std::move(table)),
        options_(options),
        execution_(execution),
        old_(moment_before(now_ns, options.older_than)),
        young_(moment_before(now_ns, options.grace)) {}

  Result<CleanupReport> run() {
    KINORA_TRY_VOID(check_branches());
    KINORA_TRY_VOID(choose_versions());
    KINORA_TRY_VOID(remove_manifests());
    KINORA_TRY_VOID(name_files());
    KINORA_TRY_VOID(collect_unnamed());
    KINORA_TRY_VOID(remove_unnamed());
    return std::move(report_);
  }

 private:
  Result<void> check_branches();
  Result<void> choose_versions();
  Result<bool> goes_although_torn(VersionName name, bool is_newest, bool is_tagged);
  Result<std::vector<Version>> read_versions();
  Result<std::set<std::uint64_t>> tagged_versions();
  Result<void> remove_manifests();
  Result<void> name_files();
  Result<void> collect_unnamed();
  Result<void> collect(const char* directory, const std::set<std::string>& named);
  Result<std::optional<std::int64_t>> last_written(const Path& path);
  Result<void> remove_unnamed();
  Result<void> remove(const Path& path);

  FileSystem& files_;
  Path table_;
  const CleanupOptions& options_;
  const Execution& execution_;
  std::int64_t old_;    ///< versions committed before are old
  std::int64_t young_;  ///< files written at or after are spared
  CleanupReport report_;
  std::vector<VersionName> to_remove_;  ///< ascending
  NamedFiles named_;
  std::map<Path, std::vector<Path>> unnamed_;  ///< by directory
};

/// A branch of LanceDB's has manifests of its own, elsewhere, that name files here.
Result<void> Cleanup::check_branches() {
  KINORA_TRY(const std::vector<std::string> branches, list_if_there(files_, table_ / kBranchesDirectory));
  if (branches.empty() && !files_.exists(table_ / "tree")) return {};
  return lance::unsupported(table_.string(), "branches, whose files a cleanup would not know");
}

Result<std::vector<Version>> Cleanup::read_versions() {
  KINORA_TRY(const std::vector<VersionName> names, lance::list_manifests(files_, table_));
  if (names.empty())
    return lance::corrupt(table_.string(), "the directory is no table: there is no version in it", "a file _versions/*.manifest");
  std::vector<Version> versions;
  for (const VersionName name : names) {
    auto file = lance::read_manifest(files_, table_, name);
    if (file) {
      versions.push_back({name, *std::move(file)});
    } else if (file.error().code == ErrorCode::kTableCorrupt && options_.remove_torn) {
      versions.push_back({name, std::nullopt});
    } else if (file.error().code != ErrorCode::kFileNotFound) {  // another cleanup took it
      file.error().next_step = "Restore the file from a copy; or remove it and what it alone names: the option remove_torn";
      return fail(std::move(file).error());
    }
  }
  return versions;
}

Result<std::set<std::uint64_t>> Cleanup::tagged_versions() {
  KINORA_TRY(const std::vector<Tag> tags, list_tags(files_, table_));
  std::set<std::uint64_t> versions;
  for (const Tag& tag : tags) versions.insert(tag.version);
  return versions;
}

/// A manifest that is torn and young may be one that is being written; one above the newest whole version holds its number until
/// a commit moves it aside.
Result<bool> Cleanup::goes_although_torn(VersionName name, bool is_newest, bool is_tagged) {
  const Path path = manifest_path(table_, name);
  if (is_tagged) return lance::corrupt(path.string(), "the manifest of a tagged version is torn");
  if (is_newest) return false;
  KINORA_TRY(const std::optional<std::int64_t> written, last_written(path));
  if (!written || *written < young_) return written.has_value();
  ++report_.files_spared;
  report_.bytes_spared += size_of(files_, path);
  return false;
}

Result<void> Cleanup::choose_versions() {
  KINORA_TRY(const std::vector<Version> versions, read_versions());
  KINORA_TRY(const std::set<std::uint64_t> tagged, tagged_versions());
  std::size_t whole = 0;
  for (std::size_t i = versions.size(); i-- > 0;) {
    const auto& [name, file] = versions[i];
    const bool is_tagged = tagged.contains(name.version);
    if (!file) {
      KINORA_TRY(const bool goes, goes_although_torn(name, whole == 0, is_tagged));
      if (goes) to_remove_.push_back(name);
      continue;
    }
    const bool is_recent = ++whole <= options_.keep_versions || time_of(*file) >= old_;
    if (!is_recent && !is_tagged) {
      to_remove_.push_back(name);
      continue;
    }
    // Before anything goes: what a version that stays needs must be known.
    const std::string where = manifest_path(table_, name).string();
    KINORA_TRY_VOID(lance::check_writable(file->manifest, where));
    KINORA_TRY_VOID(NamedFiles().add(*file, where));
    ++report_.versions_left;
    if (!is_recent) report_.versions_tagged.push_back(name.version);
  }
  if (whole == 0) return lance::corrupt(table_.string(), "no version of the table is whole");
  std::reverse(to_remove_.begin(), to_remove_.end());
  std::reverse(report_.versions_tagged.begin(), report_.versions_tagged.end());
  return {};
}

/// Their names must be gone for good before a file that they name goes: a power cut would bring them back.
Result<void> Cleanup::remove_manifests() {
  for (const VersionName name : to_remove_) {
    if (execution_.cancelled()) return fail(cancelled_error(kCleanupStage));
    const Path path = manifest_path(table_, name);
    if (!options_.dry_run) {
      // One that was tagged since: the tag looks for its manifest after it is there, and this looks for the tag before.
      KINORA_TRY(const std::set<std::uint64_t> tagged, tagged_versions());
      if (tagged.contains(name.version)) {
        ++report_.versions_left;
        report_.versions_tagged.push_back(name.version);
        continue;
      }
    }
    KINORA_TRY_VOID(remove(path));
    report_.versions_removed.push_back(name.version);
  }
  if (report_.versions_removed.empty() || options_.dry_run) return {};
  return files_.sync_directory(table_ / lance::kVersionsDirectory);
}

/// Asked anew: others may have committed, or restored one of the versions that were to go.
Result<void> Cleanup::name_files() {
  KINORA_TRY(const std::vector<Version> versions, read_versions());
  for (const auto& [name, file] : versions) {
    const auto& removed = report_.versions_removed;
    if (!file || (options_.dry_run && std::binary_search(removed.begin(), removed.end(), name.version))) continue;
    const std::string where = manifest_path(table_, name).string();
    KINORA_TRY_VOID(lance::check_writable(file->manifest, where));
    KINORA_TRY_VOID(named_.add(*file, where));
  }
  return {};
}

Result<void> Cleanup::collect_unnamed() {
  KINORA_TRY_VOID(collect(lance::kDataDirectory, named_.data));
  KINORA_TRY_VOID(collect(lance::kDeletionsDirectory, named_.deletions));
  KINORA_TRY_VOID(collect(lance::kTransactionsDirectory, named_.transactions));
  KINORA_TRY_VOID(collect(kIndicesDirectory, named_.indices));
  KINORA_TRY_VOID(collect(kTagsDirectory, {}));
  KINORA_TRY(const auto own_indexes, named_index_files(files_, table_));
  if (own_indexes) KINORA_TRY_VOID(collect(indexes::kIndexDirectory, *own_indexes));
  return collect(lance::kVersionsDirectory, {});
}

bool is_staged(const std::string& name) {
  return name.starts_with(".tmp") || name.starts_with(".hint") || name.ends_with(".manifest.torn") ||
         name.find(".manifest#") != std::string::npos;
}

/// Only names of a kind that is written there: whatever else somebody has put into the table stays.
bool is_of_kind(std::string_view directory, const std::string& name) {
  if (directory == lance::kDataDirectory) return name.ends_with(".lance");
  if (directory == lance::kDeletionsDirectory) return name.ends_with(".arrow") || name.ends_with(".bin");
  if (directory == lance::kTransactionsDirectory) return name.ends_with(".txn");
  if (directory == kTagsDirectory) return name.starts_with(".tmp");
  if (directory == indexes::kIndexDirectory)
    return name.starts_with(indexes::kTemporaryPrefix) || name.ends_with(indexes::kBytesSuffix);
  if (directory == lance::kVersionsDirectory) return name != kHint && is_staged(name);
  constexpr std::size_t kUuidLength = 36;
  return directory == kIndicesDirectory && name.size() == kUuidLength;
}

Result<void> Cleanup::collect(const char* directory, const std::set<std::string>& named) {
  KINORA_TRY(const std::vector<std::string> names, list_if_there(files_, table_ / directory));
  for (const std::string& name : names) {
    if (named.contains(name) || !is_of_kind(directory, name)) continue;
    const Path path = table_ / directory / name;
    KINORA_TRY(const std::optional<std::int64_t> written, last_written(path));
    if (!written) continue;
    if (*written >= young_) {
      ++report_.files_spared;
      report_.bytes_spared += size_of(files_, path);
    } else {
      unnamed_[table_ / directory].push_back(path);
    }
  }
  return {};
}

/// Of a directory when the last of its files was. Nothing: it is gone.
Result<std::optional<std::int64_t>> Cleanup::last_written(const Path& path) {
  auto written = files_.modified_ns(path);
  if (!written && written.error().code == ErrorCode::kFileNotFound) return std::optional<std::int64_t>();
  if (!written) return fail(std::move(written).error());
  std::int64_t last = *written;
  if (const auto names = files_.list(path))
    for (const std::string& name : *names) last = std::max(last, files_.modified_ns(path / name).value_or(last));
  return last;
}

Result<void> Cleanup::remove_unnamed() {
  std::size_t count = 0;
  for (const auto& [directory, paths] : unnamed_) count += paths.size();
  execution_.stage_begin(kCleanupStage, count, "files");
  std::size_t done = 0;
  for (const auto& [directory, paths] : unnamed_) {
    for (const Path& path : paths) {
      if (execution_.cancelled()) return fail(cancelled_error(kCleanupStage));
      KINORA_TRY_VOID(remove(path));
      execution_.stage_progress(++done);
    }
    if (!options_.dry_run) KINORA_TRY_VOID(files_.sync_directory(directory));
  }
  execution_.stage_end();
  return {};
}

/// Counts what it removes; of a directory each file.
Result<void> Cleanup::remove(const Path& path) {
  const auto inside = files_.list(path);
  const std::uint64_t bytes = size_of(files_, path);
  if (!options_.dry_run) {
    auto removed = inside ? files_.remove_all(path) : files_.remove(path);
    if (!removed && files_.exists(path)) return removed;  // else another cleanup took it
  }
  report_.files_removed += inside ? inside->size() : 1;
  report_.bytes_removed += bytes;
  return {};
}

}  // namespace

Result<CleanupReport> cleanup(FileSystem& files, const Path& table, const CleanupOptions& options, std::int64_t now_ns,
                              const Execution& execution) {
  KINORA_TRY_VOID(options.validate());
  return Cleanup(files, table, options, now_ns, execution).run();
}

}  // namespace maintenance

Result<void> CleanupOptions::validate() const {
  const auto refuse = [](const char* where, std::string expected, std::string found) {
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the value is out of its range",
                 .where = where,
                 .expected = std::move(expected),
                 .found = std::move(found)});
  };
  if (older_than.count() < 0) return refuse("older_than", "0 seconds or more", std::to_string(older_than.count()));
  if (grace.count() < 0) return refuse("grace", "0 seconds or more", std::to_string(grace.count()));
  if (keep_versions == 0) return refuse("keep_versions", "1 or more", "0");
  return {};
}

Result<CleanupReport> cleanup(const std::filesystem::path& table, const CleanupOptions& options, const Execution& execution) {
  const auto now = std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
  return maintenance::cleanup(local_file_system(), table, options, now, execution);
}

}  // namespace kinora
