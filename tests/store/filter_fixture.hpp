#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "kinora/store/filter.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::testing {

/// Columns by name, as a table gives them to a filter.
class ColumnSet {
 public:
  explicit ColumnSet(std::vector<Column> columns) : columns_(std::move(columns)) {}

  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] Schema schema() const;
  [[nodiscard]] ColumnReader reader() const;
  [[nodiscard]] std::size_t rows() const { return columns_.front().rows; }
  /// The numbers of the rows for which the condition is true.
  [[nodiscard]] Result<std::vector<std::size_t>> select(std::string_view sql) const;

 private:
  std::vector<Column> columns_;
};

/// The rows of a table several times over, one repetition after another.
[[nodiscard]] ColumnSet repeat_rows(const ColumnSet& table, std::size_t times);

/// Films with the oddities that filters meet. The rows, each column's values in order, are listed in filters/README.md.
[[nodiscard]] ColumnSet odd_films();

}  // namespace kinora::testing
