#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"
#include "store/lance/data_format.hpp"
#include "store/lance/schema.hpp"
#include "store/lance/wire.pb.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace kinora::lance {

/// Writes one data file front to back; all formats have the same frame. Its bytes depend on what is written alone. Not
/// thread-safe.
class DataFileWriter {
 public:
  /// `execution` must outlive this; whatever is written stops when it is cancelled (kCancelled).
  static Result<DataFileWriter> create(FileSystem& files, const std::filesystem::path& path, const Execution& execution);

  /// Writes a buffer at the next 64-byte boundary and notes it in the page.
  Result<void> append_buffer(Bytes bytes, wire::Page& page);
  /// Writes metadata, tables and footer, fsyncs and closes; returns the file's size.
  Result<std::uint64_t> finish(const WireFields& schema, std::uint64_t rows, const std::vector<wire::ColumnMetadata>& columns,
                               const DataFormat& format);

 private:
  DataFileWriter(std::unique_ptr<WritableFile> file, const Execution& execution)
      : file_(std::move(file)), execution_(&execution) {}

  Result<void> append(std::string_view bytes);
  Result<void> align();

  std::unique_ptr<WritableFile> file_;
  const Execution* execution_;
  std::uint64_t size_ = 0;
};

}  // namespace kinora::lance
