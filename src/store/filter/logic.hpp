#pragma once

#include "store/filter/condition.hpp"
#include "store/filter/expression.hpp"

#include <cstddef>
#include <vector>

namespace kinora::filter {

[[nodiscard]] ConditionPointer make_constant(Truth value);
/// A bool column by itself.
[[nodiscard]] ConditionPointer make_flag(std::size_t slot);
[[nodiscard]] ConditionPointer make_not(ConditionPointer operand);
/// All or any of the operands; at least one.
[[nodiscard]] ConditionPointer make_and(std::vector<ConditionPointer> operands);
[[nodiscard]] ConditionPointer make_or(std::vector<ConditionPointer> operands);
/// Compares truth values, false < true; null if either is.
[[nodiscard]] ConditionPointer make_truth_comparison(CompareOp op, ConditionPointer left, ConditionPointer right);
[[nodiscard]] ConditionPointer make_column_is_null(std::size_t slot);
/// Whether the operand is this truth value: never null.
[[nodiscard]] ConditionPointer make_truth_test(ConditionPointer operand, Truth value);

}  // namespace kinora::filter
