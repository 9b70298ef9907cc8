#pragma once

#include "kinora/base/result.hpp"
#include "store/filter/source_text.hpp"
#include "store/filter/token.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora::filter {

inline constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

/// What the text is: a filter only compares, a value that is assigned may be calculated.
enum class Language : std::uint8_t { kFilter, kValue };

/// The tokens of a filter or value, closed by a kEnd token; blanks and comments (-- …, /* … */) are left out. O(length).
/// Errors: kFilterSyntax for text longer than kMaxBytes or not UTF-8, an open quote or comment, and a character that begins no
/// token.
[[nodiscard]] Result<std::vector<Token>> tokenize(const SourceText& source, Language language = Language::kFilter);

}  // namespace kinora::filter
