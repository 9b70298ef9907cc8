#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kinora::cli {

/// Some rows of a table, in the order in which they are shown.
struct ShownRows {
  std::vector<Column> columns;
  std::vector<std::size_t> rows;
  std::vector<float> distances = {};  ///< of a search: one for each of `rows`; shown as the column _distance, as LanceDB's
};

/// The columns named, or all. Errors: those of Table::column.
[[nodiscard]] Result<std::vector<Column>> read_columns(const Table& table, const std::vector<std::string>& names);

/// One object a line (JSON Lines).
void print_rows_as_json(const ShownRows& shown);

/// As JSON Lines, or for a person with a remark below.
void print_shown(const ShownRows& shown, bool json, const std::string& remark);

/// An aligned table if the columns fit side by side, else a block of lines for each row.
[[nodiscard]] std::string rows_text(const ShownRows& shown, std::size_t width);

}  // namespace kinora::cli
