#pragma once

#include "kinora/base/result.hpp"
#include "store/filter/expression.hpp"
#include "store/filter/source_text.hpp"

#include <cstddef>

namespace kinora::filter {

inline constexpr std::size_t kMaxNesting = 200;   ///< brackets and NOTs within each other
inline constexpr std::size_t kMaxDepth = 1000;    ///< of the syntax tree, which a = b = c = … deepens too
inline constexpr std::size_t kMaxTerms = 20'000;  ///< conditions and list items

/// The syntax tree of a filter, in the precedence of LanceDB's parser (docs/filters.md). O(length).
/// Errors: kFilterSyntax.
[[nodiscard]] Result<Expression> parse_expression(const SourceText& source);

}  // namespace kinora::filter
