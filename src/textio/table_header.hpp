#pragma once

#include "kinora/base/result.hpp"
#include "textio/csv_reader.hpp"
#include "textio/input_text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::textio {

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

/// The error of a quote at `offset` that is never closed.
[[nodiscard]] tl::unexpected<Error> open_quote_error(const InputText& input, std::size_t offset);

}  // namespace kinora::textio
