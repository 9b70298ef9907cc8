#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/embedding/spectral_options.hpp"
#include "kinora/math/matrix.hpp"
#include "kinora/text/vocabulary.hpp"
#include "tensors/safetensors.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kinora {

/// Vectors of documents from which terms occur together. The terms' positive pointwise mutual information is decomposed (Levy and
/// Goldberg 2014, eq. 10: eigenvectors times the root of their eigenvalues), each term's vector brought to length 1. A document
/// is the sum of its terms' vectors, each times its idf and kind, less the mean of the documents it was learnt from (Arora, Liang
/// and Ma 2017 take off the direction that all share), brought to length 1; zero where it has no known term. What a document is
/// given depends on it and the encoder alone. Immutable; const members are thread-safe.
class SpectralEncoder {
 public:
  /// Learns from documents in words of the vocabulary, of which the `options.max_terms` most frequent are kept. The same at any
  /// number of threads. Errors: kInvalidArgument for options out of their range, kCancelled.
  static Result<SpectralEncoder> fit(const EncodedDocuments& documents, const Vocabulary& vocabulary,
                                     const SpectralOptions& options, const Execution& execution);

  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }
  [[nodiscard]] std::size_t dimension() const { return terms_.cols(); }
  /// A row for each document in words of vocabulary(). Linear.
  [[nodiscard]] Matrix encode(const EncodedDocuments& documents) const;

  /// One safetensors file (docs/formats/spectral-encoder.md).
  [[nodiscard]] Result<void> save(FileSystem& files, const std::filesystem::path& path) const;
  /// Errors: kBundleForeign for another file or version, kBundleCorrupt.
  static Result<SpectralEncoder> load(FileSystem& files, const std::filesystem::path& path);
  /// The same over bytes in memory; `name` stands for the path in errors.
  static Result<SpectralEncoder> parse(std::span<const std::byte> bytes, const std::string& name);

 private:
  SpectralEncoder(Vocabulary vocabulary, std::vector<float> weights, Matrix terms, std::vector<float> mean);
  static Result<SpectralEncoder> read(const SafetensorsFile& file, const std::string& name);
  /// Sums of the terms' vectors, before the mean is taken off. False where no term is known.
  bool sum_terms(std::span<const WordId> document, std::span<float> sum) const;
  void find_mean(const EncodedDocuments& documents);

  Vocabulary vocabulary_;
  std::vector<float> weights_;  ///< TermWeights::encodings; 0 for a term that is left out
  Matrix terms_;                ///< terms × dimension, unit length or zero
  std::vector<float> mean_;
};

}  // namespace kinora
