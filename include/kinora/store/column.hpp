#pragma once

#include "kinora/base/export.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kinora {

/// The types of a table's columns; the comment is Lance's logical type.
enum class DataType : std::uint8_t {
  kBool,        ///< bool
  kInt32,       ///< int32
  kInt64,       ///< int64
  kFloat32,     ///< float
  kFloat64,     ///< double
  kString,      ///< string, UTF-8
  kStringList,  ///< list of string
  kVector,      ///< fixed_size_list:float:<dimension>
  /// Any other type of Lance's whose values are bytes of one width or of any length: carried when rows are written anew, and in
  /// no Schema that a Table gives.
  kForeign
};

struct KINORA_EXPORT Field {
  std::string name;
  DataType type = DataType::kString;
  bool nullable = true;
  std::size_t dimension = 0;  ///< kVector: numbers of a vector; kForeign: bytes of a value, 0 = of any length
  std::string foreign_type;   ///< kForeign: Lance's logical type

  friend bool operator==(const Field&, const Field&) = default;
};

struct KINORA_EXPORT Schema {
  std::vector<Field> fields;

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  friend bool operator==(const Schema&, const Schema&) = default;
};

/// Read-only elements with what keeps them alive: a vector of our own or a mapped file. Copies share.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::vector<T> values) {
    auto owned = std::make_shared<const std::vector<T>>(std::move(values));
    span_ = *owned;
    owner_ = std::move(owned);
  }
  Buffer(std::span<const T> values, std::shared_ptr<const void> owner) : span_(values), owner_(std::move(owner)) {}

  [[nodiscard]] std::span<const T> span() const { return span_; }
  [[nodiscard]] std::size_t size() const { return span_.size(); }
  [[nodiscard]] bool empty() const { return span_.empty(); }
  const T& operator[](std::size_t index) const { return span_[index]; }

 private:
  std::span<const T> span_;
  std::shared_ptr<const void> owner_;
};

/// One whole column of one version, in Arrow's manner. Only the buffers of its type are set. Values in null slots are
/// unspecified but readable. Copies share the buffers; const use is thread-safe.
struct KINORA_EXPORT Column {
  Field field;
  std::size_t rows = 0;
  Buffer<std::uint8_t> validity;  ///< one bit a row, least significant first, 1 = valid; empty = no nulls
  Buffer<std::uint8_t> bools;     ///< one byte a row, 0 or 1
  Buffer<std::int32_t> int32s;
  Buffer<std::int64_t> int64s;
  Buffer<float> floats;  ///< kFloat32: rows; kVector: rows × dimension, row-major
  Buffer<double> doubles;
  Buffer<std::uint8_t> foreign;        ///< kForeign of one width: rows × dimension bytes
  Buffer<std::uint64_t> list_ends;     ///< kStringList: the end of each row's items, counted from the first row's first item
  Buffer<std::uint64_t> text_ends;     ///< the end of each string (kString: of each row; kStringList: of each item)
  Buffer<char> text;                   ///< the strings' bytes; kForeign of any length: the values', as if they were strings
  Buffer<std::uint8_t> item_validity;  ///< kStringList: one bit an item as in `validity`; empty = no item is null

  [[nodiscard]] bool is_null(std::size_t row) const {
    return !validity.empty() && (unsigned{validity[row / 8]} >> (row % 8) & 1U) == 0;
  }
  [[nodiscard]] bool is_null_item(std::size_t item) const {
    return !item_validity.empty() && (unsigned{item_validity[item / 8]} >> (item % 8) & 1U) == 0;
  }
  /// kString: the string of a row. kStringList: the item of that number.
  [[nodiscard]] std::string_view text_at(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : text_ends[index - 1];
    return {text.span().data() + begin, text_ends[index] - begin};
  }
  /// kStringList: the half-open range of items of a row.
  [[nodiscard]] std::pair<std::size_t, std::size_t> items_of(std::size_t row) const {
    return {row == 0 ? 0 : list_ends[row - 1], list_ends[row]};
  }
  /// kVector: all rows as a matrix.
  [[nodiscard]] MatrixView vectors() const { return {floats.span().data(), rows, field.dimension, field.dimension}; }
};

/// Columns from values. The optional ones write nulls where a value is missing.
[[nodiscard]] KINORA_EXPORT Column make_int64_column(std::string name, std::vector<std::int64_t> values);
[[nodiscard]] KINORA_EXPORT Column make_int32_column(std::string name, std::span<const std::optional<std::int32_t>> values);
[[nodiscard]] KINORA_EXPORT Column make_float_column(std::string name, std::span<const std::optional<float>> values);
[[nodiscard]] KINORA_EXPORT Column make_double_column(std::string name, std::span<const std::optional<double>> values);
[[nodiscard]] KINORA_EXPORT Column make_bool_column(std::string name, std::span<const std::optional<bool>> values);
[[nodiscard]] KINORA_EXPORT Column make_string_column(std::string name, std::span<const std::optional<std::string_view>> values);
[[nodiscard]] KINORA_EXPORT Column make_string_list_column(std::string name,
                                                           std::span<const std::optional<std::vector<std::string_view>>> values);
/// Copies the rows without their padding.
[[nodiscard]] KINORA_EXPORT Column make_vector_column(std::string name, const MatrixView& vectors);

}  // namespace kinora
