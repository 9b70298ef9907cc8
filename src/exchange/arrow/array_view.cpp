#include "exchange/arrow/array_view.hpp"

#include <limits>

namespace kinora::exchange {

Result<ArrowOffsets> ArrowOffsets::read(BatchCursor& cursor, std::size_t length, bool wide) {
  ArrowOffsets offsets;
  offsets.length_ = length;
  offsets.wide_ = wide;
  const std::size_t width = wide ? sizeof(std::uint64_t) : sizeof(std::uint32_t);
  // Of no values there need not be an offset.
  if (length >= std::numeric_limits<std::size_t>::max() / width) return damaged(cursor.file(), "a column has too many values");
  KINORA_TRY(offsets.bytes_, cursor.next_buffer(length == 0 ? 0 : (length + 1) * width));
  return offsets;
}

bool ArrowOffsets::rise_within(std::size_t limit) const {
  for (std::size_t i = 0; i < length_; ++i)
    if (begin(i) > end(i)) return false;
  return length_ == 0 || end(length_ - 1) <= limit;
}

std::optional<TextLayout> text_layout_of(const arrow::Field& field) {
  switch (field.type_type()) {
    case arrow::Type_utf8:
      return TextLayout::kOffsets;
    case arrow::Type_large_utf8:
      return TextLayout::kWideOffsets;
    case arrow::Type_utf8_view:
      return TextLayout::kViews;
    default:
      return std::nullopt;
  }
}

Result<ArrowTexts> ArrowTexts::read(BatchCursor& cursor, TextLayout layout) {
  ArrowTexts texts;
  bool has_nulls = false;
  KINORA_TRY(texts.length_, cursor.next_node(has_nulls));
  KINORA_TRY(texts.validity_, cursor.next_validity(texts.length_, has_nulls));
  if (layout == TextLayout::kViews) {
    KINORA_TRY_VOID(texts.read_views(cursor));
    return texts;
  }
  KINORA_TRY(texts.offsets_, ArrowOffsets::read(cursor, texts.length_, layout == TextLayout::kWideOffsets));
  KINORA_TRY(const Bytes data, cursor.next_buffer(0));
  if (!texts.offsets_.rise_within(data.size())) return damaged(cursor.file(), "the offsets of texts lie outside of them");
  texts.data_.push_back(data);
  return texts;
}

Result<void> ArrowTexts::read_views(BatchCursor& cursor) {
  if (length_ > std::numeric_limits<std::size_t>::max() / kViewSize)
    return damaged(cursor.file(), "a column has too many values");
  KINORA_TRY(views_, cursor.next_buffer(length_ * kViewSize));
  KINORA_TRY(const std::size_t count, cursor.next_variadic_count());
  std::uint64_t stored = 0;
  for (std::size_t i = 0; i < count; ++i) {
    KINORA_TRY(data_.emplace_back(), cursor.next_buffer(0));
    stored += data_.back().size();
  }
  // Many views may be of the same bytes.
  std::uint64_t viewed = 0;
  for (std::size_t index = 0; index < length_; ++index) {
    if (is_null(index)) continue;
    if (!is_whole(index)) return damaged(cursor.file(), "the views of texts lie outside of them");
    viewed += of_view(index, 0);
  }
  return cursor.take_unbacked(1, viewed > stored ? viewed - stored : 0);
}

bool ArrowTexts::is_whole(std::size_t index) const {
  const std::size_t size = of_view(index, 0);
  if (size <= kInlineSize) return true;
  const std::size_t buffer = of_view(index, 2);
  const std::size_t begin = of_view(index, 3);
  return buffer < data_.size() && begin <= data_[buffer].size() && size <= data_[buffer].size() - begin;
}

std::string_view ArrowTexts::at(std::size_t index) const {
  const auto text = [](Bytes bytes, std::size_t begin, std::size_t size) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()) + begin, size);
  };
  if (views_.empty()) return text(data_.front(), offsets_.begin(index), offsets_.end(index) - offsets_.begin(index));
  const std::size_t size = of_view(index, 0);
  if (size <= kInlineSize) return text(views_, index * kViewSize + sizeof(std::uint32_t), size);
  return text(data_[of_view(index, 2)], of_view(index, 3), size);
}

Result<ArrowNumbers> ArrowNumbers::read(BatchCursor& cursor, std::size_t width) {
  ArrowNumbers numbers;
  bool has_nulls = false;
  KINORA_TRY(numbers.length, cursor.next_node(has_nulls));
  KINORA_TRY(numbers.validity, cursor.next_validity(numbers.length, has_nulls));
  if (numbers.length > std::numeric_limits<std::size_t>::max() / width)
    return damaged(cursor.file(), "a column has too many values");
  KINORA_TRY(numbers.values, cursor.next_buffer(numbers.length * width));
  return numbers;
}

}  // namespace kinora::exchange
