#include "store/maintenance/row_compare.hpp"

#include "base/hash.hpp"

#include <cstring>
#include <string_view>

namespace kinora::maintenance {
namespace {

/// A cell of a fixed width as its bytes.
template <class T>
std::string_view bytes_at(const Buffer<T>& values, std::size_t row, std::size_t width = 1) {
  return {reinterpret_cast<const char*>(values.span().data() + row * width), width * sizeof(T)};
}

/// A cell as bytes that lie together; not of a list, whose items do so only if none is null.
std::string_view bytes_of(const Column& column, std::size_t row) {
  switch (column.field.type) {
    case DataType::kBool:
      return bytes_at(column.bools, row);
    case DataType::kInt32:
      return bytes_at(column.int32s, row);
    case DataType::kInt64:
      return bytes_at(column.int64s, row);
    case DataType::kFloat32:
      return bytes_at(column.floats, row);
    case DataType::kFloat64:
      return bytes_at(column.doubles, row);
    case DataType::kVector:
      return bytes_at(column.floats, row, column.field.dimension);
    case DataType::kString:
    case DataType::kForeign:
      if (column.field.dimension != 0) return bytes_at(column.foreign, row, column.field.dimension);
      break;
    case DataType::kStringList:
      break;
  }
  return column.text_at(row);
}

bool equal_lists(const Column& a, std::size_t row_a, const Column& b, std::size_t row_b) {
  const auto [begin_a, end_a] = a.items_of(row_a);
  const auto [begin_b, end_b] = b.items_of(row_b);
  if (end_a - begin_a != end_b - begin_b) return false;
  for (std::size_t i = 0; i < end_a - begin_a; ++i) {
    const bool null = a.is_null_item(begin_a + i);
    if (null != b.is_null_item(begin_b + i)) return false;
    if (!null && a.text_at(begin_a + i) != b.text_at(begin_b + i)) return false;
  }
  return true;
}

/// Of numbers that go into a hash beside what they count, so that ["a", "b"] and ["ab"] differ.
std::uint64_t mix(std::uint64_t hash, std::uint64_t number) { return xxh3_64(std::as_bytes(std::span(&number, 1)), hash); }

std::uint64_t hash_list(const Column& column, std::size_t row, std::uint64_t hash) {
  const auto [begin, end] = column.items_of(row);
  hash = mix(hash, end - begin);
  for (std::size_t item = begin; item < end; ++item) {
    const bool null = column.is_null_item(item);
    hash = mix(hash, null ? 1 : 0);
    if (!null) hash = xxh3_64(column.text_at(item), hash);
  }
  return hash;
}

}  // namespace

bool equal_cells(const Column& a, std::size_t row_a, const Column& b, std::size_t row_b) {
  const bool null = a.is_null(row_a);
  if (null != b.is_null(row_b)) return false;
  if (null) return true;
  if (a.field.type == DataType::kStringList) return equal_lists(a, row_a, b, row_b);
  return bytes_of(a, row_a) == bytes_of(b, row_b);
}

std::vector<std::uint64_t> hash_rows(std::span<const Column> columns, std::size_t rows) {
  std::vector<std::uint64_t> hashes(rows);
  for (const Column& column : columns) {
    for (std::size_t row = 0; row < rows; ++row) {
      std::uint64_t& hash = hashes[row];
      if (column.is_null(row)) {
        hash = mix(hash, 1);
      } else if (column.field.type == DataType::kStringList) {
        hash = hash_list(column, row, hash);
      } else {
        hash = xxh3_64(bytes_of(column, row), hash);
      }
    }
  }
  return hashes;
}

}  // namespace kinora::maintenance
