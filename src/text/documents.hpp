#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/text/text_options.hpp"
#include "kinora/text/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace kinora {

/// The tokens of every film, before the vocabulary is cut: each distinct token once, numbered by first appearance, and the
/// numbers of every document, one document a catalogue row.
struct TokenizedDocuments {
  StringColumn tokens;                ///< distinct tokens, in order of first appearance
  std::vector<std::uint64_t> counts;  ///< of each distinct token, over all documents
  EncodedDocuments documents;         ///< numbers into `tokens`

  [[nodiscard]] std::size_t size() const { return documents.size(); }
  [[nodiscard]] std::uint64_t token_count() const { return documents.words.size(); }
};

/// Tokens of every row of a catalogue under the options. Linear; the same result at any number of threads.
[[nodiscard]] Result<TokenizedDocuments> tokenize_catalogue(const Catalogue& catalogue, const TextOptions& options,
                                                            const Execution& execution);

/// The vocabulary of the documents `rows` (all if empty): words that occur at least `min_count` times in them.
[[nodiscard]] Vocabulary build_vocabulary(const TokenizedDocuments& documents, std::uint64_t min_count,
                                          std::span<const std::size_t> rows = {});

/// The documents `rows` (all if empty), in that order, as words of the vocabulary.
[[nodiscard]] EncodedDocuments encode(const TokenizedDocuments& documents, const Vocabulary& vocabulary,
                                      std::span<const std::size_t> rows = {});

/// Free text as words of a vocabulary, tokenised like an overview; under `drop_genre_names` the same words are left out
/// (`genre_names` are the catalogue's). `unknown` counts the tokens that the vocabulary does not have.
struct EncodedText {
  std::vector<WordId> words;
  std::size_t unknown = 0;
};
[[nodiscard]] EncodedText encode_text(std::string_view text, const Vocabulary& vocabulary, const TextOptions& options,
                                      std::span<const std::string> genre_names);

}  // namespace kinora
