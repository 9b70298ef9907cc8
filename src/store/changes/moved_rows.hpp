#pragma once

#include "kinora/base/result.hpp"
#include "kinora/search/row_selection.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/column_reader.hpp"
#include "store/lance/schema.hpp"
#include "store/lance/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace kinora::changes {

/// Whether a version's rows can be written anew with all that they hold. Error: kTableUnsupported, which names the column whose
/// values cannot be read.
[[nodiscard]] Result<void> check_carried(const lance::Snapshot& version, const std::filesystem::path& table);

/// Rows that are to be written anew. Only the fragments that have one of them are read.
class MovedRows {
 public:
  /// `rows`: one byte a physical row.
  MovedRows(const lance::Snapshot& version, const RowSelection& rows);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  /// The physical rows of the version, ascending.
  [[nodiscard]] const std::vector<std::uint64_t>& physical() const { return physical_; }
  /// The values that these rows have, in the order of the version. Errors: as lance::read_column.
  [[nodiscard]] Result<Column> read(const lance::TableField& field) const;

 private:
  std::vector<lance::Fragment> fragments_;
  std::vector<std::uint64_t> rows_;  ///< physical ones of `fragments_`
  std::vector<std::uint64_t> physical_;
};

}  // namespace kinora::changes
