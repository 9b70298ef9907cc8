#pragma once

#include "embedding/batch.hpp"
#include "embedding/examples.hpp"
#include "embedding/weights.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/embedding/doc2vec.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kinora {

/// A range of tokens from one or more documents, drawn together from one stream of random numbers. A document lies in one chunk
/// unless it is very long.
struct DocumentChunk {
  std::size_t first_document = 0;
  std::size_t first_token = 0;
  std::size_t end_token = 0;
};

/// Cuts the documents into chunks of a size that depends on nothing else.
[[nodiscard]] std::vector<DocumentChunk> cut_into_chunks(const EncodedDocuments& documents);

/// What a training run works on.
struct TrainingTask {
  const EncodedDocuments& documents;
  const Doc2VecOptions& options;
  const ExampleSampler& sampler;
  const NetworkShape& shape;
};

/// Draws the examples of a chunk for an epoch, with the learning rate at its beginning.
void sample_chunk(const TrainingTask& task, const DocumentChunk& chunk, std::size_t chunk_number, std::size_t epoch,
                  Examples& examples);

/// The same in batches, whose groups share their noise words where they can.
void sample_batches(const TrainingTask& task, const BatchLimits& limits, const DocumentChunk& chunk, std::size_t chunk_number,
                    std::size_t epoch, Examples& examples);

/// -ln sigmoid(±score), without overflow.
[[nodiscard]] double target_loss(double score, bool positive);

/// The loss of some predictions from their scores: -Σ ln sigmoid(±score). Scores are sums of parts as in gradients_of().
[[nodiscard]] double loss_of(const Batch& batch, std::span<const float* const> partial_scores);

/// Trains with the same result at any number of threads (docs/decisions/0401).
[[nodiscard]] Result<Doc2VecReport> train_in_lockstep(const TrainingTask& task, Weights& weights, const Execution& execution);

/// Hogwild (Niu et al. 2011): threads change the weights without waiting for each other; not reproducible.
[[nodiscard]] Result<Doc2VecReport> train_racing(const TrainingTask& task, Weights& weights, const Execution& execution);

}  // namespace kinora
