#include "store/lance/page_encoder.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/lance/data_file_layout.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace kinora::lance {
namespace {

constexpr std::size_t kPageBytes = std::size_t{8} << 20U;
constexpr std::size_t kRowStep = 16;

std::size_t between(std::span<const std::uint64_t> ends, std::size_t begin, std::size_t end) {
  return static_cast<std::size_t>(end == 0 ? 0 : ends[end - 1] - (begin == 0 ? 0 : ends[begin - 1]));
}

std::size_t text_bytes(const Column& column, std::size_t begin, std::size_t end) {
  return between(column.text_ends.span(), begin, end) + (end - begin) * sizeof(std::uint64_t);
}

/// What rows [begin, end) take in the file, about.
std::size_t page_bytes(const Column& column, std::size_t begin, std::size_t end) {
  const std::size_t rows = end - begin;
  switch (column.field.type) {
    case DataType::kBool:
      return rows / 8;
    case DataType::kInt32:
    case DataType::kFloat32:
      return rows * 4;
    case DataType::kInt64:
    case DataType::kFloat64:
      return rows * 8;
    case DataType::kVector:
      return rows * column.field.dimension * sizeof(float);
    case DataType::kString:
      return text_bytes(column, begin, end);
    case DataType::kStringList:
      return std::max(rows * sizeof(std::uint64_t),
                      text_bytes(column, column.items_of(begin).first, column.items_of(end - 1).second));
    case DataType::kForeign:
      return column.field.dimension == 0 ? text_bytes(column, begin, end) : rows * column.field.dimension;
  }
  return 0;
}

bool fits(std::span<const Column> columns, std::size_t begin, std::size_t end) {
  return std::all_of(columns.begin(), columns.end(),
                     [&](const Column& column) { return page_bytes(column, begin, end) <= kPageBytes; });
}

void set_direct(wire::Encoding& encoding, std::string_view type, std::string message) {
  wire::AnyMessage any;
  any.set_type_url(std::string(type));
  any.set_value(std::move(message));
  encoding.mutable_direct()->set_encoding(any.SerializeAsString());
}

wire::ArrayEncoding flat(std::uint64_t bits, std::uint32_t buffer) {
  wire::ArrayEncoding encoding;
  encoding.mutable_flat()->set_bits_per_value(bits);
  encoding.mutable_flat()->mutable_buffer()->set_index(buffer);
  return encoding;
}

wire::ArrayEncoding no_nulls(wire::ArrayEncoding values) {
  wire::ArrayEncoding encoding;
  *encoding.mutable_nullable()->mutable_no_nulls()->mutable_values() = std::move(values);
  return encoding;
}

wire::ArrayEncoding some_nulls(wire::ArrayEncoding values) {
  wire::ArrayEncoding encoding;
  *encoding.mutable_nullable()->mutable_some_nulls()->mutable_validity() = flat(1, 0);
  *encoding.mutable_nullable()->mutable_some_nulls()->mutable_values() = std::move(values);
  return encoding;
}

class PageBits {
 public:
  explicit PageBits(std::size_t rows) : bytes_((rows + 7) / 8) {}
  void set(std::size_t row) { bytes_[row / 8] |= std::byte{1} << (row % 8); }
  [[nodiscard]] Bytes bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

class ColumnEncoder {
 public:
  ColumnEncoder(const Column& column, DataFileWriter& writer, std::vector<wire::ColumnMetadata>& metadata)
      : column_(column), writer_(writer), metadata_(metadata) {}

  Result<void> encode(std::span<const std::size_t> page_ends) {
    start_column();
    KINORA_TRY_VOID(each_page(page_ends, [&](std::size_t begin, std::size_t end) { return encode_page(begin, end); }));
    if (column_.field.type != DataType::kStringList) return {};
    start_column();
    return each_page(page_ends, [&](std::size_t begin, std::size_t end) {
      return encode_strings(begin, column_.items_of(begin).first, column_.items_of(end - 1).second);
    });
  }

 private:
  void start_column() {
    set_direct(*metadata_.emplace_back().mutable_encoding(), kColumnEncodingType, std::string(kPlainColumn));
  }

