// Any bytes as a data file: every column of it is read as every type, and whatever comes out is looked at.
#include "store/lance/column_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

namespace {

using kinora::Column;
using kinora::DataType;

constexpr std::int32_t kFieldId = 0;
constexpr std::int32_t kItemId = 1;

template <class T>
void look_at(const kinora::Buffer<T>& values, std::size_t expected) {
  if (values.size() != expected) std::abort();
  T last{};
  for (const T value : values.span()) last = value;
  static_cast<void>(last);
}

void look_at_strings(const Column& column, std::size_t count) {
  if (column.text_ends.size() != count) std::abort();
  std::size_t total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view text = column.text_at(i);
    total += static_cast<std::size_t>(std::count(text.begin(), text.end(), 'a'));
  }
  if (total > column.text.size()) std::abort();
}

void look_at_lists(const Column& column) {
  if (column.list_ends.size() != column.rows) std::abort();
  const std::size_t items = column.rows == 0 ? 0 : static_cast<std::size_t>(column.list_ends[column.rows - 1]);
  look_at_strings(column, items);
  if (!column.item_validity.empty() && column.item_validity.size() != (items + 7) / 8) std::abort();
  for (std::size_t row = 0; row < column.rows; ++row)
    if (column.items_of(row).first > column.items_of(row).second) std::abort();
}

void look_at(const Column& column) {
  if (!column.validity.empty() && column.validity.size() != (column.rows + 7) / 8) std::abort();
  switch (column.field.type) {
    case DataType::kBool:
      return look_at(column.bools, column.rows);
    case DataType::kInt32:
      return look_at(column.int32s, column.rows);
    case DataType::kInt64:
      return look_at(column.int64s, column.rows);
    case DataType::kFloat32:
      return look_at(column.floats, column.rows);
    case DataType::kVector:
      return look_at(column.floats, column.rows * column.field.dimension);
    case DataType::kFloat64:
      return look_at(column.doubles, column.rows);
    case DataType::kString:
      return look_at_strings(column, column.rows);
    case DataType::kStringList:
      return look_at_lists(column);
    case DataType::kForeign:
      return column.field.dimension == 0 ? look_at_strings(column, column.rows)
                                         : look_at(column.foreign, column.rows * column.field.dimension);
  }
}

/// The rows that a column's pages claim; nothing if the table could have no such fragment.
std::size_t rows_of(const std::vector<kinora::lance::Page>& pages) {
  std::uint64_t rows = 0;
  for (const kinora::lance::Page& page : pages)
    if (__builtin_add_overflow(rows, page.rows, &rows)) return 0;
  return static_cast<std::size_t>(rows);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kinora::lance;
  // In memory of its own: pages are aligned as in a mapped file, and a read behind its end is seen.
  const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(data, data + size);
  const auto parsed = DataFile::parse(std::as_bytes(std::span(*bytes)), bytes, "fuzz");
  if (!parsed) return 0;
  const auto file = std::make_shared<const DataFile>(*parsed);
  for (std::size_t number = 0; number < std::min<std::size_t>(file->column_count(), 12); ++number) {
    const auto pages = file->pages(number);
    if (!pages) continue;
    Fragment fragment;
    fragment.rows = rows_of(*pages);
    fragment.files.push_back({file, {{kFieldId, number}}});
    if (number + 1 < file->column_count()) fragment.files.front().columns.emplace_back(kItemId, number + 1);
    for (int type = 0; type <= static_cast<int>(DataType::kForeign); ++type) {
      TableField field;
      field.field = {.name = "fuzz", .type = static_cast<DataType>(type), .dimension = 3};
      field.id = kFieldId;
      field.item_id = kItemId;
      const auto column = read_column(std::span(&fragment, 1), field);
      if (column) look_at(*column);
    }
  }
  return 0;
}
