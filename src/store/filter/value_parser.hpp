#pragma once

#include "kinora/base/result.hpp"
#include "store/filter/expression.hpp"
#include "store/filter/source_text.hpp"

namespace kinora::filter {

/// The syntax tree of a value that is assigned: literals, names, [lists], + - * / % and parentheses. Its depth is at most
/// kMaxDepth. O(length). Errors: kFilterSyntax.
[[nodiscard]] Result<Expression> parse_value(const SourceText& source);

}  // namespace kinora::filter
