#pragma once

#include "ingest/field.hpp"
#include "ingest/rejection_log.hpp"
#include "kinora/base/result.hpp"
#include "textio/csv_reader.hpp"
#include "textio/input_text.hpp"
#include "textio/read_progress.hpp"
#include "textio/table_header.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::ingest {

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
[[nodiscard]] std::vector<Column> find_columns(const textio::TableHeader& header, std::span<const NamedField> known);

struct TableShape {
  textio::CsvDialect dialect;
  std::size_t width = 0;
  bool has_header = true;
};

using RecordHandler = std::function<void(const textio::CsvRecord& record, const RecordPlace& place)>;

/// Calls `handle` for every record of the right width, logs the others, and returns how many records there were.
/// Errors: kFileTruncated (a quote that is never closed), kCancelled.
[[nodiscard]] Result<std::uint64_t> read_table(const textio::InputText& input, const TableShape& shape,
                                               textio::ReadProgress& progress, RejectionLog& log, const RecordHandler& handle);

}  // namespace kinora::ingest
