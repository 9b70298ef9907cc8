#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/embedding/doc2vec_options.hpp"
#include "kinora/math/matrix.hpp"
#include "kinora/text/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kinora {

/// What a training run did.
struct KINORA_EXPORT Doc2VecReport {
  std::uint64_t token_visits = 0;    ///< tokens seen in all epochs, before subsampling
  std::uint64_t trained_tokens = 0;  ///< of these, kept by subsampling
  std::vector<double> epoch_losses;  ///< mean negative-sampling (or softmax) loss a prediction, by epoch
};

struct KINORA_EXPORT Neighbour {
  std::size_t index = 0;  ///< document row or WordId
  float similarity = 0;   ///< cosine, -1..1
};

/// Paragraph vectors (Le & Mikolov 2014, arXiv:1405.4053) with the hyper-parameters and conventions of gensim's Doc2Vec.
///
/// train() is deterministic: the same documents, options and instruction set give the same bytes at any number of threads (unless
/// options.racing). A trained model is immutable; every const member may be called from several threads at once.
class KINORA_EXPORT Doc2Vec {
 public:
  /// `documents` are words of `vocabulary`. Documents without a word keep their (seeded) initial vector.
  /// Errors: invalid options, kCancelled. O(epochs · kept tokens · (window + negative) · dimension).
  static Result<Doc2Vec> train(const EncodedDocuments& documents, Vocabulary vocabulary, const Doc2VecOptions& options,
                               const Execution& execution, Doc2VecReport* report = nullptr);

  /// One vector a document, rows × dimension. The vector of a document depends on its words, the options and the seed alone, not
  /// on its row or on the others. A document without a word gets a zero vector.
  [[nodiscard]] Result<Matrix> infer(const EncodedDocuments& documents, const InferOptions& options,
                                     const Execution& execution) const;

  [[nodiscard]] const Doc2VecOptions& options() const;
  [[nodiscard]] const Vocabulary& vocabulary() const;
  [[nodiscard]] std::size_t dimension() const { return options().dimension; }
  /// documents × dimension, in the order given to train(). Empty if the model was saved without them.
  [[nodiscard]] MatrixView document_vectors() const;
  /// words × dimension.
  [[nodiscard]] MatrixView word_vectors() const;

  /// The k nearest by cosine, best first, ties by index. `query` has dimension() elements.
  [[nodiscard]] std::vector<Neighbour> nearest_documents(std::span<const float> query, std::size_t k) const;
  [[nodiscard]] std::vector<Neighbour> nearest_words(std::span<const float> query, std::size_t k) const;

  /// Writes `path` (safetensors: weights, vocabulary and options; docs/formats/doc2vec.md), atomically.
  enum class SaveDocuments : bool { kNo, kYes };
  [[nodiscard]] Result<void> save(const std::filesystem::path& path, SaveDocuments documents) const;
  static Result<Doc2Vec> load(const std::filesystem::path& path);
  /// The same from the bytes of a file, which are copied; `name` stands for the path in errors.
  static Result<Doc2Vec> parse(std::span<const std::byte> bytes, const std::string& name);

  /// The word vectors (word2vec text format: "count dim", then "word v1 v2 …" a line).
  [[nodiscard]] Result<void> export_word2vec(const std::filesystem::path& path) const;

  Doc2Vec(Doc2Vec&&) noexcept;
  Doc2Vec& operator=(Doc2Vec&&) noexcept;
  ~Doc2Vec();

 private:
  struct State;
  explicit Doc2Vec(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kinora
