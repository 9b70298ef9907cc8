#pragma once

#include "kinora/base/result.hpp"
#include "kinora/search/row_selection.hpp"
#include "kinora/store/column.hpp"
#include "search/exact_search.hpp"
#include "store/open_version.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kinora {

/// The vectors of a version, each where it lies in its file: nothing is put together that can be searched apart. Immutable.
class VectorRows {
 public:
  /// Errors: kFilterType (no such column, or none of vectors), as OpenVersion::physical_column.
  static Result<VectorRows> read(const OpenVersion& open, const std::string& column);

  [[nodiscard]] const Field& field() const { return field_; }
  /// The column's number in the schema.
  [[nodiscard]] std::int32_t field_id() const { return field_id_; }
  /// All physical rows, under their own numbers.
  [[nodiscard]] const std::vector<VectorPart>& parts() const { return parts_; }
  /// The rows [row, row + count) as parts that are shown by the numbers from `begin` on; added to `parts`.
  void add_parts(std::size_t row, std::size_t count, std::size_t begin, std::vector<VectorPart>& parts) const;

  /// The physical rows that live and have a vector; empty = all.
  [[nodiscard]] const RowSelection& searchable() const { return searchable_; }
  /// Takes the rows that are not searchable out of a selection of live ones that is not empty.
  void keep_searchable(RowSelection& selection) const;

 private:
  Field field_;
  std::int32_t field_id_ = 0;
  std::vector<Column> columns_;  ///< those of the parts
  std::vector<VectorPart> parts_;
  RowSelection searchable_;
  bool has_nulls_ = false;
};

/// The error of a column that is of another type than a search needs.
[[nodiscard]] tl::unexpected<Error> wrong_column_type(std::string_view name, std::string expected);

}  // namespace kinora
