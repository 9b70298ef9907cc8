#include "store/lance/manifest_store.hpp"

#include "base/try.hpp"

#include <limits>
#include <utility>

namespace kinora::lance {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

/// A manifest that a crash or a cleanup took away is no reason to stop: an older one serves.
bool can_be_passed_over(const Error& error) {
  return error.code == ErrorCode::kTableCorrupt || error.code == ErrorCode::kFileNotFound;
}

std::string operation_of(FileSystem& files, const std::filesystem::path& table, const ManifestFile& file) {
  if (file.transaction) return operation_name(*file.transaction);
  const std::filesystem::path name = file.manifest.transaction_file();
  if (name.empty() || name != name.filename()) return operation_name({});
  const auto mapped = files.map(table / kTransactionsDirectory / name);
  wire::Transaction transaction;
  if (!mapped || (*mapped)->bytes().size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
      !transaction.ParseFromArray((*mapped)->bytes().data(), static_cast<int>((*mapped)->bytes().size())))
    return operation_name({});
  return operation_name(transaction);
}

VersionInfo describe(FileSystem& files, const std::filesystem::path& table, const ManifestFile& file) {
  VersionInfo info;
  info.version = file.manifest.version();
  const wire::Timestamp& time = file.manifest.timestamp();
  if (__builtin_mul_overflow(time.seconds(), kNanosPerSecond, &info.timestamp_ns) ||
      __builtin_add_overflow(info.timestamp_ns, std::int64_t{time.nanos()}, &info.timestamp_ns))
    info.timestamp_ns = 0;
  info.operation = operation_of(files, table, file);
  for (const wire::Fragment& fragment : file.manifest.fragments())
    info.rows += fragment.physical_rows() - fragment.deletion_file().deleted_rows();
  return info;
}

}  // namespace

Result<std::vector<VersionName>> list_manifests(FileSystem& files, const std::filesystem::path& table) {
  auto names = files.list(table / kVersionsDirectory);
  if (names) return versions_among(*names);
  if (names.error().code != ErrorCode::kFileNotFound) return fail(std::move(names).error());
  if (!files.exists(table))
    return fail({.code = ErrorCode::kFileNotFound,
                 .what = "there is no such table",
                 .where = table.string(),
                 .next_step = "Check the path"});
  if (!files.list(table)) return corrupt(table.string(), "this is not a table", "a directory");
  return std::vector<VersionName>();
}

Result<ManifestFile> read_manifest(FileSystem& files, const std::filesystem::path& table, VersionName name) {
  const std::filesystem::path path = table / kVersionsDirectory / manifest_name(name);
  KINORA_TRY(const auto mapped, files.map(path));
  KINORA_TRY(ManifestFile file, parse_manifest(mapped->bytes(), path.string()));
  if (file.manifest.version() != name.version)
    return corrupt(path.string(), "the manifest is of another version than its name", std::to_string(name.version),
                   std::to_string(file.manifest.version()));
  return file;
}

Result<NewestManifest> newest_manifest(FileSystem& files, const std::filesystem::path& table) {
  KINORA_TRY(const std::vector<VersionName> names, list_manifests(files, table));
  NewestManifest newest;
  if (names.empty()) return newest;
  newest.highest = names.back().version;
  std::optional<Error> first_error;
  for (std::size_t i = names.size(); i-- > 0;) {
    const VersionName name = names[i];
    auto file = read_manifest(files, table, name);
    if (file) {
      newest.name = name;
      newest.file = *std::move(file);
      return newest;
    }
    if (!can_be_passed_over(file.error())) return fail(std::move(file).error());
    newest.torn.push_back(name);
    if (!first_error) first_error = std::move(file).error();
  }
  return fail(*std::move(first_error));
}

Result<std::vector<VersionInfo>> describe_versions(FileSystem& files, const std::filesystem::path& table) {
  KINORA_TRY(const std::vector<VersionName> names, list_manifests(files, table));
  std::vector<VersionInfo> versions;
  for (const VersionName name : names) {
    auto file = read_manifest(files, table, name);
    if (file) {
      versions.push_back(describe(files, table, *file));
    } else if (!can_be_passed_over(file.error())) {
      return fail(std::move(file).error());
    }
  }
  return versions;
}

}  // namespace kinora::lance
