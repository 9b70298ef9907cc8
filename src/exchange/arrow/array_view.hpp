#pragma once

#include "exchange/arrow/batch_cursor.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

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

/// How an array has its strings: one after the other, or anywhere, short ones within the view itself.
enum class TextLayout { kOffsets, kWideOffsets, kViews };

/// Nothing if the type is no text.
[[nodiscard]] std::optional<TextLayout> text_layout_of(const arrow::Field& field);

/// An array of strings within a batch.
class ArrowTexts {
 public:
  [[nodiscard]] static Result<ArrowTexts> read(BatchCursor& cursor, TextLayout layout);

  [[nodiscard]] std::size_t size() const { return length_; }
  [[nodiscard]] bool is_null(std::size_t index) const { return validity_.is_null(index); }
  /// Of a string that is not null.
  [[nodiscard]] std::string_view at(std::size_t index) const;

 private:
  static constexpr std::size_t kViewSize = 16;
  static constexpr std::size_t kInlineSize = 12;

  [[nodiscard]] Result<void> read_views(BatchCursor& cursor);
  /// Whether the bytes of a view that is not null are there.
  [[nodiscard]] bool is_whole(std::size_t index) const;
  [[nodiscard]] std::uint32_t of_view(std::size_t index, std::size_t number) const {
    return load<std::uint32_t>(views_, index * kViewSize + number * sizeof(std::uint32_t));
  }

  std::size_t length_ = 0;
  ArrowValidity validity_;
  ArrowOffsets offsets_;
  Bytes views_;              ///< none with offsets
  std::vector<Bytes> data_;  ///< one with offsets
};

/// An array of numbers of one width within a batch.
struct ArrowNumbers {
  [[nodiscard]] static Result<ArrowNumbers> read(BatchCursor& cursor, std::size_t width);

  std::size_t length = 0;
  ArrowValidity validity;
  Bytes values;
};

}  // namespace kinora::exchange
