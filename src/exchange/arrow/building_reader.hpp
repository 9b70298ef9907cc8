#pragma once

#include "exchange/arrow/array_view.hpp"
#include "exchange/arrow/column_reader.hpp"
#include "exchange/column_builder.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace kinora::exchange {

/// What the readers of all types have in common.
class BuildingReader : public ArrowColumnReader {
 public:
  BuildingReader(Field field, std::string_view file) : column_(std::move(field)), file_(file) {}
  [[nodiscard]] std::optional<Column> finish() override { return column_.finish(); }

 protected:
  [[nodiscard]] Result<void> check_length(std::size_t length, std::size_t rows) const {
    if (length == rows) return {};
    return damaged(file_, "a record batch has columns of different lengths");
  }

  /// A value of the column's next row that does not fit.
  [[nodiscard]] tl::unexpected<Error> misfit(std::string what, std::string expected, std::string found) const {
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = std::move(what),
                 .where = std::string(file_) + ", column '" + column_.field().name + "', row " + std::to_string(column_.rows()),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .next_step = "Correct the value or leave the row out"});
  }

  ColumnBuilder column_;
  std::string_view file_;
};

using ColumnReaderPtr = std::unique_ptr<ArrowColumnReader>;

/// For numbers of the file's type (int8 to uint64, float32, float64) into a field of numbers; null if it is none of these.
[[nodiscard]] ColumnReaderPtr make_number_reader(const arrow::Field& source, Field target, std::string_view file);
/// For texts that lie in the batch.
[[nodiscard]] ColumnReaderPtr make_plain_text_reader(Field target, TextLayout layout, std::string_view file);
/// For texts, in a dictionary or not, into a field of text; null if it is neither.
[[nodiscard]] ColumnReaderPtr make_text_reader(const arrow::Field& source, Field target, const ArrowDictionaries& dictionaries,
                                               std::string_view file);
/// For lists of texts; null if it is none.
[[nodiscard]] ColumnReaderPtr make_text_list_reader(const arrow::Field& source, Field target, std::string_view file);
/// For lists of float32 or float64, of one size or of any, into a field of vectors; null if it is none.
[[nodiscard]] ColumnReaderPtr make_vector_reader(const arrow::Field& source, Field target, std::string_view file);

}  // namespace kinora::exchange
