#include "store/lance/fragment_writer.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/lance/data_file_writer.hpp"
#include "store/lance/data_format.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/page_encoder.hpp"
#include "store/lance/page_layout/column_encoder.hpp"
#include "store/lance/uuid.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace kinora::lance {
namespace {

using Path = std::filesystem::path;

Result<std::vector<wire::ColumnMetadata>> encode_columns(std::span<const Column> columns, DataFileWriter& writer,
                                                         const DataFormat& format) {
  std::vector<wire::ColumnMetadata> metadata;
  if (format.one_column_per_field) {
    for (const Column& column : columns) {
      KINORA_TRY(wire::ColumnMetadata of_column, encode_column_layout(column, writer));
      metadata.push_back(std::move(of_column));
    }
    return metadata;
  }
  const std::vector<std::size_t> page_ends = cut_pages(columns);
  for (const Column& column : columns) KINORA_TRY_VOID(encode_column(column, page_ends, writer, metadata));
  return metadata;
}

/// Writes all columns and makes the file last; returns its size. Leaves no file behind if that fails.
Result<std::uint64_t> write_data_file(FileSystem& files, const Path& path, std::span<const Column> columns,
                                      const WireFields& schema, const DataFormat& format, const Execution& execution) {
  const auto write = [&]() -> Result<std::uint64_t> {
    KINORA_TRY(DataFileWriter writer, DataFileWriter::create(files, path, execution));
    KINORA_TRY(const std::vector<wire::ColumnMetadata> metadata, encode_columns(columns, writer, format));
    KINORA_TRY(const std::uint64_t size, writer.finish(schema, columns.front().rows, metadata, format));
    KINORA_TRY_VOID(files.sync_directory(path.parent_path()));
    return size;
  };
  Result<std::uint64_t> size = write();
  if (!size) static_cast<void>(files.remove(path));
  return size;
}

/// Whether another field lies inside of this one.
bool has_children(const WireFields& schema, std::int32_t id) {
  return std::any_of(schema.begin(), schema.end(), [&](const wire::Field& field) { return field.parent_id() == id; });
}

wire::DataFile describe_file(const std::string& file_name, std::uint64_t file_size, const WireFields& schema,
                             const DataFormat& format) {
  wire::DataFile file;
  file.set_path(file_name);
  file.set_major_version(format.major);
  file.set_minor_version(format.minor);
  file.set_file_size(file_size);
  // One column for each field, children too, in the order in which they are written; since 2.1 for the innermost fields alone.
  for (const wire::Field& field : schema) {
    if (format.one_column_per_field && has_children(schema, field.id())) continue;
    file.add_column_indices(file.fields_size());
    file.add_fields(field.id());
  }
  return file;
}

}  // namespace

Result<wire::Fragment> write_fragment(FileSystem& files, const Path& table, std::span<const Column> columns,
                                      const WireFields& schema, std::string_view data_version, std::vector<Path>& new_files,
                                      const Execution& execution) {
  KINORA_CHECK(!columns.empty() && columns.front().rows != 0, columns.size());
  const Path directory = table / kDataDirectory;
  const DataFormat* format = find_writable_format(data_version);
  if (format == nullptr) return unsupported(directory.string(), "data format " + std::string(data_version) + " for writing");
  const std::string name = make_uuid() + ".lance";
  KINORA_TRY(const std::uint64_t size, write_data_file(files, directory / name, columns, schema, *format, execution));
  new_files.push_back(directory / name);

  wire::Fragment fragment;
  fragment.set_physical_rows(columns.front().rows);
  *fragment.add_files() = describe_file(name, size, schema, *format);
  return fragment;
}

}  // namespace kinora::lance
