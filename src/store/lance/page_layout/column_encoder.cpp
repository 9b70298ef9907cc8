#include "store/lance/page_layout/column_encoder.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/lance/data_file_layout.hpp"
#include "store/lance/page_layout/layout_page.hpp"
#include "store/lance/page_layout/list_encoder.hpp"
#include "store/lance/page_layout/mini_block_writer.hpp"
#include "store/lance/page_layout/text_chunk.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <vector>

namespace kinora::lance {
namespace {

/// Whole 64-byte units of any fixed width, so that pages lie back to back.
constexpr std::size_t kPageRowStep = 16;
constexpr std::size_t kFixedChunkBytes = 4096;
/// Of booleans in a chunk: what LanceDB puts there.
constexpr std::size_t kBoolChunk = 4096;
/// Of a value of a foreign type that lies in chunks with others; wider ones are zipped, as vectors are.
constexpr std::size_t kMaxChunkedWidth = 128;

class LayoutEncoder {
 public:
  LayoutEncoder(const Column& column, DataFileWriter& writer) : column_(column), writer_(writer) {}

  Result<wire::ColumnMetadata> encode() {
    wire::AnyMessage any;
    any.set_type_url(std::string(kColumnEncodingType));
    any.set_value(std::string(kPlainColumn));
    metadata_.mutable_encoding()->mutable_direct()->set_encoding(any.SerializeAsString());
    if (column_.field.type == DataType::kStringList) {
      KINORA_TRY_VOID(encode_list_pages(column_, writer_, metadata_));
      return std::move(metadata_);
    }
    for (std::size_t begin = 0; begin < column_.rows;) {
      const std::size_t end = page_end(begin);
      KINORA_TRY_VOID(encode_page(begin, end));
      begin = end;
    }
    return std::move(metadata_);
  }

 private:
  /// Whether the values are of any length.
  [[nodiscard]] bool is_text() const {
    return column_.field.type == DataType::kString || (column_.field.type == DataType::kForeign && column_.field.dimension == 0);
  }

  [[nodiscard]] std::size_t page_end(std::size_t begin) const {
    if (is_text()) return text_page_end(begin);
    const std::size_t rows = kLayoutPageBytes / row_bytes() / kPageRowStep * kPageRowStep;
    return std::min(begin + std::max(rows, kPageRowStep), column_.rows);
  }

  [[nodiscard]] std::size_t row_bytes() const {
    switch (column_.field.type) {
      case DataType::kInt64:
      case DataType::kFloat64:
        return sizeof(std::uint64_t);
      case DataType::kVector:
        return column_.field.dimension * sizeof(float);
      case DataType::kForeign:
        return column_.field.dimension;
      default:
        return sizeof(std::uint32_t);
    }
  }

  [[nodiscard]] std::size_t text_page_end(std::size_t begin) const {
    std::size_t end = begin;
    for (std::size_t bytes = 0; end < column_.rows && bytes < kLayoutPageBytes; ++end)
      bytes += sizeof(std::uint32_t) + column_.text_at(end).size();
    return end;
  }

  Result<void> encode_page(std::size_t begin, std::size_t end) {
    std::size_t nulls = 0;
    for (std::size_t row = begin; !column_.validity.empty() && row < end; ++row) nulls += std::size_t{column_.is_null(row)};
    has_nulls_ = nulls != 0;
    if (nulls == end - begin) {
      layout::PageLayout all_null;
      all_null.mutable_constant()->add_layers(layout::NULLABLE_ITEM);
      static_cast<void>(add_layout_page(metadata_, begin, end, all_null));
      return {};
    }
    switch (column_.field.type) {
      case DataType::kBool:
        return encode_bools(begin, end);
      case DataType::kInt32:
        return encode_numbers(begin, end, column_.int32s.span());
      case DataType::kInt64:
        return encode_numbers(begin, end, column_.int64s.span());
      case DataType::kFloat32:
        return encode_numbers(begin, end, column_.floats.span());
      case DataType::kFloat64:
        return encode_numbers(begin, end, column_.doubles.span());
      case DataType::kVector:
        return encode_vectors(begin, end);
      case DataType::kString:
        return encode_texts(begin, end);
      case DataType::kForeign:
        return encode_foreign(begin, end);
      case DataType::kStringList:
        break;
    }
    return {};
  }

  [[nodiscard]] layout::Layer item_layer() const { return has_nulls_ ? layout::NULLABLE_ITEM : layout::ALL_VALID_ITEM; }

  Result<void> write_mini_block(std::size_t begin, std::size_t end, layout::Compression values, const MiniBlockWriter& chunks) {
    layout::PageLayout layout;
    layout::MiniBlock& block = *layout.mutable_mini_block();
    if (has_nulls_) *block.mutable_definition() = flat_levels();
    *block.mutable_values() = std::move(values);
    block.add_layers(item_layer());
    block.set_num_buffers(1);
    block.set_num_items(end - begin);
    block.set_large_chunks(true);
    return chunks.write(writer_, add_layout_page(metadata_, begin, end, layout));
  }

  /// 1 for a null; nothing if the page has none.
  [[nodiscard]] std::vector<std::uint16_t> levels(std::size_t begin, std::size_t end) const {
    if (!has_nulls_) return {};
    std::vector<std::uint16_t> result(end - begin);
    for (std::size_t row = begin; row < end; ++row) result[row - begin] = column_.is_null(row) ? 1 : 0;
    return result;
  }

