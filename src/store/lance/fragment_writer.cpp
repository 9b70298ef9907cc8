#include "store/lance/fragment_writer.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/lance/data_file_writer.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/features.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/lance/page_encoder.hpp"
#include "store/lance/uuid.hpp"

#include <cstdint>
#include <string>

namespace kinora::lance {
namespace {

using Path = std::filesystem::path;

/// Writes all columns and makes the file last; returns its size. Leaves no file behind if that fails.
Result<std::uint64_t> write_data_file(FileSystem& files, const Path& path, std::span<const Column> columns,
                                      const WireFields& schema) {
  const auto write = [&]() -> Result<std::uint64_t> {
    KINORA_TRY(DataFileWriter writer, DataFileWriter::create(files, path));
    const std::vector<std::size_t> page_ends = cut_pages(columns);
    std::vector<wire::ColumnMetadata> metadata;
    for (const Column& column : columns) KINORA_TRY_VOID(encode_column(column, page_ends, writer, metadata));
    KINORA_TRY(const std::uint64_t size, writer.finish(schema, columns.front().rows, metadata));
    KINORA_TRY_VOID(files.sync_directory(path.parent_path()));
    return size;
  };
  Result<std::uint64_t> size = write();
  if (!size) static_cast<void>(files.remove(path));
  return size;
}

wire::DataFile describe_file(const std::string& file_name, std::uint64_t file_size, const WireFields& schema) {
  wire::DataFile file;
  file.set_path(file_name);
  file.set_major_version(2);
  file.set_minor_version(0);
  file.set_file_size(file_size);
  // One column for each field, children too, in the order in which they are written.
  for (const wire::Field& field : schema) {
    file.add_column_indices(file.fields_size());
    file.add_fields(field.id());
  }
  return file;
}

}  // namespace

Result<wire::Fragment> write_fragment(FileSystem& files, const Path& table, std::span<const Column> columns,
                                      const WireFields& schema, std::string_view data_version, std::vector<Path>& new_files) {
  KINORA_CHECK(!columns.empty() && columns.front().rows != 0, columns.size());
  const Path directory = table / kDataDirectory;
  if (data_version != kDataVersion)
    return unsupported(directory.string(), "data format " + std::string(data_version) + " for writing");
  const std::string name = make_uuid() + ".lance";
  KINORA_TRY(const std::uint64_t size, write_data_file(files, directory / name, columns, schema));
  new_files.push_back(directory / name);

  wire::Fragment fragment;
  fragment.set_physical_rows(columns.front().rows);
  *fragment.add_files() = describe_file(name, size, schema);
  return fragment;
}

}  // namespace kinora::lance
