#pragma once

#include <string>
#include <string_view>

namespace kinora {

/// A normalised title has at most so many characters; what is longer is cut off.
inline constexpr std::size_t kLongestTitle = 255;

/// A title as it is compared: case-folded, without accents and punctuation, words separated by one space. "&" is "and", an
/// apostrophe joins ("oceans eleven"), periods between single letters do too ("et the extra terrestrial"), and ", The" at the end
/// stands in front. A title without a letter or digit is kept as it is, but for spaces around it. Idempotent for what it returns.
[[nodiscard]] std::string normalise_title(std::string_view title);

/// A normalised title without the article in front (of English, French, German, Spanish, Italian, Dutch), if something is left.
[[nodiscard]] std::string_view without_article(std::string_view normalised);

}  // namespace kinora
