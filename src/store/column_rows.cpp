#include "store/column_rows.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace kinora {
namespace {

/// Bits that are nearly always all set: nothing is kept until one is not.
class ValidityBits {
 public:
  void add(bool valid) {
    if (!valid && bits_.empty()) bits_.assign(size_ / 8 + 1, 0xFF);
    if (!bits_.empty()) {
      if (size_ / 8 >= bits_.size()) bits_.push_back(0xFF);
      if (!valid) bits_[size_ / 8] = static_cast<std::uint8_t>(bits_[size_ / 8] & ~(1U << (size_ % 8)));
    }
    ++size_;
  }

  Buffer<std::uint8_t> finish() {
    if (bits_.empty()) return {};
    if (size_ % 8 != 0) bits_.back() = static_cast<std::uint8_t>(bits_.back() & 0xFFU >> (8 - size_ % 8));
    return Buffer<std::uint8_t>(std::move(bits_));
  }

 private:
  std::vector<std::uint8_t> bits_;
  std::size_t size_ = 0;
};

/// Collects rows of columns of one type. Null rows hold zero, or nothing.
class RowCollector {
 public:
  explicit RowCollector(Field field) { result_.field = std::move(field); }

  void reserve(std::size_t rows) {
    switch (result_.field.type) {
      case DataType::kBool:
        return bools_.reserve(rows);
      case DataType::kInt32:
        return int32s_.reserve(rows);
      case DataType::kInt64:
        return int64s_.reserve(rows);
      case DataType::kFloat32:
        return floats_.reserve(rows);
      case DataType::kVector:
        return floats_.reserve(rows * result_.field.dimension);
      case DataType::kFloat64:
        return doubles_.reserve(rows);
      case DataType::kString:
        return text_ends_.reserve(rows);
      case DataType::kStringList:
        return list_ends_.reserve(rows);
      case DataType::kForeign:
        return result_.field.dimension == 0 ? text_ends_.reserve(rows) : foreign_.reserve(rows * result_.field.dimension);
    }
  }

  void add(const Column& column, std::size_t row) {
    const bool valid = !column.is_null(row);
    validity_.add(valid);
    ++result_.rows;
    switch (result_.field.type) {
      case DataType::kBool:
        return bools_.push_back(valid ? column.bools[row] : std::uint8_t{0});
      case DataType::kInt32:
        return int32s_.push_back(valid ? column.int32s[row] : 0);
      case DataType::kInt64:
        return int64s_.push_back(valid ? column.int64s[row] : 0);
      case DataType::kFloat32:
        return floats_.push_back(valid ? column.floats[row] : 0.0F);
      case DataType::kFloat64:
        return doubles_.push_back(valid ? column.doubles[row] : 0.0);
      case DataType::kVector:
        return add_vector(column, row, valid);
      case DataType::kString:
        return add_text(valid ? column.text_at(row) : std::string_view());
      case DataType::kStringList:
        return add_list(column, row, valid);
      case DataType::kForeign:
        return add_foreign(column, row, valid);
    }
  }

  Column finish() {
    result_.validity = validity_.finish();
    result_.bools = Buffer<std::uint8_t>(std::move(bools_));
    result_.foreign = Buffer<std::uint8_t>(std::move(foreign_));
    result_.int32s = Buffer<std::int32_t>(std::move(int32s_));
    result_.int64s = Buffer<std::int64_t>(std::move(int64s_));
    result_.floats = Buffer<float>(std::move(floats_));
    result_.doubles = Buffer<double>(std::move(doubles_));
    result_.list_ends = Buffer<std::uint64_t>(std::move(list_ends_));
    result_.text_ends = Buffer<std::uint64_t>(std::move(text_ends_));
    result_.text = Buffer<char>(std::move(text_));
    result_.item_validity = item_validity_.finish();
    return std::move(result_);
  }

 private:
  void add_vector(const Column& column, std::size_t row, bool valid) {
    if (!valid) return floats_.resize(floats_.size() + result_.field.dimension);
    const std::span<const float> vector = column.vectors().row(row);
    floats_.insert(floats_.end(), vector.begin(), vector.end());
  }

  void add_foreign(const Column& column, std::size_t row, bool valid) {
    const std::size_t width = result_.field.dimension;
    if (width == 0) return add_text(valid ? column.text_at(row) : std::string_view());
    if (!valid) return foreign_.resize(foreign_.size() + width);
    const std::span<const std::uint8_t> value = column.foreign.span().subspan(row * width, width);
    foreign_.insert(foreign_.end(), value.begin(), value.end());
  }

  void add_text(std::string_view text) {
    text_.insert(text_.end(), text.begin(), text.end());
    text_ends_.push_back(text_.size());
  }

  void add_list(const Column& column, std::size_t row, bool valid) {
    if (valid) {
      const auto [begin, end] = column.items_of(row);
      for (std::size_t item = begin; item < end; ++item) {
        const bool there = !column.is_null_item(item);
        item_validity_.add(there);
        add_text(there ? column.text_at(item) : std::string_view());
      }
    }
    list_ends_.push_back(text_ends_.size());
  }

  Column result_;
  ValidityBits validity_;
  ValidityBits item_validity_;
  std::vector<std::uint8_t> bools_;
  std::vector<std::uint8_t> foreign_;
  std::vector<std::int32_t> int32s_;
  std::vector<std::int64_t> int64s_;
  std::vector<float> floats_;
  std::vector<double> doubles_;
  std::vector<std::uint64_t> list_ends_;
  std::vector<std::uint64_t> text_ends_;
  std::vector<char> text_;
};

}  // namespace

Column gather_rows(const Column& column, std::span<const std::uint64_t> rows) {
  RowCollector collector(column.field);
  collector.reserve(rows.size());
  for (const std::uint64_t row : rows) {
    KINORA_DCHECK(row < column.rows, row, column.rows);
    collector.add(column, static_cast<std::size_t>(row));
  }
  return collector.finish();
}

Column slice_rows(const Column& column, std::size_t begin, std::size_t end) {
  KINORA_CHECK(begin <= end && end <= column.rows, begin, end, column.rows);
  RowCollector collector(column.field);
  collector.reserve(end - begin);
  for (std::size_t row = begin; row < end; ++row) collector.add(column, row);
  return collector.finish();
}

Column concatenate_rows(std::span<const Column> columns) {
  KINORA_CHECK(!columns.empty());
  if (columns.size() == 1) return columns.front();
  RowCollector collector(columns.front().field);
  collector.reserve(std::accumulate(columns.begin(), columns.end(), std::size_t{0},
                                    [](std::size_t rows, const Column& column) { return rows + column.rows; }));
  for (const Column& column : columns)
    for (std::size_t row = 0; row < column.rows; ++row) collector.add(column, row);
  return collector.finish();
}

Column null_column(const Field& field, std::size_t rows) {
  Column nothing;
  nothing.field = field;
  nothing.rows = 1;
  nothing.validity = Buffer<std::uint8_t>(std::vector<std::uint8_t>{0});
  const std::vector<std::uint64_t> same(rows, 0);
  return gather_rows(nothing, same);
}

}  // namespace kinora
