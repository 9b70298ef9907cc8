#pragma once

#include "store/filter/condition.hpp"
#include "store/filter/expression.hpp"
#include "store/filter/like_pattern.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kinora::filter {

// Conditions over string columns. Strings are ordered by their bytes.

[[nodiscard]] ConditionPointer make_text_comparison(CompareOp op, std::size_t slot, std::string literal);
[[nodiscard]] ConditionPointer make_text_columns_comparison(CompareOp op, std::size_t left, std::size_t right);
/// A string column in a list of literals, none of which is NULL.
[[nodiscard]] ConditionPointer make_text_set(std::size_t slot, std::vector<std::string> literals);
/// With `ignore_case` the pattern must be folded (case_fold.hpp); the text is folded before it is matched.
[[nodiscard]] ConditionPointer make_like(std::size_t slot, LikePattern pattern, bool ignore_case);

}  // namespace kinora::filter
