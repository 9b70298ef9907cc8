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

Result<ArrowTexts> ArrowTexts::read(BatchCursor& cursor, bool wide) {
  ArrowTexts texts;
  bool has_nulls = false;
  KINORA_TRY(texts.length_, cursor.next_node(has_nulls));
  KINORA_TRY(texts.validity_, cursor.next_validity(texts.length_, has_nulls));
  KINORA_TRY(texts.offsets_, ArrowOffsets::read(cursor, texts.length_, wide));
  KINORA_TRY(texts.data_, cursor.next_buffer(0));
  if (!texts.offsets_.rise_within(texts.data_.size())) return damaged(cursor.file(), "the offsets of texts lie outside of them");
  return texts;
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
