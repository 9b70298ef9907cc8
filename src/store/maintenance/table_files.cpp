#include "store/maintenance/table_files.hpp"

#include "base/try.hpp"
#include "store/lance/deletion_file.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/manifest_store.hpp"

#include <utility>

namespace kinora::maintenance {
namespace {

using Path = std::filesystem::path;

constexpr std::size_t kUuidBytes = 16;

/// 16 bytes as LanceDB names the directory: 8-4-4-4-12 lower-case hexadecimal digits.
std::string uuid_text(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    const auto byte = static_cast<unsigned char>(bytes[i]);
    text.push_back(kDigits[byte >> 4U]);
    text.push_back(kDigits[byte & 0xFU]);
  }
  return text;
}

/// What a manifest names is removed with it: a name must never lead out of its directory.
Result<void> insert_name(std::set<std::string>& names, const std::string& name, std::string_view where) {
  const Path path = name;
  if (name.empty() || path != path.filename() || name == "." || name == "..")
    return lance::unsupported(where, "the file name '" + name + "'");
  names.insert(name);
  return {};
}

}  // namespace

Result<std::vector<ForeignIndex>> foreign_indices(const lance::ManifestFile& file, std::string_view where) {
  std::vector<ForeignIndex> indices;
  lance::wire::IndexSection section;
  if (!section.ParseFromString(file.index_section)) return lance::corrupt(where, "the index list is not a well-formed message");
  for (const lance::wire::IndexMetadata& metadata : section.indices()) {
    if (metadata.uuid().bytes().size() != kUuidBytes) return lance::corrupt(where, "an index has no UUID");
    ForeignIndex& index = indices.emplace_back();
    index.name = metadata.name();
    index.directory = uuid_text(metadata.uuid().bytes());
    for (const lance::wire::IndexFile& each : metadata.files()) index.files.push_back({each.path(), each.size()});
  }
  return indices;
}

Result<void> NamedFiles::add(const lance::ManifestFile& file, std::string_view where) {
  for (const lance::wire::Fragment& fragment : file.manifest.fragments()) {
    for (const lance::wire::DataFile& each : fragment.files()) KINORA_TRY_VOID(insert_name(data, each.path(), where));
    if (!fragment.has_deletion_file()) continue;
    const auto kind = fragment.deletion_file().kind();
    if (kind != lance::kArrowDeletions && kind != lance::kBitmapDeletions)
      return lance::unsupported(where, "deletion files of kind " + std::to_string(kind));
    deletions.insert(lance::deletion_file_name(fragment.id(), fragment.deletion_file()));
  }
  if (!file.manifest.transaction_file().empty())
    KINORA_TRY_VOID(insert_name(transactions, file.manifest.transaction_file(), where));
  KINORA_TRY(const std::vector<ForeignIndex> named, foreign_indices(file, where));
  for (const ForeignIndex& index : named) indices.insert(index.directory);
  return {};
}

Result<std::vector<std::string>> list_if_there(FileSystem& files, const Path& directory) {
  auto names = files.list(directory);
  if (!names && names.error().code == ErrorCode::kFileNotFound) return std::vector<std::string>();
  return names;
}

std::uint64_t size_of(FileSystem& files, const Path& path) {
  const auto names = files.list(path);
  if (!names) return files.size(path).value_or(0);
  std::uint64_t bytes = 0;
  for (const std::string& name : *names) bytes += size_of(files, path / name);
  return bytes;
}

Path manifest_path(const Path& table, lance::VersionName name) {
  return table / lance::kVersionsDirectory / lance::manifest_name(name);
}

}  // namespace kinora::maintenance
