#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// Python's str.lower() of Unicode text: full case mapping, İ to i̇, a final Σ to ς. Bytes that are no UTF-8 are kept as they are.
[[nodiscard]] std::string to_lower(std::string_view text);

/// The tokens of NLTK's word_tokenize(text, preserve_line=True): Treebank rules, without splitting sentences. No regular
/// expressions; linear in the text.
[[nodiscard]] std::vector<std::string> word_tokenize(std::string_view text);

}  // namespace kinora
