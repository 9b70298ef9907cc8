#include "store/maintenance/data_file_check.hpp"

#include "base/try.hpp"
#include "store/lance/bytes.hpp"
#include "store/lance/data_file_layout.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/snapshot.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace kinora::maintenance {
namespace {

using lance::Bytes;
using lance::wire::FileDescriptor;
using Path = std::filesystem::path;

/// The file's own account of its schema and rows. The reader of pages does without it, LanceDB does not.
Result<FileDescriptor> read_descriptor(Bytes bytes, const std::string& where) {
  const Bytes footer = bytes.last(lance::kDataFooterSize);  // open_data_file has seen that there is one
  KINORA_TRY(const Bytes entry, lance::slice(bytes, lance::load<std::uint64_t>(footer, 16), lance::kTableEntrySize, where,
                                             "the table of global buffers"));
  KINORA_TRY(const Bytes message, lance::slice(bytes, lance::load<std::uint64_t>(entry, 0), lance::load<std::uint64_t>(entry, 8),
                                               where, "the file descriptor"));
  FileDescriptor descriptor;
  if (message.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
      !descriptor.ParseFromArray(message.data(), static_cast<int>(message.size())))
    return lance::corrupt(where, "the file descriptor is not a well-formed message");
  return descriptor;
}

const lance::FragmentFile* file_with(const lance::Fragment& fragment, std::int32_t field_id) {
  for (const lance::FragmentFile& file : fragment.files)
    for (const auto& [id, column] : file.columns)
      if (id == field_id) return &file;
  return nullptr;
}

bool is_read_by(std::span<const lance::TableField> fields, std::int32_t id) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const lance::TableField& field) { return field.carried() && (field.id == id || field.item_id == id); });
}

std::set<std::int32_t> ids_in(const lance::wire::DataFile& file) { return {file.fields().begin(), file.fields().end()}; }

}  // namespace

void DataFileCheck::check(const lance::wire::Fragment& wire_fragment, std::span<const lance::TableField> fields,
                          const std::string& where) {
  lance::Fragment fragment;
  fragment.id = wire_fragment.id();
  fragment.rows = static_cast<std::size_t>(wire_fragment.physical_rows());
  std::set<std::int32_t> lost;
  for (const lance::wire::DataFile& wire_file : wire_fragment.files()) {
    auto file = open(wire_file, wire_fragment.physical_rows(), where);
    if (file)
      fragment.files.push_back(*std::move(file));
    else
      lost.merge(ids_in(wire_file));
  }
  for (const lance::TableField& field : fields) {
    if (lost.contains(field.id) || lost.contains(field.item_id)) continue;
    if (field.carried()) check_column(fragment, field);
  }
  for (const lance::FragmentFile& file : fragment.files)
    for (const auto& [id, column] : file.columns)
      if (!is_read_by(fields, id)) check_foreign_column(file, column);
}

std::optional<lance::FragmentFile> DataFileCheck::open(const lance::wire::DataFile& file, std::uint64_t rows,
                                                       const std::string& where) {
  // The same file may be named with other fields: a dropped column has another id from then on.
  const std::string key = file.SerializeAsString() + "/" + std::to_string(rows);
  const auto known = opened_.find(key);
  if (known != opened_.end()) return known->second;
  return opened_.emplace(key, read_whole(file, rows, where)).first->second;
}

std::optional<lance::FragmentFile> DataFileCheck::read_whole(const lance::wire::DataFile& file, std::uint64_t rows,
                                                             const std::string& where) {
  auto opened = lance::open_data_file(files_, table_, file, where);
  if (!opened) {
    findings_.add(std::move(opened).error());
    return std::nullopt;
  }
  const Path path = table_ / lance::kDataDirectory / file.path();
  if (!read_.insert(path.string()).second) return *std::move(opened);
  ++report_.data_files;
  report_.data_bytes += files_.size(path).value_or(0);
  if (auto read = files_.read_through(path); !read) {
    findings_.add(std::move(read).error());
    return std::nullopt;
  }
  check_descriptor(path, rows);
  return *std::move(opened);
}

void DataFileCheck::check_descriptor(const Path& path, std::uint64_t rows) {
  const auto mapped = files_.map(path);
  if (!mapped) return findings_.add(mapped.error());
  const auto descriptor = read_descriptor((*mapped)->bytes(), path.string());
  if (!descriptor) return findings_.add(descriptor.error());
  if (descriptor->rows() != rows)
    findings_.damage(path.string(), "the file says that it has " + std::to_string(descriptor->rows()) +
                                        " rows, the manifest that it has " + std::to_string(rows));
}

void DataFileCheck::check_column(const lance::Fragment& fragment, const lance::TableField& field) {
  const lance::FragmentFile* file = file_with(fragment, field.id);
  if (file == nullptr && field.item_id != lance::kNoField) file = file_with(fragment, field.item_id);
  if (file == nullptr) return;  // all null
  const std::string key = file->data->where() + "/" + std::to_string(field.id) + "/" + std::to_string(field.item_id) + "/" +
                          std::to_string(static_cast<int>(field.field.type)) + "/" + std::to_string(field.field.dimension);
  if (!read_.insert(key).second) return;
  for (const auto& [id, column] : file->columns)
    if (id == field.id || id == field.item_id)
      if (const auto pages = file->data->pages(column)) report_.pages += pages->size();
  const auto values = lance::read_column(std::span(&fragment, 1), field);
  if (!values) findings_.add(values.error());
}

/// What cannot be decoded is held at least against the bounds of its file.
void DataFileCheck::check_foreign_column(const lance::FragmentFile& file, std::size_t column) {
  const std::string key = file.data->where() + "/column " + std::to_string(column);
  if (!read_.insert(key).second) return;
  const auto pages = file.data->pages(column);
  if (!pages) findings_.add(pages.error());
}

}  // namespace kinora::maintenance
