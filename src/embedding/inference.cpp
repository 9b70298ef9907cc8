#include "embedding/inference.hpp"

#include "base/hash.hpp"
#include "base/thread_pool.hpp"
#include "embedding/learning_rate.hpp"

#include <algorithm>

namespace kinora {
namespace {

constexpr std::size_t kShardDocuments = 128;
/// Shards between two looks at the token of cancellation and a report of progress.
constexpr std::size_t kRoundShards = 32;

struct InferenceScratch {
  Examples examples;
  Matrix vectors;  ///< the hidden vector and the error
};

/// All randomness comes from the document's words and the seed, so a document has one vector wherever it stands.
void infer_document(const InferenceModel& model, std::span<const WordId> words, const InferOptions& options,
                    InferenceScratch& scratch, std::span<float> vector) {
  Rng rng(options.seed, xxh3_64(std::as_bytes(words)));
  for (float& value : vector) value = (rng.uniform_float() - 0.5F) / static_cast<float>(vector.size());
  for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
    scratch.examples.clear();
    scratch.examples.alpha = learning_rate(options, epoch);
    model.sampler.sample_for_inference(words, rng, scratch.examples);
    infer_pass(model.weights, scratch.examples, vector.data(), scratch.vectors.data());
  }
}

}  // namespace

Result<Matrix> infer_documents(const InferenceModel& model, const EncodedDocuments& documents, const InferOptions& options,
                               const Execution& execution) {
  Matrix vectors(documents.size(), model.shape.dimension);
  ThreadPool pool(execution.threads);
  execution.stage_begin("infer", documents.size(), "documents");
  for (std::size_t round = 0; round < documents.size(); round += kRoundShards * kShardDocuments) {
    if (execution.cancelled()) return fail(cancelled_error("infer"));
    const std::size_t round_end = std::min(documents.size(), round + kRoundShards * kShardDocuments);
    const std::size_t shards = (round_end - round + kShardDocuments - 1) / kShardDocuments;
    pool.for_each_shard(shards, [&](std::size_t shard) {
      InferenceScratch scratch{{}, Matrix(2, model.shape.hidden_width())};
      const std::size_t begin = round + shard * kShardDocuments;
      for (std::size_t document = begin; document < std::min(round_end, begin + kShardDocuments); ++document)
        if (!documents[document].empty()) infer_document(model, documents[document], options, scratch, vectors.row(document));
    });
    execution.stage_progress(round_end);
  }
  execution.stage_end();
  return vectors;
}

}  // namespace kinora
