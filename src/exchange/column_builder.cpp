#include "exchange/column_builder.hpp"

#include "base/check.hpp"

#include <utility>

namespace kinora::exchange {

void BitBuilder::push(bool bit) {
  if (size_ % 8 == 0) bytes_.push_back(0);
  if (bit) bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | 1U << (size_ % 8));
  all_set_ = all_set_ && bit;
  ++size_;
}

Buffer<std::uint8_t> BitBuilder::finish() { return all_set_ ? Buffer<std::uint8_t>() : Buffer<std::uint8_t>(std::move(bytes_)); }

void ColumnBuilder::add_row(bool valid) {
  validity_.push(valid);
  ++rows_;
}

void ColumnBuilder::append_text(std::string_view text) {
  text_.insert(text_.end(), text.begin(), text.end());
  text_ends_.push_back(text_.size());
}

void ColumnBuilder::set_dimension(std::size_t dimension) {
  KINORA_CHECK(field_.dimension == 0, field_.dimension);
  field_.dimension = dimension;
  floats_.assign(rows_ * dimension, 0);
}

void ColumnBuilder::add_null() {
  switch (field_.type) {
    case DataType::kBool:
      bools_.push_back(0);
      break;
    case DataType::kInt32:
      int32s_.push_back(0);
      break;
    case DataType::kInt64:
      int64s_.push_back(0);
      break;
    case DataType::kFloat32:
      floats_.push_back(0);
      break;
    case DataType::kFloat64:
      doubles_.push_back(0);
      break;
    case DataType::kString:
      append_text({});
      break;
    case DataType::kStringList:
      list_ends_.push_back(text_ends_.size());
      break;
    case DataType::kVector:
      floats_.resize(floats_.size() + field_.dimension);
      break;
    case DataType::kForeign:
      KINORA_CHECK(false, field_.name);
  }
  add_row(false);
}

void ColumnBuilder::add_bool(bool value) {
  bools_.push_back(value ? 1 : 0);
  add_row(true);
}

void ColumnBuilder::add_int32(std::int32_t value) {
  int32s_.push_back(value);
  add_row(true);
}

void ColumnBuilder::add_int64(std::int64_t value) {
  int64s_.push_back(value);
  add_row(true);
}

void ColumnBuilder::add_float32(float value) {
  floats_.push_back(value);
  add_row(true);
}

void ColumnBuilder::add_float64(double value) {
  doubles_.push_back(value);
  add_row(true);
}

void ColumnBuilder::add_text(std::string_view text) {
  append_text(text);
  add_row(true);
}

void ColumnBuilder::add_item(std::optional<std::string_view> text) {
  append_text(text.value_or(std::string_view()));
  item_validity_.push(text.has_value());
}

void ColumnBuilder::end_list() {
  list_ends_.push_back(text_ends_.size());
  add_row(true);
}

void ColumnBuilder::add_vector(std::span<const float> values) {
  KINORA_CHECK(values.size() == field_.dimension, values.size(), field_.dimension);
  floats_.insert(floats_.end(), values.begin(), values.end());
  add_row(true);
}

Column ColumnBuilder::finish() {
  Column column;
  column.field = std::move(field_);
  column.rows = rows_;
  column.validity = validity_.finish();
  column.bools = Buffer<std::uint8_t>(std::move(bools_));
  column.int32s = Buffer<std::int32_t>(std::move(int32s_));
  column.int64s = Buffer<std::int64_t>(std::move(int64s_));
  column.floats = Buffer<float>(std::move(floats_));
  column.doubles = Buffer<double>(std::move(doubles_));
  column.list_ends = Buffer<std::uint64_t>(std::move(list_ends_));
  column.text_ends = Buffer<std::uint64_t>(std::move(text_ends_));
  column.text = Buffer<char>(std::move(text_));
  column.item_validity = item_validity_.finish();
  return column;
}

}  // namespace kinora::exchange
