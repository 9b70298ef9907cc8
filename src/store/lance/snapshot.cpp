#include "store/lance/snapshot.hpp"
#include "store/lance/errors.hpp"

#include "base/try.hpp"
#include "store/lance/deletion_file.hpp"
#include "store/lance/features.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kinora::lance {
namespace {

using Path = std::filesystem::path;

/// Opens each data file once, however many fragments name it.
class DataFiles {
 public:
  DataFiles(FileSystem& files, Path directory) : files_(files), directory_(std::move(directory)) {}

  Result<std::shared_ptr<const DataFile>> open(const wire::DataFile& file) {
    const auto known = opened_.find(file.path());
    if (known != opened_.end()) return known->second;
    const Path name = file.path();
    if (name.empty() || name != name.filename())
      return unsupported(directory_.string(), "the data file name '" + file.path() + "'");
    const Path path = directory_ / name;
    auto mapped = files_.map(path);
    if (!mapped && mapped.error().code == ErrorCode::kFileNotFound) return corrupt(path.string(), "a data file is missing");
    if (!mapped) return fail(std::move(mapped).error());
    const Bytes bytes = (*mapped)->bytes();
    if (file.file_size() != 0 && file.file_size() != bytes.size())
      return corrupt(path.string(), "a data file is cut off or too long", std::to_string(file.file_size()) + " bytes",
                     std::to_string(bytes.size()) + " bytes");
    KINORA_TRY(DataFile data, DataFile::parse(bytes, *mapped, path.string()));
    auto shared = std::make_shared<const DataFile>(std::move(data));
    opened_.emplace(file.path(), shared);
    return shared;
  }

 private:
  FileSystem& files_;
  Path directory_;
  std::map<std::string, std::shared_ptr<const DataFile>> opened_;
};

Result<FragmentFile> open_fragment_file(const wire::DataFile& wire_file, DataFiles& files, std::string_view where) {
  if (wire_file.fields_size() != wire_file.column_indices_size())
    return corrupt(where, "data file '" + wire_file.path() + "' has not one column for each field");
  FragmentFile file;
  KINORA_TRY(file.data, files.open(wire_file));
  for (int i = 0; i < wire_file.fields_size(); ++i) {
    // A field that was dropped has a negative id, one that has no column of its own a negative column.
    if (wire_file.fields(i) < 0 || wire_file.column_indices(i) < 0) continue;
    const auto column = static_cast<std::size_t>(wire_file.column_indices(i));
    if (column >= file.data->column_count())
      return corrupt(where, "data file '" + wire_file.path() + "' has no column " + std::to_string(column));
    file.columns.emplace_back(wire_file.fields(i), column);
  }
  return file;
}

Result<Fragment> open_fragment(const wire::Fragment& wire_fragment, DataFiles& files, std::string_view where) {
  Fragment fragment;
  fragment.id = wire_fragment.id();
  fragment.rows = static_cast<std::size_t>(wire_fragment.physical_rows());
  for (const wire::DataFile& wire_file : wire_fragment.files()) {
    KINORA_TRY(FragmentFile file, open_fragment_file(wire_file, files, where));
    fragment.files.push_back(std::move(file));
  }
  return fragment;
}

Result<Snapshot> read_snapshot(FileSystem& files, const Path& table, VersionName name, const ManifestFile& file) {
  const std::string where = (table / kVersionsDirectory / manifest_name(name)).string();
  KINORA_TRY_VOID(check_readable(file.manifest, where));

  Snapshot snapshot;
  snapshot.name = name;
  KINORA_TRY(snapshot.fields, read_schema(file.manifest.fields(), where));
  for (const TableField& field : snapshot.fields)
    if (!field.unsupported_type.empty())
      snapshot.notes.push_back(
          printable("column '" + field.field.name + "' is left out: its type " + field.unsupported_type + " is not supported"));
  DataFiles data_files(files, table / kDataDirectory);
  for (const wire::Fragment& wire_fragment : file.manifest.fragments()) {
    KINORA_TRY(Fragment fragment, open_fragment(wire_fragment, data_files, where));
    if (wire_fragment.has_deletion_file()) {
      KINORA_TRY(fragment.dead, read_deletion_file(files, table, wire_fragment.id(), wire_fragment.deletion_file(),
                                                   wire_fragment.physical_rows()));
    }
    if (__builtin_add_overflow(snapshot.physical_rows, fragment.rows, &snapshot.physical_rows))
      return corrupt(where, "the manifest has more rows than can be");
    snapshot.rows += fragment.rows - fragment.dead.size();
    snapshot.fragments.push_back(std::move(fragment));
  }
  return snapshot;
}

Result<Snapshot> load_version(FileSystem& files, const Path& table, std::span<const VersionName> names, std::uint64_t version) {
  const auto name = std::find_if(names.begin(), names.end(), [&](VersionName each) { return each.version == version; });
  if (name == names.end())
    return fail(
        {.code = ErrorCode::kFileNotFound,
         .what = "the table has no version " + std::to_string(version),
         .where = table.string(),
         .expected = names.empty() ? "" : std::to_string(names.front().version) + " to " + std::to_string(names.back().version),
         .next_step = "List the table's versions"});
  KINORA_TRY(const ManifestFile file, read_manifest(files, table, *name));
  return read_snapshot(files, table, *name, file);
}

bool version_can_be_skipped(const Error& error) {
  return error.code == ErrorCode::kTableCorrupt || error.code == ErrorCode::kFileNotFound;
}

}  // namespace

Result<WholeVersion> newest_whole_version(FileSystem& files, const Path& table) {
  KINORA_TRY(const std::vector<VersionName> names, list_manifests(files, table));
  if (names.empty())
    return corrupt(table.string(), "the directory is no table: there is no version in it", "a file _versions/*.manifest");
  WholeVersion result;
  result.manifest.highest = names.back().version;
  std::vector<std::string> notes;
  std::optional<Error> first_error;
  for (std::size_t i = names.size(); i-- > 0;) {
    auto file = read_manifest(files, table, names[i]);
    Result<Snapshot> snapshot = file ? read_snapshot(files, table, names[i], *file) : fail(file.error());
    if (snapshot) {
      snapshot->notes.insert(snapshot->notes.begin(), notes.begin(), notes.end());
      result.manifest.name = names[i];
      result.manifest.file = *std::move(file);
      result.snapshot = *std::move(snapshot);
      return result;
    }
    Error error = std::move(snapshot).error();
    if (!version_can_be_skipped(error)) return fail(std::move(error));
    if (!file) result.manifest.torn.push_back(names[i]);
    error.next_step.clear();
    notes.push_back("version " + std::to_string(names[i].version) + " was passed over: " + error.message());
    if (!first_error) first_error = std::move(error);
  }
  first_error->what = "no version of the table is whole; of the newest: " + first_error->what;
  first_error->next_step = "Restore the table from a copy or write it anew";
  return fail(*std::move(first_error));
}

Result<Snapshot> open_snapshot(FileSystem& files, const Path& table, std::optional<std::uint64_t> version) {
  if (!version) {
    KINORA_TRY(WholeVersion newest, newest_whole_version(files, table));
    return std::move(newest.snapshot);
  }
  KINORA_TRY(const std::vector<VersionName> names, list_manifests(files, table));
  return load_version(files, table, names, *version);
}

Result<FragmentFile> open_data_file(FileSystem& files, const Path& table, const wire::DataFile& file, std::string_view where) {
  DataFiles data_files(files, table / kDataDirectory);
  return open_fragment_file(file, data_files, where);
}

}  // namespace kinora::lance
