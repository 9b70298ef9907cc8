#pragma once

#include "embedding/examples.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kinora {

inline constexpr std::size_t kLargestBatch = 128;
/// How much may go into one batch: its examples do not see each other's changes (docs/decisions/0401).
struct BatchLimits {
  std::size_t examples = 1;
  std::size_t document_changes = 1;  ///< examples of one document
};
[[nodiscard]] BatchLimits batch_limits(const Doc2VecOptions& options, const ExampleSampler& sampler);

/// Reorders the examples, so that neighbours in the list come from different documents, and cuts them into batches:
/// examples.batch_ends. Documents are numbered from `first_document` on.
void arrange_batches(const BatchLimits& limits, std::size_t first_document, Examples& examples);

/// Examples that are computed with the same weights: a range of the list.
struct Batch {
  const Examples* examples = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const { return end - begin; }
  [[nodiscard]] std::span<const Example> list() const { return {examples->list.data() + begin, size()}; }
};

}  // namespace kinora
