#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// A few documents, each a set of terms, as TF-IDF vectors of length 1: a term counts once a document, idf = ln((1 + n) / (1 +
/// df)) + 1 (smooth). scikit-learn's TfidfVectorizer(binary=True) over the same documents. Immutable and thread-safe.
class TfIdf {
 public:
  /// `documents` hold the numbers of terms, in any order; one that stands twice counts once.
  explicit TfIdf(std::vector<std::vector<std::uint32_t>> documents);

  /// Adds `scale` times the cosine of a document with every document to `out`, which has a value for each.
  void add_cosines(std::size_t document, double scale, std::span<double> out) const;

 private:
  std::vector<std::vector<std::uint32_t>> documents_;
  std::vector<double> idf_;    // by term
  std::vector<double> norms_;  // by document
};

}  // namespace kinora
