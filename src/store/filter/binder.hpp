#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/filter/condition.hpp"
#include "store/filter/expression.hpp"
#include "store/filter/source_text.hpp"

#include <vector>

namespace kinora::filter {

/// A condition with the columns that its slots stand for, in order of first appearance.
struct BoundFilter {
  std::vector<Field> columns;
  ConditionPointer condition;
};

/// Finds the columns, checks the types and brings literals to the types of the columns that they are compared with.
/// Errors: kFilterType (names and types), kFilterSyntax (a function that there is not, a wrong number of arguments).
[[nodiscard]] Result<BoundFilter> bind(const Expression& root, const Schema& schema, const SourceText& source);

}  // namespace kinora::filter
