#include "store/lance/overwrite.hpp"

#include "base/try.hpp"
#include "store/lance/column_check.hpp"
#include "store/lance/commit.hpp"
#include "store/lance/features.hpp"
#include "store/lance/fragment_writer.hpp"
#include "store/lance/next_manifest.hpp"
#include "store/lance/schema.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace kinora::lance {
namespace {

using Path = std::filesystem::path;

constexpr std::array<std::string_view, 6> kTableEntries = {"data",       "_versions", "_transactions",
                                                           "_deletions", "_indices",  "_refs"};

/// Refuses to write into a directory that holds anything but a table.
Result<void> check_place(FileSystem& files, const Path& table) {
  if (!files.exists(table)) return {};
  KINORA_TRY(const std::vector<VersionName> versions, list_manifests(files, table));
  if (!versions.empty()) return {};
  KINORA_TRY(const std::vector<std::string> names, files.list(table));
  for (const std::string& name : names)
    if (std::find(kTableEntries.begin(), kTableEntries.end(), name) == kTableEntries.end())
      return corrupt(table.string(), "the directory is not empty and no table", "no such directory, or a table", name);
  return {};
}

/// "." for a bare name: an empty path names no directory.
Path directory_of(const Path& path) { return path.has_parent_path() ? path.parent_path() : Path("."); }

/// Takes back a table that came to nothing; if there is a version after all, or a file of another writer, it stays.
void remove_empty(FileSystem& files, const Path& table) {
  for (const Path& path : {table / kVersionsDirectory, table / kTransactionsDirectory, table / kDataDirectory, table})
    if (!files.remove(path)) return;
}

/// The table's directories, made to last: a name survives a power cut only once its directory is synced. The table's own and the
/// one it lies in are synced even if they were there: who made them may have died before it could.
Result<void> create_directories(FileSystem& files, const Path& table) {
  std::vector<Path> to_sync = {table, directory_of(table)};
  for (Path path = directory_of(table); path.has_relative_path() && !files.exists(path); path = directory_of(path))
    to_sync.push_back(directory_of(path));
  for (const char* name : {kDataDirectory, kVersionsDirectory, kTransactionsDirectory})
    KINORA_TRY_VOID(files.create_directories(table / name));
  for (const Path& directory : to_sync) KINORA_TRY_VOID(files.sync_directory(directory));
  return {};
}

std::vector<Field> fields_of(std::span<const Column> columns) {
  std::vector<Field> fields;
  for (const Column& column : columns) fields.push_back(column.field);
  return fields;
}

/// The version after `base` that holds these fragments alone. What `base` says about the table itself stays.
Result<ManifestFile> replace_all(const NewestManifest& base, const WireFields& schema,
                                 const std::vector<wire::Fragment>& fragments, std::string_view data_version) {
  ManifestFile next;
  next.manifest = base.file.manifest;
  note_fragment_ids(next.manifest);
  next.manifest.clear_schema_metadata();
  next.manifest.clear_fragments();
  *next.manifest.mutable_fields() = schema;
  next.manifest.mutable_data_format()->set_file_format("lance");
  next.manifest.mutable_data_format()->set_version(std::string(data_version));
  wire::Overwrite& operation = *next.transaction.emplace().mutable_overwrite();
  *operation.mutable_schema() = schema;
  for (const wire::Fragment& fragment : fragments) {
    *operation.add_fragments() = fragment;
    KINORA_TRY_VOID(add_fragment(next.manifest, fragment));
  }
  return next;
}

Result<std::uint64_t> write_version(FileSystem& files, const Path& table, std::span<const Column> columns,
                                    std::string_view data_version, const Execution& execution) {
  KINORA_TRY_VOID(create_directories(files, table));
  const WireFields schema = make_wire_fields(fields_of(columns));
  std::vector<wire::Fragment> fragments;
  NewFiles new_files;
  if (columns.front().rows != 0) {
    KINORA_TRY(wire::Fragment fragment, write_fragment(files, table, columns, schema, data_version, new_files, execution));
    fragments.push_back(std::move(fragment));
  }
  const auto make_next = [&](const NewestManifest& base) { return replace_all(base, schema, fragments, data_version); };
  return commit(files, table, new_files, make_next, execution);
}

Path without_trailing_slash(const Path& path) { return path.has_filename() ? path : path.parent_path(); }

}  // namespace

Result<std::uint64_t> overwrite(FileSystem& files, const Path& directory, std::span<const Column> columns,
                                std::string_view data_version, const Execution& execution) {
  const Path table = without_trailing_slash(directory);
  KINORA_TRY_VOID(check_columns(columns));
  KINORA_TRY_VOID(check_place(files, table));
  const bool is_new = !files.exists(table);
  Result<std::uint64_t> version = write_version(files, table, columns, data_version, execution);
  if (!version && is_new) remove_empty(files, table);
  return version;
}

}  // namespace kinora::lance
