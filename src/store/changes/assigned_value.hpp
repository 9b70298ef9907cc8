#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/changes.hpp"
#include "kinora/store/filter.hpp"
#include "store/filter/expression.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace kinora::changes {

/// An assignment whose column, names and types are known. Immutable and thread-safe.
class AssignedValue {
 public:
  /// Errors: kInvalidArgument (the schema has no such column), kFilterSyntax, kFilterType (a value of another type than the
  /// column's, an unknown column in it).
  static Result<AssignedValue> parse(const Assignment& assignment, const Schema& schema);

  [[nodiscard]] const Field& field() const { return field_; }
  /// The value for each of `rows` rows, of which `columns` gives the former values. Errors: kInvalidArgument (a number that the
  /// column cannot hold, a division by zero); those of `columns`.
  [[nodiscard]] Result<Column> evaluate(const ColumnReader& columns, std::size_t rows) const;

 private:
  AssignedValue(Field field, filter::Expression value) : field_(std::move(field)), value_(std::move(value)) {}

  Field field_;
  filter::Expression value_;  ///< names are spelled as in the schema
};

}  // namespace kinora::changes
