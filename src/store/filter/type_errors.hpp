#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/filter/expression.hpp"
#include "store/filter/source_text.hpp"

#include <string>
#include <string_view>

namespace kinora::filter {

// The errors of binding, each with its way out.

/// What a literal is, for a message: "a string".
[[nodiscard]] std::string_view kind_name(ExpressionKind kind);

[[nodiscard]] Error unknown_column(const SourceText& source, const Schema& schema, const Expression& name);
[[nodiscard]] Error not_a_condition(const SourceText& source, const Expression& value, const Field* column);
/// A literal that is not of the type of the column that it is compared with.
[[nodiscard]] Error literal_mismatch(const SourceText& source, const Field& column, const Expression& literal);
[[nodiscard]] Error not_comparable(const SourceText& source, std::size_t offset, std::string left, std::string right);
[[nodiscard]] Error not_orderable_column(const SourceText& source, const Expression& name, const Field& column);
[[nodiscard]] Error not_text(const SourceText& source, const Expression& operand, const std::string& found);
[[nodiscard]] Error unknown_function(const SourceText& source, const Expression& call);

}  // namespace kinora::filter
