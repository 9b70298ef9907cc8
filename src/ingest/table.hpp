#pragma once

#include "ingest/csv_reader.hpp"
#include "ingest/field.hpp"
#include "ingest/input_text.hpp"
#include "ingest/read_progress.hpp"
#include "ingest/rejection_log.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::importer {

/// The first record of a delimited file.
struct TableHeader {
  CsvDialect dialect;
  std::vector<std::string> columns;  ///< trimmed; at most CsvReader::kMaxFields
  std::size_t column_count = 0;

  /// The position of a column, whatever the case of its name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
};

/// Reads the header; the delimiter is the one of `,`, tab, `;` and `|` that makes the most columns.
/// Errors: kFileTruncated if a quote of it is never closed.
[[nodiscard]] Result<TableHeader> read_header(const InputText& input);

struct NamedField {
  std::string_view column;
  Field field;
};

/// Which column holds which field.
struct Column {
  std::size_t index;
  Field field;
};

/// The columns that are there; of several columns for one field the one that `known` lists first.
[[nodiscard]] std::vector<Column> find_columns(const TableHeader& header, std::span<const NamedField> known);

struct TableShape {
  CsvDialect dialect;
  std::size_t width = 0;
  bool has_header = true;
};

using RecordHandler = std::function<void(const CsvRecord& record, const RecordPlace& place)>;

/// Calls `handle` for every record of the right width, logs the others, and returns how many records there were.
/// Errors: kFileTruncated (a quote that is never closed), kCancelled.
[[nodiscard]] Result<std::uint64_t> read_table(const InputText& input, const TableShape& shape, ReadProgress& progress,
                                               RejectionLog& log, const RecordHandler& handle);

}  // namespace kinora::importer
