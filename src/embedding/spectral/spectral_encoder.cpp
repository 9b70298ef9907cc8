#include "embedding/spectral/spectral_encoder.hpp"

#include "base/thread_pool.hpp"
#include "base/try.hpp"
#include "embedding/spectral/co_occurrence.hpp"
#include "embedding/spectral/term_weights.hpp"
#include "math/kernels.hpp"
#include "math/truncated_eigen.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kinora {
namespace {

void bring_to_unit_length(std::span<float> vector) {
  const float norm = std::sqrt(squared_norm(vector));
  if (norm > 0)
    for (float& value : vector) value /= norm;
}

/// The terms' vectors: eigenvectors times the root of the eigenvalues, one row a term.
Matrix term_vectors(const SparseMatrix& association, const SpectralOptions& options, ThreadPool& pool) {
  Matrix terms(association.rows(), options.dimension);
  if (association.columns.empty()) return terms;
  const SymmetricEigen eigen = truncated_eigen(
      association, {.rank = options.dimension, .power_iterations = options.power_iterations, .seed = options.seed}, pool);
  for (std::size_t term = 0; term < terms.rows(); ++term) {
    const std::span<float> vector = terms.row(term);
    if (association.columns_of(term).empty()) continue;
    for (std::size_t i = 0; i < eigen.values.size(); ++i)
      vector[i] = eigen.vectors.row(term)[i] * std::sqrt(std::abs(eigen.values[i]));
    bring_to_unit_length(vector);
  }
  return terms;
}

Vocabulary most_frequent(const Vocabulary& vocabulary, const SpectralOptions& options) {
  std::vector<std::string> words;
  std::vector<std::uint64_t> counts;
  for (std::size_t word = 0; word < std::min(vocabulary.size(), options.max_terms); ++word) {
    words.push_back(vocabulary.words()[word]);
    counts.push_back(vocabulary.counts()[word]);
  }
  return {std::move(words), std::move(counts)};
}

/// The documents without the words from `limit` on.
EncodedDocuments without_rare_terms(const EncodedDocuments& documents, std::size_t limit) {
  EncodedDocuments kept;
  for (std::size_t document = 0; document < documents.size(); ++document) {
    for (const WordId word : documents[document])
      if (word < limit) kept.words.push_back(word);
    kept.ends.push_back(kept.words.size());
  }
  return kept;
}

}  // namespace

SpectralEncoder::SpectralEncoder(Vocabulary vocabulary, std::vector<float> weights, Matrix terms, std::vector<float> mean)
    : vocabulary_(std::move(vocabulary)), weights_(std::move(weights)), terms_(std::move(terms)), mean_(std::move(mean)) {}

Result<SpectralEncoder> SpectralEncoder::fit(const EncodedDocuments& documents, const Vocabulary& vocabulary,
                                             const SpectralOptions& options, const Execution& execution) {
  KINORA_TRY_VOID(options.validate());
  ThreadPool pool(execution.threads);
  Vocabulary kept = most_frequent(vocabulary, options);
  const EncodedDocuments terms = without_rare_terms(documents, kept.size());
  TermWeights weights = weigh_terms(terms, kept, options);
  const SparseMatrix association = positive_pmi(terms, weights.kinds, options.smoothing, pool);
  if (execution.cancelled()) return fail(cancelled_error("the encoder"));
  SpectralEncoder encoder(std::move(kept), std::move(weights.encodings), term_vectors(association, options, pool),
                          std::vector<float>(options.dimension));
  encoder.find_mean(terms);
  if (execution.cancelled()) return fail(cancelled_error("the encoder"));
  return encoder;
}

bool SpectralEncoder::sum_terms(std::span<const WordId> document, std::span<float> sum) const {
  std::fill(sum.begin(), sum.end(), 0.0F);
  DistinctTerms distinct(weights_);
  bool is_known = false;
  for (const WordId term : distinct.of(document)) {
    axpy(weights_[term], terms_.row(term), sum);
    is_known = true;
  }
  return is_known;
}

void SpectralEncoder::find_mean(const EncodedDocuments& documents) {
  std::vector<float> sum(dimension());
  std::vector<double> total(dimension());
  double count = 0;
  for (std::size_t document = 0; document < documents.size(); ++document) {
    if (!sum_terms(documents[document], sum)) continue;
    for (std::size_t i = 0; i < sum.size(); ++i) total[i] += static_cast<double>(sum[i]);
    ++count;
  }
  if (count == 0) return;
  for (std::size_t i = 0; i < total.size(); ++i) mean_[i] = static_cast<float>(total[i] / count);
}

Matrix SpectralEncoder::encode(const EncodedDocuments& documents) const {
  Matrix vectors(documents.size(), dimension());
  for (std::size_t document = 0; document < documents.size(); ++document) {
    const std::span<float> vector = vectors.row(document);
    if (!sum_terms(documents[document], vector)) continue;
    axpy(-1, mean_, vector);
    bring_to_unit_length(vector);
  }
  return vectors;
}

}  // namespace kinora
