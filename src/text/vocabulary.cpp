#include "kinora/text/vocabulary.hpp"

#include "base/check.hpp"
#include "text/documents.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace kinora {
namespace {

constexpr WordId kNoWord = std::numeric_limits<WordId>::max();

/// Calls visit(document) for each of `rows`, or for all documents if there are none.
template <class Visit>
void for_each_document(const EncodedDocuments& documents, std::span<const std::size_t> rows, Visit visit) {
  if (rows.empty())
    for (std::size_t row = 0; row < documents.size(); ++row) visit(documents[row]);
  for (const std::size_t row : rows) {
    KINORA_CHECK(row < documents.size(), row, documents.size());
    visit(documents[row]);
  }
}

}  // namespace

Vocabulary::Vocabulary(std::vector<std::string> words, std::vector<std::uint64_t> counts)
    : words_(std::move(words)), counts_(std::move(counts)) {
  KINORA_CHECK(words_.size() == counts_.size(), words_.size(), counts_.size());
  id_of_.reserve(words_.size());
  for (std::size_t id = 0; id < words_.size(); ++id) {
    const bool is_new = id_of_.emplace(words_[id], static_cast<WordId>(id)).second;
    KINORA_CHECK(is_new, words_[id]);
    total_count_ += counts_[id];
  }
}

std::optional<WordId> Vocabulary::find(std::string_view word) const {
  const auto found = id_of_.find(word);
  if (found == id_of_.end()) return std::nullopt;
  return found->second;
}

Vocabulary build_vocabulary(const TokenizedDocuments& documents, std::uint64_t min_count, std::span<const std::size_t> rows) {
  std::vector<std::uint64_t> count_of(documents.tokens.size(), 0);
  std::vector<std::uint32_t> kept;  // in the order of first appearance in these rows
  for_each_document(documents.documents, rows, [&](std::span<const WordId> tokens) {
    for (const WordId token : tokens)
      if (count_of[token]++ == 0) kept.push_back(token);
  });
  std::erase_if(kept, [&](std::uint32_t token) { return count_of[token] < min_count; });
  std::stable_sort(kept.begin(), kept.end(), [&](std::uint32_t a, std::uint32_t b) { return count_of[a] > count_of[b]; });
  std::vector<std::string> words;
  std::vector<std::uint64_t> counts;
  words.reserve(kept.size());
  counts.reserve(kept.size());
  for (const std::uint32_t token : kept) {
    words.emplace_back(documents.tokens[token]);
    counts.push_back(count_of[token]);
  }
  return {std::move(words), std::move(counts)};
}

EncodedDocuments encode(const TokenizedDocuments& documents, const Vocabulary& vocabulary, std::span<const std::size_t> rows) {
  std::vector<WordId> word_of(documents.tokens.size());
  for (std::size_t token = 0; token < word_of.size(); ++token)
    word_of[token] = vocabulary.find(documents.tokens[token]).value_or(kNoWord);
  EncodedDocuments encoded;
  for_each_document(documents.documents, rows, [&](std::span<const WordId> tokens) {
    for (const WordId token : tokens)
      if (word_of[token] != kNoWord) encoded.words.push_back(word_of[token]);
    encoded.ends.push_back(encoded.words.size());
  });
  return encoded;
}

}  // namespace kinora
