#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// Python's str.lower() of Unicode text: full case mapping, İ to i̇, a final Σ to ς. Bytes that are no UTF-8 are kept as they are.
[[nodiscard]] std::string to_lower(std::string_view text);
/// The same, appended to `out`.
void append_lower(std::string_view text, std::string& out);

/// The tokens of NLTK's word_tokenize(text, preserve_line=True): Treebank rules, without splitting sentences. No regular
/// expressions; linear in the text. Keeps its buffers from one text to the next, so that no token is allocated by itself.
class WordTokenizer {
 public:
  /// The tokens are valid until the next call, or the end of the tokenizer.
  [[nodiscard]] std::span<const std::string_view> tokenize(std::string_view text);

 private:
  std::string text_;
  std::string rewritten_;
  std::vector<std::string_view> tokens_;
};

/// The same for one text.
[[nodiscard]] std::vector<std::string> word_tokenize(std::string_view text);

}  // namespace kinora
