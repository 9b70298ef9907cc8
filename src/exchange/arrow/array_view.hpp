#pragma once

#include "exchange/arrow/batch_cursor.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kinora::exchange {

/// The offsets of n values of any length, of 32 or 64 bits.
class ArrowOffsets {
 public:
  /// Takes the next buffer of the batch.
  [[nodiscard]] static Result<ArrowOffsets> read(BatchCursor& cursor, std::size_t length, bool wide);

  [[nodiscard]] std::size_t begin(std::size_t index) const { return at(index); }
  [[nodiscard]] std::size_t end(std::size_t index) const { return at(index + 1); }
  /// Whether they rise from 0 or more to at most `limit`.
  [[nodiscard]] bool rise_within(std::size_t limit) const;

 private:
  [[nodiscard]] std::size_t at(std::size_t index) const {
    return wide_ ? static_cast<std::size_t>(load<std::uint64_t>(bytes_, index * sizeof(std::uint64_t)))
                 : load<std::uint32_t>(bytes_, index * sizeof(std::uint32_t));
  }

  Bytes bytes_;
  std::size_t length_ = 0;
  bool wide_ = false;
};

/// An array of strings within a batch.
class ArrowTexts {
 public:
  [[nodiscard]] static Result<ArrowTexts> read(BatchCursor& cursor, bool wide);

  [[nodiscard]] std::size_t size() const { return length_; }
  [[nodiscard]] bool is_null(std::size_t index) const { return validity_.is_null(index); }
  [[nodiscard]] std::string_view at(std::size_t index) const {
    const std::size_t begin = offsets_.begin(index);
    return {reinterpret_cast<const char*>(data_.data()) + begin, offsets_.end(index) - begin};
  }

 private:
  std::size_t length_ = 0;
  ArrowValidity validity_;
  ArrowOffsets offsets_;
  Bytes data_;
};

/// An array of numbers of one width within a batch.
struct ArrowNumbers {
  [[nodiscard]] static Result<ArrowNumbers> read(BatchCursor& cursor, std::size_t width);

  std::size_t length = 0;
  ArrowValidity validity;
  Bytes values;
};

}  // namespace kinora::exchange
