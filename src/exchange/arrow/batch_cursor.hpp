#pragma once

#include "exchange/arrow/messages.hpp"
#include "store/lance/decompress.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace kinora::exchange {

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
  BatchCursor(const arrow::RecordBatch& batch, Bytes body, std::string_view file) : batch_(batch), body_(body), file_(file) {}

  [[nodiscard]] std::string_view file() const { return file_; }

  /// The rows of the batch.
  [[nodiscard]] Result<std::size_t> rows() const;
  /// The length of the next node, and whether any of it is null.
  [[nodiscard]] Result<std::size_t> next_node(bool& has_nulls);
  /// The next buffer, of at least so many bytes.
  [[nodiscard]] Result<Bytes> next_buffer(std::size_t least);
  /// Passes over nodes and buffers.
  [[nodiscard]] Result<void> skip(std::size_t nodes, std::size_t buffers);
  /// The next buffer as the validity of `length` values.
  [[nodiscard]] Result<ArrowValidity> next_validity(std::size_t length, bool has_nulls);

 private:
  [[nodiscard]] Result<Bytes> decompress(Bytes stored);

  const arrow::RecordBatch& batch_;
  Bytes body_;
  std::string_view file_;
  flatbuffers::uoffset_t next_node_ = 0;
  flatbuffers::uoffset_t next_buffer_ = 0;
  std::size_t used_bytes_ = 0;
  std::vector<lance::OwnedBytes> decompressed_;
};

}  // namespace kinora::exchange