  /// Cuts the page into chunks of `chunk_rows`, a power of two; `values_of(begin, end)` makes the bytes of one.
  template <class ValuesOf>
  Result<void> encode_chunks(std::size_t begin, std::size_t end, std::size_t chunk_rows, std::uint64_t bits,
                             const ValuesOf& values_of) {
    MiniBlockWriter chunks;
    const auto log_rows = static_cast<unsigned>(std::countr_zero(chunk_rows));
    for (std::size_t row = begin; row < end; row += chunk_rows) {
      const std::size_t chunk_end = std::min(row + chunk_rows, end);
      const std::vector<std::uint16_t> definition = levels(row, chunk_end);
      const auto values = values_of(row, chunk_end);
      chunks.add(
          {.definition = definition, .values = std::as_bytes(std::span(values)), .log_values = chunk_end == end ? 0 : log_rows});
    }
    return write_mini_block(begin, end, flat_bits(bits), chunks);
  }

  template <class T>
  Result<void> encode_numbers(std::size_t begin, std::size_t end, std::span<const T> values) {
    return encode_chunks(begin, end, kFixedChunkBytes / sizeof(T), 8 * sizeof(T), [&](std::size_t first, std::size_t last) {
      const std::span<const T> of_chunk = values.subspan(first, last - first);
      std::vector<T> copy(of_chunk.begin(), of_chunk.end());
      for (std::size_t row = first; has_nulls_ && row < last; ++row)
        if (column_.is_null(row)) copy[row - first] = T{};
      return copy;
    });
  }

  Result<void> encode_bools(std::size_t begin, std::size_t end) {
    return encode_chunks(begin, end, kBoolChunk, 1, [&](std::size_t first, std::size_t last) {
      std::vector<std::uint8_t> bits((last - first + 7) / 8);
      for (std::size_t row = first; row < last; ++row)
        if (const std::size_t bit = row - first; !column_.is_null(row) && column_.bools[row] != 0)
          bits[bit / 8] = static_cast<std::uint8_t>(bits[bit / 8] | 1U << (bit % 8));
      return bits;
    });
  }

  Result<void> encode_texts(std::size_t begin, std::size_t end) {
    MiniBlockWriter chunks;
    for (std::size_t row = begin; row < end;) {
      const TextChunkSize size = next_text_chunk(column_, row, end);
      const std::vector<std::uint16_t> definition = levels(row, row + size.strings);
      KINORA_TRY(const std::vector<std::byte> values, encode_text_chunk(column_, row, row + size.strings));
      chunks.add({.definition = definition, .values = values, .log_values = size.log_values});
      row += size.strings;
    }
    return write_mini_block(begin, end, plain_texts(), chunks);
  }

  Result<void> encode_vectors(std::size_t begin, std::size_t end) {
    layout::Compression vectors;
    layout::FixedSizeList& list = *vectors.mutable_fixed_size_list();
    list.set_dimension(column_.field.dimension);
    *list.mutable_values() = flat_bits(8 * sizeof(float));
    return zip(begin, end, std::move(vectors), std::as_bytes(column_.floats.span()));
  }

  Result<void> encode_foreign(std::size_t begin, std::size_t end) {
    const std::size_t width = column_.field.dimension;
    if (width == 0) return encode_texts(begin, end);
    const Bytes values = std::as_bytes(column_.foreign.span());
    if (width > kMaxChunkedWidth) return zip(begin, end, flat_bits(8 * width), values);
    return encode_chunks(begin, end, std::bit_floor(kFixedChunkBytes / width), 8 * width,
                         [&](std::size_t first, std::size_t last) {
                           const Bytes of_chunk = values.subspan(first * width, (last - first) * width);
                           return std::vector<std::byte>(of_chunk.begin(), of_chunk.end());
                         });
  }

  /// A page of whole values row by row, each after its level if any is null.
  Result<void> zip(std::size_t begin, std::size_t end, layout::Compression compression, Bytes values) {
    layout::PageLayout layout;
    layout::FullZip& zip = *layout.mutable_full_zip();
    if (has_nulls_) zip.set_bits_definition(1);
    zip.set_bits_per_value(static_cast<std::uint32_t>(8 * row_bytes()));
    zip.set_num_items(static_cast<std::uint32_t>(end - begin));
    zip.set_num_visible_items(static_cast<std::uint32_t>(end - begin));
    *zip.mutable_values() = std::move(compression);
    zip.add_layers(item_layer());
    wire::Page& page = add_layout_page(metadata_, begin, end, layout);
    if (!has_nulls_) return writer_.append_buffer(values.subspan(begin * row_bytes(), (end - begin) * row_bytes()), page);
    return writer_.append_buffer(zip_with_levels(begin, end, values), page);
  }

  /// One byte for the level before each value.
  [[nodiscard]] std::vector<std::byte> zip_with_levels(std::size_t begin, std::size_t end, Bytes values) const {
    const std::size_t width = row_bytes();
    std::vector<std::byte> zipped((end - begin) * (1 + width));
    std::byte* out = zipped.data();
    for (std::size_t row = begin; row < end; ++row, out += 1 + width) {
      const bool null = column_.is_null(row);
      *out = std::byte{null};
      if (!null) std::memcpy(out + 1, values.data() + row * width, width);
    }
    return zipped;
  }

  const Column& column_;
  DataFileWriter& writer_;
  wire::ColumnMetadata metadata_;
  bool has_nulls_ = false;  ///< of the page that is being encoded
};

}  // namespace

Result<wire::ColumnMetadata> encode_column_layout(const Column& column, DataFileWriter& writer) {
  return LayoutEncoder(column, writer).encode();
}

}  // namespace kinora::lance
