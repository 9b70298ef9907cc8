#include "embedding/learning_rate.hpp"
#include "embedding/streams.hpp"
#include "embedding/train.hpp"

#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

constexpr std::size_t kChunkTokens = 2048;
/// Longer documents are drawn piece by piece; no context reaches over the cut.
constexpr std::size_t kLongestPiece = 8192;

}  // namespace

double target_loss(double score, bool positive) {
  const double wrong = positive ? -score : score;
  return std::max(wrong, 0.0) + std::log1p(std::exp(-std::abs(wrong)));
}

std::vector<DocumentChunk> cut_into_chunks(const EncodedDocuments& documents) {
  std::vector<DocumentChunk> chunks;
  DocumentChunk open{0, 0, 0};
  const auto close = [&](std::size_t next_document, std::size_t next_token) {
    open.end_token = next_token;
    chunks.push_back(open);
    open = {next_document, next_token, next_token};
  };
  for (std::size_t document = 0; document < documents.size(); ++document) {
    const std::size_t begin = document == 0 ? 0 : documents.ends[document - 1];
    const std::size_t end = documents.ends[document];
    if (end - open.first_token > kLongestPiece && open.first_token < begin) close(document, begin);
    while (end - open.first_token > kLongestPiece) close(document, open.first_token + kLongestPiece);
    if (end - open.first_token >= kChunkTokens) close(document + 1, end);
  }
  if (open.first_token < documents.words.size()) close(documents.size(), documents.words.size());
  return chunks;
}

namespace {

/// Clears the examples and calls draw(words, row) for each document of a chunk.
template <class Draw>
void draw_documents(const TrainingTask& task, const DocumentChunk& chunk, std::size_t epoch, Examples& examples, Draw draw) {
  examples.clear();
  const double progress = static_cast<double>(chunk.first_token) / static_cast<double>(task.documents.words.size());
  examples.alpha = learning_rate(task.options, epoch, progress);
  const std::span<const WordId> words(task.documents.words);
  std::size_t token = chunk.first_token;
  for (std::size_t document = chunk.first_document; token < chunk.end_token; ++document) {
    const std::size_t end = std::min<std::size_t>(task.documents.ends[document], chunk.end_token);
    draw(words.subspan(token, end - token), static_cast<std::uint32_t>(document));
    token = end;
  }
}

Rng rng_of_chunk(const TrainingTask& task, std::size_t chunk_number, std::size_t epoch) {
  return Rng(task.options.seed, training_stream(epoch, chunk_number));
}

}  // namespace

void sample_chunk(const TrainingTask& task, const DocumentChunk& chunk, std::size_t chunk_number, std::size_t epoch,
                  Examples& examples) {
  Rng rng = rng_of_chunk(task, chunk_number, epoch);
  draw_documents(task, chunk, epoch, examples,
                 [&](std::span<const WordId> document, std::uint32_t row) { task.sampler.sample(document, row, rng, examples); });
}

void sample_batches(const TrainingTask& task, const BatchLimits& limits, const DocumentChunk& chunk, std::size_t chunk_number,
                    std::size_t epoch, Examples& examples) {
  Rng rng = rng_of_chunk(task, chunk_number, epoch);
  const bool shares_noise = task.sampler.can_share_noise();
  draw_documents(task, chunk, epoch, examples, [&](std::span<const WordId> document, std::uint32_t row) {
    if (shares_noise)
      task.sampler.sample_untargeted(document, row, rng, examples);
    else
      task.sampler.sample(document, row, rng, examples);
  });
  arrange_batches(limits, chunk.first_document, examples);
  if (shares_noise) task.sampler.share_noise(rng, examples);
}

double loss_of(const Batch& batch, std::span<const float* const> partial_scores) {
  const Examples& examples = *batch.examples;
  double loss = 0;
  for (const Example& example : batch.list()) {
    for (std::size_t t = example.target_begin; t < example.target_begin + example.target_count; ++t) {
      if (examples.shares_noise && (examples.targets[t] & kIgnored) != 0) continue;
      double score = 0;
      for (const float* part : partial_scores) score += static_cast<double>(part[t]);
      loss += target_loss(score, (examples.targets[t] & kPositive) != 0);
    }
  }
  return loss;
}

}  // namespace kinora
