#include "exchange/arrow/batch_buffers.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace kinora::exchange {
namespace {

bool is_null_text(const Column& column, std::size_t index) {
  return column.field.type == DataType::kStringList ? column.is_null_item(index) : column.is_null(index);
}

std::vector<bool> nulls_of(const Column& column, std::size_t begin, std::size_t end) {
  std::vector<bool> nulls(end - begin);
  for (std::size_t row = begin; !column.validity.empty() && row < end; ++row) nulls[row - begin] = column.is_null(row);
  return nulls;
}

}  // namespace

std::uint64_t row_bytes(const Column& column, std::size_t row) {
  constexpr std::uint64_t kNumber = sizeof(std::uint64_t);
  switch (column.field.type) {
    case DataType::kVector:
      return column.field.dimension * sizeof(float);
    case DataType::kString:
      return kNumber + column.text_at(row).size();
    case DataType::kStringList: {
      const auto [first, last] = column.items_of(row);
      if (first == last) return kNumber;
      const std::uint64_t text_begin = first == 0 ? 0 : column.text_ends[first - 1];
      return (last - first + 1) * kNumber + column.text_ends[last - 1] - text_begin;
    }
    default:
      return kNumber;
  }
}

void BatchBuffers::add_part(Bytes bytes) {
  places_.emplace_back(static_cast<std::int64_t>(size_), static_cast<std::int64_t>(bytes.size()));
  parts_.push_back(bytes);
  size_ += (bytes.size() + kArrowAlignment - 1) / kArrowAlignment * kArrowAlignment;
}

template <class T>
void BatchBuffers::add_own(std::vector<T> values) {
  const Bytes bytes = std::as_bytes(std::span(values));
  add_part(own_.emplace_back(bytes.begin(), bytes.end()));
}

/// A node of so many values, and its validity: no bytes if nothing is null.
void BatchBuffers::add_validity(std::size_t length, const std::vector<bool>& nulls) {
  const auto count = std::count(nulls.begin(), nulls.end(), true);
  nodes_.emplace_back(static_cast<std::int64_t>(length), static_cast<std::int64_t>(count));
  if (count == 0) return add_part({});
  std::vector<std::uint8_t> bits((length + 7) / 8);
  for (std::size_t i = 0; i < length; ++i)
    if (!nulls[i]) bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | 1U << (i % 8));
  add_own(std::move(bits));
}

template <class T>
void BatchBuffers::add_numbers(const Column& column, std::size_t begin, std::size_t end, std::span<const T> values,
                               std::size_t per_row) {
  const std::vector<bool> nulls = nulls_of(column, begin, end);
  add_validity(end - begin, nulls);
  // The elements of vectors are an array of their own, none of them null.
  if (column.field.type == DataType::kVector) add_validity((end - begin) * per_row, {});
  const std::span<const T> of_batch = values.subspan(begin * per_row, (end - begin) * per_row);
  if (std::find(nulls.begin(), nulls.end(), true) == nulls.end()) return add_part(std::as_bytes(of_batch));
  std::vector<T> copy(of_batch.begin(), of_batch.end());
  for (std::size_t row = 0; row < nulls.size(); ++row)
    if (nulls[row]) std::fill_n(copy.begin() + static_cast<std::ptrdiff_t>(row * per_row), per_row, T{});
  add_own(std::move(copy));
}

void BatchBuffers::add_bools(const Column& column, std::size_t begin, std::size_t end) {
  add_validity(end - begin, nulls_of(column, begin, end));
  std::vector<std::uint8_t> bits((end - begin + 7) / 8);
  for (std::size_t i = 0; i < end - begin; ++i)
    if (!column.is_null(begin + i) && column.bools[begin + i] != 0)
      bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | 1U << (i % 8));
  add_own(std::move(bits));
}

/// Strings [begin, end): of rows, or items of lists.
Result<void> BatchBuffers::add_texts(const Column& column, std::size_t begin, std::size_t end) {
  std::vector<bool> nulls(end - begin);
  std::vector<std::int32_t> offsets = {0};
  std::vector<char> text;
  for (std::size_t i = begin; i < end; ++i) {
    nulls[i - begin] = is_null_text(column, i);
    if (const std::string_view each = column.text_at(i); !nulls[i - begin]) text.insert(text.end(), each.begin(), each.end());
    if (text.size() > std::numeric_limits<std::int32_t>::max())
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "the texts of one row are too long for an Arrow file",
                   .where = "column '" + column.field.name + "'",
                   .expected = "less than 2 GiB"});
    offsets.push_back(static_cast<std::int32_t>(text.size()));
  }
  add_validity(end - begin, nulls);
  add_own(std::move(offsets));
  add_own(std::move(text));
  return {};
}

Result<void> BatchBuffers::add_lists(const Column& column, std::size_t begin, std::size_t end) {
  add_validity(end - begin, nulls_of(column, begin, end));
  const std::size_t first = column.items_of(begin).first;
  std::vector<std::int32_t> offsets = {0};
  for (std::size_t row = begin; row < end; ++row) {
    const std::size_t items = column.items_of(row).second - first;
    if (items > std::numeric_limits<std::int32_t>::max())
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "a list is too long for an Arrow file",
                   .where = "column '" + column.field.name + "', row " + std::to_string(row)});
    offsets.push_back(static_cast<std::int32_t>(items));
  }
  add_own(std::move(offsets));
  return add_texts(column, first, column.items_of(end - 1).second);
}

Result<void> BatchBuffers::add(const Column& column, std::size_t begin, std::size_t end) {
  switch (column.field.type) {
    case DataType::kBool:
      add_bools(column, begin, end);
      return {};
    case DataType::kInt32:
      add_numbers(column, begin, end, column.int32s.span(), 1);
      return {};
    case DataType::kInt64:
      add_numbers(column, begin, end, column.int64s.span(), 1);
      return {};
    case DataType::kFloat32:
      add_numbers(column, begin, end, column.floats.span(), 1);
      return {};
    case DataType::kFloat64:
      add_numbers(column, begin, end, column.doubles.span(), 1);
      return {};
    case DataType::kVector:
      add_numbers(column, begin, end, column.floats.span(), column.field.dimension);
      return {};
    case DataType::kString:
      return add_texts(column, begin, end);
    case DataType::kStringList:
      return add_lists(column, begin, end);
    case DataType::kForeign:
      break;
  }
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "a column of this type cannot be exported",
               .where = "column '" + column.field.name + "'",
               .found = column.field.foreign_type});
}

}  // namespace kinora::exchange
