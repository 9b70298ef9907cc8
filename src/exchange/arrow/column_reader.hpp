#pragma once

#include "exchange/arrow/batch_cursor.hpp"
#include "kinora/exchange/import.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

namespace kinora::exchange {

/// The texts of each dictionary, by its id.
using ArrowDictionaries = std::map<std::int64_t, Column>;

/// Reads one column of a file, batch by batch.
class ArrowColumnReader {
 public:
  virtual ~ArrowColumnReader() = default;
  /// Takes the column's nodes and buffers of a batch of so many rows.
  [[nodiscard]] virtual Result<void> read(BatchCursor& cursor, std::size_t rows) = 0;
  /// Nothing if the column was passed over.
  [[nodiscard]] virtual std::optional<Column> finish() = 0;
};

/// A reader for a field of the file, if it is chosen: into the schema's field of its name, or else into the type that holds its
/// values. `dictionaries` outlives the reader. Errors: kFormatUnknown (a type that is not supported, by name), kInvalidArgument
/// (one that does not fit the schema).
[[nodiscard]] Result<std::unique_ptr<ArrowColumnReader>> make_arrow_column_reader(const arrow::Field& field,
                                                                                  const ImportOptions& options,
                                                                                  const ArrowDictionaries& dictionaries,
                                                                                  std::string_view file);

}  // namespace kinora::exchange
