#pragma once

#include "kinora/base/result.hpp"
#include "store/filter/source_text.hpp"
#include "store/filter/token.hpp"

#include <cstddef>
#include <vector>

namespace kinora::filter {

inline constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

/// The tokens of a filter, closed by a kEnd token; blanks and comments (-- …, /* … */) are left out. O(length).
/// Errors: kFilterSyntax for text longer than kMaxBytes or not UTF-8, an open quote or comment, and a character that begins no
/// token.
[[nodiscard]] Result<std::vector<Token>> tokenize(const SourceText& source);

}  // namespace kinora::filter
