#pragma once

#include "exchange/arrow/messages.hpp"
#include "store/lance/decompress.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora::exchange {

/// What rows may take that have no bytes of their own in the file (nulls, texts out of dictionaries, views of the same bytes), so
/// that a small file cannot ask for all memory.
class UnbackedBytes {
 public:
  explicit UnbackedBytes(std::size_t file_size) : left_((std::uint64_t{1} << 30U) + std::uint64_t{16} * file_size) {}

  [[nodiscard]] Result<void> take(std::uint64_t count, std::uint64_t bytes_each, std::string_view file);

 private:
  std::uint64_t left_;
};

/// Validity bits as a batch has them: none if nothing is null.
struct ArrowValidity {
  Bytes bits;
  [[nodiscard]] bool is_null(std::size_t index) const {
    return !bits.empty() && (std::to_integer<unsigned>(bits[index / 8]) >> (index % 8) & 1U) == 0;
  }
};

/// Walks through the nodes and buffers of a record batch in the order of its columns, decompressing as it goes. What it gives
/// lives as long as it does.
class BatchCursor {
 public:
  BatchCursor(const arrow::RecordBatch& batch, Bytes body, std::string_view file, UnbackedBytes& unbacked)
      : batch_(batch), body_(body), file_(file), unbacked_(unbacked) {}

  [[nodiscard]] std::string_view file() const { return file_; }
  /// To be called before `count` times so many bytes are made that the file has not.
  [[nodiscard]] Result<void> take_unbacked(std::uint64_t count, std::uint64_t bytes_each) {
    return unbacked_.take(count, bytes_each, file_);
  }

  /// The rows of the batch.
  [[nodiscard]] Result<std::size_t> rows() const;
  /// The length of the next node, and whether any of it is null.
  [[nodiscard]] Result<std::size_t> next_node(bool& has_nulls);
  /// The next buffer, of at least so many bytes.
  [[nodiscard]] Result<Bytes> next_buffer(std::size_t least);
  /// The buffers beyond the views of the next column of views.
  [[nodiscard]] Result<std::size_t> next_variadic_count();
  /// Passes over nodes and buffers, not counting those beyond the views of some columns of views.
  [[nodiscard]] Result<void> skip(std::size_t nodes, std::size_t buffers, std::size_t view_columns);
  /// The next buffer as the validity of `length` values.
  [[nodiscard]] Result<ArrowValidity> next_validity(std::size_t length, bool has_nulls);

 private:
  [[nodiscard]] Result<Bytes> decompress(Bytes stored);

  const arrow::RecordBatch& batch_;
  Bytes body_;
  std::string_view file_;
  UnbackedBytes& unbacked_;
  flatbuffers::uoffset_t next_node_ = 0;
  flatbuffers::uoffset_t next_buffer_ = 0;
  flatbuffers::uoffset_t next_variadic_ = 0;
  std::size_t used_bytes_ = 0;
  std::vector<lance::OwnedBytes> decompressed_;
};

}  // namespace kinora::exchange
