#include "base/try.hpp"
#include "exchange/arrow/batch_buffers.hpp"
#include "exchange/arrow/messages.hpp"
#include "exchange/arrow/schema_writer.hpp"
#include "exchange/replacing_file.hpp"
#include "exchange/writers.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace kinora::exchange {
namespace {

using flatbuffers::FlatBufferBuilder;

/// About what a record batch takes, at least one row: the offsets within it have 32 bits.
constexpr std::uint64_t kBatchBytes = std::uint64_t{16} << 20U;

class ArrowExport {
 public:
  ArrowExport(ReplacingFile& file, std::span<const Column> columns, ArrowForm form, const Stage& stage)
      : file_(file), columns_(columns), is_stream_(form == ArrowForm::kStream), stage_(stage) {}

  Result<void> write() {
    if (!is_stream_) KINORA_TRY_VOID(append_padded(std::as_bytes(std::span(kArrowMagic))));
    FlatBufferBuilder schema;
    const auto fields = make_arrow_schema(schema, columns_);
    finish_message(schema, arrow::Header_Schema, fields.Union(), 0);
    KINORA_TRY_VOID(append_message(schema));
    for (std::size_t begin = 0; begin < rows();) {
      KINORA_TRY_VOID(stage_.report(begin));
      const std::size_t end = batch_end(begin);
      KINORA_TRY_VOID(write_batch(begin, end));
      begin = end;
    }
    constexpr std::array<std::uint32_t, 2> kEndOfStream = {kContinuation, 0};
    KINORA_TRY_VOID(file_.append(std::as_bytes(std::span(kEndOfStream))));
    return is_stream_ ? Result<void>() : write_footer();
  }

 private:
  [[nodiscard]] std::size_t rows() const { return columns_.front().rows; }

  [[nodiscard]] std::size_t batch_end(std::size_t begin) const {
    std::size_t end = begin;
    for (std::uint64_t bytes = 0; end < rows() && bytes < kBatchBytes; ++end)
      for (const Column& column : columns_) bytes += row_bytes(column, end);
    return end;
  }

  static void finish_message(FlatBufferBuilder& builder, arrow::Header type, flatbuffers::Offset<void> header,
                             std::size_t body_size) {
    builder.Finish(arrow::CreateMessage(builder, kMetadataVersion, type, header, static_cast<std::int64_t>(body_size)));
  }

  Result<void> append_padded(Bytes bytes) {
    static constexpr std::array<std::byte, kArrowAlignment> kZeros{};
    KINORA_TRY_VOID(file_.append(bytes));
    return file_.append(std::span(kZeros).first((kArrowAlignment - file_.size() % kArrowAlignment) % kArrowAlignment));
  }

  /// The message with its length before it, such that the body begins at a multiple of 8 bytes. Returns what it takes.
  Result<std::int32_t> append_message(const FlatBufferBuilder& builder) {
    const std::uint64_t begin = file_.size();
    const std::size_t padded = (builder.GetSize() + kArrowAlignment - 1) / kArrowAlignment * kArrowAlignment;
    const std::array<std::uint32_t, 2> prefix = {kContinuation, static_cast<std::uint32_t>(padded)};
    KINORA_TRY_VOID(file_.append(std::as_bytes(std::span(prefix))));
    KINORA_TRY_VOID(append_padded(std::as_bytes(std::span(builder.GetBufferPointer(), builder.GetSize()))));
    return static_cast<std::int32_t>(file_.size() - begin);
  }

  Result<void> write_batch(std::size_t begin, std::size_t end) {
    BatchBuffers buffers;
    for (const Column& column : columns_) KINORA_TRY_VOID(buffers.add(column, begin, end));
    FlatBufferBuilder builder;
    const auto batch =
        arrow::CreateRecordBatch(builder, static_cast<std::int64_t>(end - begin), builder.CreateVectorOfStructs(buffers.nodes()),
                                 builder.CreateVectorOfStructs(buffers.places()));
    finish_message(builder, arrow::Header_RecordBatch, batch.Union(), buffers.size());
    const auto offset = static_cast<std::int64_t>(file_.size());
    KINORA_TRY(const std::int32_t metadata_size, append_message(builder));
    for (const Bytes part : buffers.parts()) KINORA_TRY_VOID(append_padded(part));
    blocks_.emplace_back(offset, metadata_size, static_cast<std::int64_t>(buffers.size()));
    return {};
  }

  Result<void> write_footer() {
    FlatBufferBuilder builder;
    const auto schema = make_arrow_schema(builder, columns_);
    const auto none = builder.CreateVectorOfStructs(std::vector<arrow::Block>());
    const auto batches = builder.CreateVectorOfStructs(blocks_);
    builder.Finish(arrow::CreateFooter(builder, kMetadataVersion, schema, none, batches));
    KINORA_TRY_VOID(file_.append(std::as_bytes(std::span(builder.GetBufferPointer(), builder.GetSize()))));
    const auto size = static_cast<std::int32_t>(builder.GetSize());
    KINORA_TRY_VOID(file_.append(std::as_bytes(std::span(&size, 1))));
    return file_.append(std::as_bytes(std::span(kArrowMagic)));
  }

  ReplacingFile& file_;
  std::span<const Column> columns_;
  bool is_stream_;
  const Stage& stage_;
  std::vector<arrow::Block> blocks_;
};

}  // namespace

Result<void> write_arrow(FileSystem& files, const std::filesystem::path& path, std::span<const Column> columns, ArrowForm form,
                         const Stage& stage) {
  KINORA_TRY(ReplacingFile file, ReplacingFile::create(files, path));
  KINORA_TRY_VOID(ArrowExport(file, columns, form, stage).write());
  return file.finish();
}

}  // namespace kinora::exchange
