#include "store/lance/data_file_writer.hpp"
#include "store/lance/bytes.hpp"

#include "base/try.hpp"
#include "store/lance/bytes.hpp"
#include "store/lance/data_file_layout.hpp"
#include "store/lance/errors.hpp"

#include <array>
#include <string>
#include <utility>

namespace kinora::lance {
namespace {

std::string file_descriptor(const WireFields& schema, std::uint64_t rows) {
  wire::FileDescriptor descriptor;
  *descriptor.mutable_schema()->mutable_fields() = schema;
  descriptor.set_rows(rows);
  return descriptor.SerializeAsString();
}

}  // namespace

Result<DataFileWriter> DataFileWriter::create(FileSystem& files, const std::filesystem::path& path, const Execution& execution) {
  KINORA_TRY(auto file, files.create(path, CreateMode::kExclusive));
  return DataFileWriter(std::move(file), execution);
}

Result<void> DataFileWriter::append(std::string_view bytes) {
  KINORA_TRY_VOID(check_not_cancelled(*execution_));
  KINORA_TRY_VOID(file_->append(bytes));
  size_ += bytes.size();
  return {};
}

Result<void> DataFileWriter::align() {
  static constexpr std::array<char, kBufferAlignment> kZeros{};
  return append({kZeros.data(), (kBufferAlignment - size_ % kBufferAlignment) % kBufferAlignment});
}

Result<void> DataFileWriter::append_buffer(Bytes bytes, wire::Page& page) {
  KINORA_TRY_VOID(align());
  page.add_buffer_offsets(size_);
  page.add_buffer_sizes(bytes.size());
  return append({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Result<std::uint64_t> DataFileWriter::finish(const WireFields& schema, std::uint64_t rows,
                                             const std::vector<wire::ColumnMetadata>& columns, const DataFormat& format) {
  KINORA_TRY_VOID(align());
  const std::uint64_t descriptor_offset = size_;
  std::string tail = file_descriptor(schema, rows);
  const std::uint64_t descriptor_size = tail.size();

  const std::uint64_t metadata_offset = size_ + tail.size();
  std::string column_table;
  for (const wire::ColumnMetadata& column : columns) {
    const std::uint64_t offset = size_ + tail.size();
    const std::string message = column.SerializeAsString();
    append_number(column_table, offset);
    append_number(column_table, static_cast<std::uint64_t>(message.size()));
    tail += message;
  }
  const std::uint64_t column_table_offset = size_ + tail.size();
  tail += column_table;
  const std::uint64_t global_table_offset = size_ + tail.size();
  append_number(tail, descriptor_offset);
  append_number(tail, descriptor_size);

  append_number(tail, metadata_offset);
  append_number(tail, column_table_offset);
  append_number(tail, global_table_offset);
  append_number(tail, std::uint32_t{1});
  append_number(tail, static_cast<std::uint32_t>(columns.size()));
  append_number(tail, format.footer_major);
  append_number(tail, format.footer_minor);
  tail += kMagic;
  KINORA_TRY_VOID(append(tail));
  KINORA_TRY_VOID(file_->sync());
  KINORA_TRY_VOID(file_->close());
  return size_;
}

}  // namespace kinora::lance
