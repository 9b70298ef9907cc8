#pragma once

#include "base/random.hpp"
#include "embedding/token_file.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kinora::testing {

/// Documents about one of some topics: nine words in ten of the topic's own, the rest common to all. Document d is of topic
/// d % topics.
inline std::vector<std::vector<std::string>> topic_documents(std::size_t topics, std::size_t documents, std::size_t length) {
  constexpr std::size_t kTopicWords = 12;
  constexpr std::size_t kCommonWords = 8;
  Rng rng(20'240'607);
  std::vector<std::vector<std::string>> texts(documents);
  for (std::size_t d = 0; d < documents; ++d) {
    for (std::size_t i = 0; i < length; ++i) {
      if (rng.below(10) == 0)
        texts[d].push_back("common" + std::to_string(rng.below(kCommonWords)));
      else
        texts[d].push_back("topic" + std::to_string(d % topics) + "word" + std::to_string(rng.below(kTopicWords)));
    }
  }
  return texts;
}

inline Corpus topic_corpus(std::size_t topics, std::size_t documents, std::size_t length) {
  return encode_corpus(topic_documents(topics, documents, length), 1);
}

}  // namespace kinora::testing