  template <class Encode>
  static Result<void> each_page(std::span<const std::size_t> page_ends, const Encode& encode) {
    std::size_t begin = 0;
    for (const std::size_t end : page_ends) {
      KINORA_TRY_VOID(encode(begin, end));
      begin = end;
    }
    return {};
  }

  wire::Page& start_page(std::size_t first_row, std::size_t length) {
    wire::Page& page = *metadata_.back().add_pages();
    page.set_length(length);
    page.set_priority(first_row);
    return page;
  }

  static void set_encoding(wire::Page& page, const wire::ArrayEncoding& encoding) {
    set_direct(*page.mutable_encoding(), kArrayEncodingType, encoding.SerializeAsString());
  }

  Result<void> encode_page(std::size_t begin, std::size_t end) {
    switch (column_.field.type) {
      case DataType::kBool:
        return encode_bools(begin, end);
      case DataType::kInt32:
        return encode_fixed(begin, end, column_.int32s.span(), 1);
      case DataType::kInt64:
        return encode_fixed(begin, end, column_.int64s.span(), 1);
      case DataType::kFloat32:
        return encode_fixed(begin, end, column_.floats.span(), 1);
      case DataType::kFloat64:
        return encode_fixed(begin, end, column_.doubles.span(), 1);
      case DataType::kVector:
        return encode_fixed(begin, end, column_.floats.span(), column_.field.dimension);
      case DataType::kString:
        return encode_strings(begin, begin, end);
      case DataType::kStringList:
        return encode_lists(begin, end);
      case DataType::kForeign:
        return column_.field.dimension == 0 ? encode_strings(begin, begin, end)
                                            : encode_fixed(begin, end, column_.foreign.span(), column_.field.dimension);
    }
    return {};
  }

  [[nodiscard]] bool any_null(std::size_t begin, std::size_t end) const {
    if (column_.validity.empty()) return false;
    for (std::size_t row = begin; row < end; ++row)
      if (column_.is_null(row)) return true;
    return false;
  }

  Result<void> append_validity(std::size_t begin, std::size_t end, wire::Page& page) {
    PageBits bits(end - begin);
    for (std::size_t row = begin; row < end; ++row)
      if (!column_.is_null(row)) bits.set(row - begin);
    return writer_.append_buffer(bits.bytes(), page);
  }

  template <class T>
  Result<void> encode_fixed(std::size_t begin, std::size_t end, std::span<const T> values, std::size_t per_row) {
    wire::Page& page = start_page(begin, end - begin);
    const bool nulls = any_null(begin, end);
    const bool foreign = column_.field.type == DataType::kForeign;  // its `per_row` bytes are one value
    wire::ArrayEncoding encoding = flat(8 * sizeof(T) * (foreign ? per_row : 1), nulls ? 1 : 0);
    if (column_.field.type == DataType::kVector) {
      wire::ArrayEncoding list;
      list.mutable_fixed_size_list()->set_dimension(static_cast<std::uint32_t>(per_row));
      *list.mutable_fixed_size_list()->mutable_items() = no_nulls(std::move(encoding));
      encoding = std::move(list);
    }
    set_encoding(page, nulls ? some_nulls(std::move(encoding)) : no_nulls(std::move(encoding)));
    const std::span<const T> of_page = values.subspan(begin * per_row, (end - begin) * per_row);
    if (!nulls) return writer_.append_buffer(std::as_bytes(of_page), page);
    KINORA_TRY_VOID(append_validity(begin, end, page));
    std::vector<T> copy(of_page.begin(), of_page.end());
    for (std::size_t row = begin; row < end; ++row)
      if (column_.is_null(row)) std::fill_n(copy.begin() + static_cast<std::ptrdiff_t>((row - begin) * per_row), per_row, T{});
    return writer_.append_buffer(std::as_bytes(std::span(copy)), page);
  }

