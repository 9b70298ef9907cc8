#pragma once

#include "kinora/base/export.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kinora {

using WordId = std::uint32_t;

/// The tokens that are kept, with their counts, most frequent first; words of equal count in the order of their first appearance.
class KINORA_EXPORT Vocabulary {
 public:
  Vocabulary() = default;
  /// Words with their counts, already in order. Requires distinct words and equal lengths.
  Vocabulary(std::vector<std::string> words, std::vector<std::uint64_t> counts);

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] const std::string& word(WordId id) const { return words_[id]; }
  [[nodiscard]] std::uint64_t count(WordId id) const { return counts_[id]; }
  [[nodiscard]] std::span<const std::string> words() const { return words_; }
  [[nodiscard]] std::span<const std::uint64_t> counts() const { return counts_; }
  /// The sum of all counts: the tokens of the training documents that are kept.
  [[nodiscard]] std::uint64_t total_count() const { return total_count_; }
  [[nodiscard]] std::optional<WordId> find(std::string_view word) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };

  std::vector<std::string> words_;
  std::vector<std::uint64_t> counts_;
  std::unordered_map<std::string, WordId, TextHash, std::equal_to<>> id_of_;  // looked up, never iterated
  std::uint64_t total_count_ = 0;
};

/// Documents as numbers of kept words: document d is words[ends[d-1] .. ends[d]). Tokens outside the vocabulary are left out.
struct KINORA_EXPORT EncodedDocuments {
  std::vector<WordId> words;
  std::vector<std::uint64_t> ends;

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::span<const WordId> operator[](std::size_t document) const {
    const std::size_t begin = document == 0 ? 0 : ends[document - 1];
    return std::span(words).subspan(begin, ends[document] - begin);
  }
};

}  // namespace kinora
