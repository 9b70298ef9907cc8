#pragma once

#include "exchange/arrow/messages.hpp"
#include "kinora/store/column.hpp"

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace kinora::exchange {

/// What a row takes in a record batch, about.
[[nodiscard]] std::uint64_t row_bytes(const Column& column, std::size_t row);

/// The buffers of a record batch, each to be padded to 8 bytes. Those of numbers without nulls are the columns' own, which must
/// outlive this.
class BatchBuffers {
 public:
  /// Adds rows [begin, end) of a column. What lies under nulls is written as zero or empty. Error: kInvalidArgument if its texts
  /// take 2 GiB or more.
  [[nodiscard]] Result<void> add(const Column& column, std::size_t begin, std::size_t end);

  [[nodiscard]] const std::vector<arrow::FieldNode>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<arrow::BufferPlace>& places() const { return places_; }
  [[nodiscard]] const std::vector<Bytes>& parts() const { return parts_; }
  /// Of all parts with their padding.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  void add_part(Bytes bytes);
  template <class T>
  void add_own(std::vector<T> values);
  void add_validity(std::size_t length, const std::vector<bool>& nulls);
  template <class T>
  void add_numbers(const Column& column, std::size_t begin, std::size_t end, std::span<const T> values, std::size_t per_row);
  void add_bools(const Column& column, std::size_t begin, std::size_t end);
  [[nodiscard]] Result<void> add_texts(const Column& column, std::size_t begin, std::size_t end);
  [[nodiscard]] Result<void> add_lists(const Column& column, std::size_t begin, std::size_t end);

  std::vector<arrow::FieldNode> nodes_;
  std::vector<arrow::BufferPlace> places_;
  std::vector<Bytes> parts_;
  std::size_t size_ = 0;
  std::deque<std::vector<std::byte>> own_;
};

}  // namespace kinora::exchange
