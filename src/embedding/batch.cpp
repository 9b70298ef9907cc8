#include "embedding/batch.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace kinora {

BatchLimits batch_limits(const Doc2VecOptions& options, const ExampleSampler& sampler) {
  // Rate times changes: how far a row may move on old information.
  constexpr double kRowReach = 1.0;
  constexpr double kDocumentReach = 0.25;
  const auto limit = [](double size) {
    return static_cast<std::size_t>(std::clamp(size, 1.0, static_cast<double>(kLargestBatch)));
  };
  return {.examples = limit(kRowReach / (options.alpha * std::max(sampler.busiest_row_share(), 1e-9))),
          .document_changes = limit(kDocumentReach / options.alpha)};
}

namespace {

/// One example from each of as many equal parts of the list as a batch is large, in turn: a batch rarely has two of one document.
/// Every other example of the parts comes first, so that neighbouring batches, which do not see each other's changes, rarely do.
void interleave(Examples& examples) {
  const std::size_t count = examples.list.size();
  const std::size_t strand = (count + kLargestBatch - 1) / kLargestBatch;
  Example* out = examples.arranged.make_room(count);
  for (std::size_t first = 0; first < 2; ++first)
    for (std::size_t i = first; i < strand; i += 2)
      for (std::size_t at = i; at < count; at += strand) *out++ = examples.list[at];
  examples.arranged.set_end(out);
  std::swap(examples.list, examples.arranged);
  examples.arranged.clear();
}

void forget_changes(std::size_t first_document, std::size_t begin, std::size_t end, Examples& examples) {
  for (std::size_t i = begin; i < end; ++i)
    if ((examples.list[i].input & kWordInput) == 0) examples.changes[examples.list[i].input - first_document] = 0;
}

}  // namespace

void arrange_batches(const BatchLimits& limits, std::size_t first_document, Examples& examples) {
  interleave(examples);
  const auto count = static_cast<std::uint32_t>(examples.list.size());
  examples.changes.clear();
  std::uint32_t* end = examples.batch_ends.make_room(count);
  std::uint32_t begin = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t input = examples.list[i].input;
    const bool full = i - begin == limits.examples;
    const bool is_document = (input & kWordInput) == 0;
    if (is_document && input - first_document >= examples.changes.size()) examples.changes.resize(input - first_document + 1);
    if (full || (is_document && examples.changes[input - first_document] == limits.document_changes)) {
      forget_changes(first_document, begin, i, examples);
      *end++ = begin = i;
    }
    if (is_document) ++examples.changes[input - first_document];
  }
  if (begin < count) *end++ = count;
  examples.batch_ends.set_end(end);
}

}  // namespace kinora