  Result<void> encode_bools(std::size_t begin, std::size_t end) {
    wire::Page& page = start_page(begin, end - begin);
    const bool nulls = any_null(begin, end);
    set_encoding(page, nulls ? some_nulls(flat(1, 1)) : no_nulls(flat(1, 0)));
    if (nulls) KINORA_TRY_VOID(append_validity(begin, end, page));
    PageBits bits(end - begin);
    for (std::size_t row = begin; row < end; ++row)
      if (!column_.is_null(row) && column_.bools[row] != 0) bits.set(row - begin);
    return writer_.append_buffer(bits.bytes(), page);
  }

  [[nodiscard]] bool is_null_string(std::size_t index) const {
    return column_.field.type == DataType::kStringList ? column_.is_null_item(index) : column_.is_null(index);
  }

  /// Strings [begin, end) of the column's: its rows, or the items of its lists. `row` is the first row that they are of.
  Result<void> encode_strings(std::size_t row, std::size_t begin, std::size_t end) {
    wire::Page& page = start_page(row, end - begin);
    std::uint64_t total = 0;
    bool gather = false;  // the bytes under nulls must be left out
    for (std::size_t i = begin; i < end; ++i) {
      if (is_null_string(i))
        gather = true;
      else
        total += column_.text_at(i).size();
    }
    const std::uint64_t adjustment = total + 1;

    std::vector<std::uint64_t> ends;
    ends.reserve(end - begin);
    std::string gathered;
    std::uint64_t running = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const bool null = is_null_string(i);
      if (!null) running += column_.text_at(i).size();
      if (gather && !null) gathered += column_.text_at(i);
      ends.push_back(null ? running + adjustment : running);
    }
    wire::ArrayEncoding encoding;
    *encoding.mutable_binary()->mutable_indices() = no_nulls(flat(64, 0));
    *encoding.mutable_binary()->mutable_bytes() = flat(8, 1);
    encoding.mutable_binary()->set_null_adjustment(adjustment);
    set_encoding(page, encoding);
    KINORA_TRY_VOID(writer_.append_buffer(std::as_bytes(std::span(ends)), page));
    const std::size_t first =
        begin == end ? 0 : static_cast<std::size_t>(column_.text_at(begin).data() - column_.text.span().data());
    const std::span<const char> text =
        gather ? std::span<const char>(gathered) : column_.text.span().subspan(first, static_cast<std::size_t>(total));
    return writer_.append_buffer(std::as_bytes(text), page);
  }

  Result<void> encode_lists(std::size_t begin, std::size_t end) {
    wire::Page& page = start_page(begin, end - begin);
    const std::uint64_t first = column_.items_of(begin).first;
    const std::uint64_t items = column_.items_of(end - 1).second - first;
    std::vector<std::uint64_t> ends;
    ends.reserve(end - begin);
    for (std::size_t row = begin; row < end; ++row) {
      const std::uint64_t list_end = column_.items_of(row).second - first;
      ends.push_back(column_.is_null(row) ? list_end + items + 1 : list_end);
    }
    wire::ArrayEncoding encoding;
    wire::List& list = *encoding.mutable_list();
    *list.mutable_offsets() = no_nulls(flat(64, 0));
    list.set_null_adjustment(items + 1);
    list.set_num_items(items);
    set_encoding(page, encoding);
    return writer_.append_buffer(std::as_bytes(std::span(ends)), page);
  }

  const Column& column_;
  DataFileWriter& writer_;
  std::vector<wire::ColumnMetadata>& metadata_;
};

}  // namespace

std::vector<std::size_t> cut_pages(std::span<const Column> columns) {
  std::vector<std::size_t> ends;
  const std::size_t rows = columns.empty() ? 0 : columns.front().rows;
  std::size_t begin = 0;
  while (begin < rows) {
    std::size_t end = std::min(begin + kRowStep, rows);
    while (end < rows && fits(columns, begin, std::min(end + kRowStep, rows))) end = std::min(end + kRowStep, rows);
    ends.push_back(end);
    begin = end;
  }
  return ends;
}

Result<void> encode_column(const Column& column, std::span<const std::size_t> page_ends, DataFileWriter& writer,
                           std::vector<wire::ColumnMetadata>& metadata) {
  return ColumnEncoder(column, writer, metadata).encode(page_ends);
}

}  // namespace kinora::lance
