#pragma once

#include "kinora/text/vocabulary.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kinora::testing {

/// A corpus of which all words are kept.
struct Corpus {
  Vocabulary vocabulary;
  EncodedDocuments documents;
};

/// Documents of words, with those that occur at least `min_count` times as the vocabulary.
inline Corpus encode_corpus(const std::vector<std::vector<std::string>>& documents, std::uint64_t min_count) {
  std::unordered_map<std::string, std::uint64_t> count_of;
  std::vector<std::string> words;
  for (const auto& document : documents)
    for (const std::string& word : document)
      if (count_of[word]++ == 0) words.push_back(word);
  std::erase_if(words, [&](const std::string& word) { return count_of[word] < min_count; });
  std::stable_sort(words.begin(), words.end(), [&](const auto& a, const auto& b) { return count_of[a] > count_of[b]; });
  std::vector<std::uint64_t> counts;
  for (const std::string& word : words) counts.push_back(count_of[word]);
  Corpus corpus{Vocabulary(std::move(words), std::move(counts)), {}};
  for (const auto& document : documents) {
    for (const std::string& word : document)
      if (const auto id = corpus.vocabulary.find(word)) corpus.documents.words.push_back(*id);
    corpus.documents.ends.push_back(corpus.documents.words.size());
  }
  return corpus;
}

/// A file with a document a line, its tokens separated by single blanks. Nothing if it cannot be read.
inline std::optional<std::vector<std::vector<std::string>>> read_token_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::vector<std::vector<std::string>> documents;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string>& document = documents.emplace_back();
    for (std::size_t begin = 0; begin < line.size();) {
      const std::size_t end = std::min(line.find(' ', begin), line.size());
      if (end > begin) document.push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return documents;
}

}  // namespace kinora::testing
