#include "kinora/store/column.hpp"

#include <algorithm>
#include <utility>

namespace kinora {
namespace {

Column column_of(std::string name, DataType type, std::size_t rows) {
  Column column;
  column.field.name = std::move(name);
  column.field.type = type;
  column.rows = rows;
  return column;
}

/// Empty if every value is there, as Column wants it.
template <class T>
Buffer<std::uint8_t> validity_of(std::span<const std::optional<T>> values) {
  const auto missing = [](const std::optional<T>& value) { return !value.has_value(); };
  if (std::none_of(values.begin(), values.end(), missing)) return {};
  std::vector<std::uint8_t> bits((values.size() + 7) / 8);
  for (std::size_t row = 0; row < values.size(); ++row)
    if (values[row]) bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | 1U << (row % 8));
  return Buffer<std::uint8_t>(std::move(bits));
}

/// Null slots hold zero.
template <class Stored, class T>
Buffer<Stored> values_of(std::span<const std::optional<T>> values) {
  std::vector<Stored> stored(values.size());
  for (std::size_t row = 0; row < values.size(); ++row) stored[row] = static_cast<Stored>(values[row].value_or(T{}));
  return Buffer<Stored>(std::move(stored));
}

class TextBuilder {
 public:
  void add(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    ends_.push_back(bytes_.size());
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }

  void move_into(Column& column) {
    column.text = Buffer<char>(std::move(bytes_));
    column.text_ends = Buffer<std::uint64_t>(std::move(ends_));
  }

 private:
  std::vector<char> bytes_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace

std::optional<std::size_t> Schema::find(std::string_view name) const {
  for (std::size_t index = 0; index < fields.size(); ++index)
    if (fields[index].name == name) return index;
  return std::nullopt;
}

Column make_int64_column(std::string name, std::vector<std::int64_t> values) {
  Column column = column_of(std::move(name), DataType::kInt64, values.size());
  column.int64s = Buffer<std::int64_t>(std::move(values));
  return column;
}

Column make_int32_column(std::string name, std::span<const std::optional<std::int32_t>> values) {
  Column column = column_of(std::move(name), DataType::kInt32, values.size());
  column.validity = validity_of(values);
  column.int32s = values_of<std::int32_t>(values);
  return column;
}

Column make_float_column(std::string name, std::span<const std::optional<float>> values) {
  Column column = column_of(std::move(name), DataType::kFloat32, values.size());
  column.validity = validity_of(values);
  column.floats = values_of<float>(values);
  return column;
}

Column make_double_column(std::string name, std::span<const std::optional<double>> values) {
  Column column = column_of(std::move(name), DataType::kFloat64, values.size());
  column.validity = validity_of(values);
  column.doubles = values_of<double>(values);
  return column;
}

Column make_bool_column(std::string name, std::span<const std::optional<bool>> values) {
  Column column = column_of(std::move(name), DataType::kBool, values.size());
  column.validity = validity_of(values);
  column.bools = values_of<std::uint8_t>(values);
  return column;
}

Column make_string_column(std::string name, std::span<const std::optional<std::string_view>> values) {
  Column column = column_of(std::move(name), DataType::kString, values.size());
  column.validity = validity_of(values);
  TextBuilder text;
  for (const auto& value : values) text.add(value.value_or(std::string_view()));
  text.move_into(column);
  return column;
}

Column make_string_list_column(std::string name, std::span<const std::optional<std::vector<std::string_view>>> values) {
  Column column = column_of(std::move(name), DataType::kStringList, values.size());
  column.validity = validity_of(values);
  TextBuilder items;
  std::vector<std::uint64_t> ends;
  ends.reserve(values.size());
  for (const auto& list : values) {
    if (list)
      for (const std::string_view item : *list) items.add(item);
    ends.push_back(items.size());
  }
  items.move_into(column);
  column.list_ends = Buffer<std::uint64_t>(std::move(ends));
  return column;
}

Column make_vector_column(std::string name, const MatrixView& vectors) {
  Column column = column_of(std::move(name), DataType::kVector, vectors.rows);
  column.field.dimension = vectors.cols;
  std::vector<float> values;
  values.reserve(vectors.rows * vectors.cols);
  for (std::size_t row = 0; row < vectors.rows; ++row) {
    const std::span<const float> vector = vectors.row(row);
    values.insert(values.end(), vector.begin(), vector.end());
  }
  column.floats = Buffer<float>(std::move(values));
  return column;
}

}  // namespace kinora
