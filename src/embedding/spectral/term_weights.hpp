#pragma once

#include "kinora/embedding/spectral_options.hpp"
#include "kinora/text/vocabulary.hpp"

#include <vector>

namespace kinora {

/// How much each term of a vocabulary counts.
struct TermWeights {
  std::vector<float> kinds;      ///< 1 for a label, the options' word_weight for a word, 0 for a stop word
  std::vector<float> encodings;  ///< kind times idf, log(documents / document frequency) + 1
};

/// From the documents that the terms are learnt from. Linear.
[[nodiscard]] TermWeights weigh_terms(const EncodedDocuments& documents, const Vocabulary& vocabulary,
                                      const SpectralOptions& options);

/// The terms of a document, each once, rising; those without a weight are left out.
class DistinctTerms {
 public:
  explicit DistinctTerms(const std::vector<float>& kinds) : kinds_(kinds) {}
  /// Valid until the next call.
  [[nodiscard]] std::span<const WordId> of(std::span<const WordId> document);

 private:
  const std::vector<float>& kinds_;
  std::vector<WordId> terms_;
};

}  // namespace kinora
