#pragma once

#include "kinora/store/column.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kinora::exchange {

/// Bits in Column's manner, least significant first.
class BitBuilder {
 public:
  void push(bool bit);
  /// Nothing if every bit is set.
  [[nodiscard]] Buffer<std::uint8_t> finish();

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t size_ = 0;
  bool all_set_ = true;
};

/// Makes a column row by row. Each function is for fields of its type; a list is begun, filled and ended.
class ColumnBuilder {
 public:
  explicit ColumnBuilder(Field field) : field_(std::move(field)) {}

  [[nodiscard]] const Field& field() const { return field_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }

  /// Of a column of vectors whose dimension was not known, all of them null.
  void set_dimension(std::size_t dimension);
  void add_null();
  void add_bool(bool value);
  void add_int32(std::int32_t value);
  void add_int64(std::int64_t value);
  void add_float32(float value);
  void add_float64(double value);
  void add_text(std::string_view text);
  /// An item of the list that end_list makes a row of.
  void add_item(std::optional<std::string_view> text);
  void end_list();
  /// `dimension` numbers.
  void add_vector(std::span<const float> values);

  [[nodiscard]] Column finish();

 private:
  void add_row(bool valid);
  void append_text(std::string_view text);

  Field field_;
  std::size_t rows_ = 0;
  BitBuilder validity_;
  BitBuilder item_validity_;
  std::vector<std::uint8_t> bools_;
  std::vector<std::int32_t> int32s_;
  std::vector<std::int64_t> int64s_;
  std::vector<float> floats_;
  std::vector<double> doubles_;
  std::vector<std::uint64_t> list_ends_;
  std::vector<std::uint64_t> text_ends_;
  std::vector<char> text_;
};

}  // namespace kinora::exchange
