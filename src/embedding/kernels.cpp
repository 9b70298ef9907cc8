#include "embedding/kernels.hpp"

#include "embedding/weights.hpp"

#include <hwy/cache_control.h>
#include <algorithm>
#include <cstddef>
#include <cstdint>

// Registers are kept in arrays, so vectors of unknown length (SVE, RVV) are left to NEON and to the emulation.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)

// Highway compiles what follows once for each instruction set and chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "embedding/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "embedding/vector_blocks-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kinora {
namespace HWY_NAMESPACE {
namespace {

/// The input rows of an example, from the first column of a slice on.
struct Inputs {
  const WeightsView& weights;
  const Examples& examples;
  std::size_t column;
  std::size_t width;

  HWY_INLINE float* word(std::size_t row) const { return weights.words + row * weights.stride + column; }
  HWY_INLINE float* first(const Example& example) const {
    if ((example.input & kWordInput) != 0) return word(example.input & ~kWordInput);
    return weights.documents + std::size_t{example.input} * weights.stride + column;
  }
  /// The word `distance` places from the centre, or the null word beyond the document's ends.
  HWY_INLINE float* neighbour(const Example& example, std::ptrdiff_t distance) const {
    const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(example.centre) + distance;
    const bool inside = place >= example.context_begin && place < example.context_end;
    return word(inside ? examples.kept[static_cast<std::size_t>(place)] : weights.null_word);
  }
  /// visit(word row) for each word of the context.
  template <class Visit>
  HWY_INLINE void for_each_context_word(const Example& example, Visit visit) const {
    for (std::size_t i = example.context_begin; i < example.centre; ++i) visit(word(examples.kept[i]));
    for (std::size_t i = example.centre + 1; i < example.context_end; ++i) visit(word(examples.kept[i]));
  }
  /// visit(slot, word row) for each place of a concatenation after the document's.
  template <class Visit>
  HWY_INLINE void for_each_slot(const Example& example, Visit visit) const {
    const auto window = static_cast<std::ptrdiff_t>(weights.window);
    std::size_t slot = 1;
    for (std::ptrdiff_t distance = -window; distance <= window; ++distance)
      if (distance != 0) visit(slot++, neighbour(example, distance));
  }
};

/// 1 / (rows that are averaged). A context that is empty has begin == end.
HWY_INLINE float inverse_count(const Example& example) {
  return 1.0F / static_cast<float>(std::max<std::uint32_t>(example.context_end - example.context_begin, 1));
}

HWY_INLINE void compose(const Inputs& inputs, const Example& example, const float* first, float* hidden) {
  copy(first, hidden, inputs.width);
  if (inputs.weights.join == InputJoin::kConcat) {
    inputs.for_each_slot(example,
                         [&](std::size_t slot, const float* row) { copy(row, hidden + slot * inputs.width, inputs.width); });
    return;
  }
  inputs.for_each_context_word(example, [&](const float* row) { add(row, hidden, inputs.width); });
  if (inputs.weights.join == InputJoin::kMean) scale_by(inverse_count(example), hidden, inputs.width);
}

/// gensim's way with the error: whole to each input of a mean, divided among those of a sum.
HWY_INLINE void spread(const Inputs& inputs, const Example& example, float* error, float* first) {
  if (inputs.weights.join == InputJoin::kConcat) {
    add(error, first, inputs.width);
    inputs.for_each_slot(example, [&](std::size_t slot, float* row) { add(error + slot * inputs.width, row, inputs.width); });
    return;
  }
  if (inputs.weights.join == InputJoin::kSum) scale_by(inverse_count(example), error, inputs.width);
  add(error, first, inputs.width);
  inputs.for_each_context_word(example, [&](float* row) { add(error, row, inputs.width); });
}

/// Target rows of a block, from the first column of a slice on.
HWY_INLINE std::size_t rows_of_block(const WeightsView& weights, const Target* targets, std::size_t left, std::size_t column,
                                     float** rows) {
  const std::size_t count = std::min(left, kTargetBlock);
  for (std::size_t k = 0; k < count; ++k)
    rows[k] = weights.output + std::size_t{targets[k] & ~kPositive} * weights.hidden_width + column;
  return count;
}

HWY_INLINE void prefetch_targets(const WeightsView& weights, const Batch& batch, std::size_t index, ColumnSlice slice) {
  constexpr std::size_t kFloatsPerLine = 16;
  if (index >= batch.end) return;
  const Example& example = batch.examples->list[index];
  const Target* targets = batch.examples->targets.data() + example.target_begin;
  for (std::size_t k = 0; k < std::min<std::size_t>(example.target_count, kTargetBlock); ++k) {
    const float* row = weights.output + std::size_t{targets[k] & ~kPositive} * weights.hidden_width + slice.begin;
    for (std::size_t i = 0; i < slice.width(); i += kFloatsPerLine) hwy::Prefetch(row + i);
  }
}

void forward_kernel(const WeightsView& weights, const Batch& batch, ColumnSlice slice, float* hidden, float* partial_scores) {
  constexpr std::size_t kPrefetchDistance = 4;
  const Inputs inputs{weights, *batch.examples, slice.begin, slice.width()};
  const Pieces pieces{weights.hidden_width / weights.stride, slice.width(), weights.stride};
  const Target* targets = batch.examples->targets.data();
  for (std::size_t index = batch.begin; index < batch.end; ++index, hidden += pieces.slots * pieces.width) {
    prefetch_targets(weights, batch, index + kPrefetchDistance, slice);
    const Example& example = batch.examples->list[index];
    compose(inputs, example, inputs.first(example), hidden);
    for (std::size_t done = 0; done < example.target_count; done += kTargetBlock) {
      float* rows[kTargetBlock];
      const std::size_t at = example.target_begin + done;
      const std::size_t count = rows_of_block(weights, targets + at, example.target_count - done, slice.begin, rows);
      dot_targets(hidden, pieces, rows, count, partial_scores + at);
    }
  }
}

void gradients_kernel(const Batch& batch, const float* const* partial_scores, std::size_t parts, float* gradients) {
  const Target* targets = batch.examples->targets.data();
  const float* block[kMaxSlices];
  for (const Example& example : batch.list()) {
    for (std::size_t at = example.target_begin; at < example.target_begin + example.target_count; at += kTargetBlock) {
      for (std::size_t part = 0; part < parts; ++part) block[part] = partial_scores[part] + at;
      gradient_block(block, parts, targets + at, batch.examples->alpha, gradients + at);
    }
  }
}

void backward_kernel(const WeightsView& weights, const Batch& batch, ColumnSlice slice, const float* hidden,
                     const float* gradients, float* error) {
  const Inputs inputs{weights, *batch.examples, slice.begin, slice.width()};
  const Pieces pieces{weights.hidden_width / weights.stride, slice.width(), weights.stride};
  const Target* targets = batch.examples->targets.data();
  for (std::size_t index = batch.begin; index < batch.end; ++index, hidden += pieces.slots * pieces.width) {
    const Example& example = batch.examples->list[index];
    clear(error, pieces.slots * pieces.width);
    for (std::size_t done = 0; done < example.target_count; done += kTargetBlock) {
      float* rows[kTargetBlock];
      const std::size_t at = example.target_begin + done;
      const std::size_t count = rows_of_block(weights, targets + at, example.target_count - done, slice.begin, rows);
      update_targets<true>(hidden, error, pieces, rows, count, gradients + at);
    }
    spread(inputs, example, error, inputs.first(example));
  }
}

/// Moves the document by one example; of a concatenation's error only the document's slot is needed.
HWY_INLINE void infer_example(const Inputs& inputs, const Example& example, float alpha, float* document, float* hidden,
                              float* error) {
  const WeightsView& weights = inputs.weights;
  const Pieces all{weights.hidden_width / weights.stride, inputs.width, weights.stride};
  const Pieces document_only{1, inputs.width, weights.stride};
  compose(inputs, example, document, hidden);
  clear(error, inputs.width);
  const Target* targets = inputs.examples.targets.data() + example.target_begin;
  for (std::size_t done = 0; done < example.target_count; done += kTargetBlock) {
    float* rows[kTargetBlock];
    HWY_ALIGN float scores[kTargetBlock];
    HWY_ALIGN float gradients[kTargetBlock];
    const float* parts[] = {scores};
    const std::size_t count = rows_of_block(weights, targets + done, example.target_count - done, 0, rows);
    dot_targets(hidden, all, rows, count, scores);
    gradient_block(parts, 1, targets + done, alpha, gradients);
    update_targets<false>(hidden, error, document_only, rows, count, gradients);
  }
  if (weights.join == InputJoin::kSum) scale_by(inverse_count(example), error, inputs.width);
  add(error, document, inputs.width);
}

void infer_kernel(const WeightsView& weights, const Examples& examples, float* document, float* scratch) {
  const Inputs inputs{weights, examples, 0, weights.stride};
  for (std::size_t i = 0; i < examples.list.size(); ++i)
    infer_example(inputs, examples.list[i], examples.alpha, document, scratch, scratch + weights.hidden_width);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kinora {
namespace {

HWY_EXPORT(forward_kernel);
HWY_EXPORT(gradients_kernel);
HWY_EXPORT(backward_kernel);
HWY_EXPORT(infer_kernel);

}  // namespace

void forward_slice(const WeightsView& weights, const Batch& batch, ColumnSlice slice, float* hidden, float* partial_scores) {
  HWY_DYNAMIC_DISPATCH(forward_kernel)(weights, batch, slice, hidden, partial_scores);
}

void gradients_of(const Batch& batch, std::span<const float* const> partial_scores, float* gradients) {
  HWY_DYNAMIC_DISPATCH(gradients_kernel)(batch, partial_scores.data(), partial_scores.size(), gradients);
}

void backward_slice(const WeightsView& weights, const Batch& batch, ColumnSlice slice, const float* hidden,
                    const float* gradients, float* error) {
  HWY_DYNAMIC_DISPATCH(backward_kernel)(weights, batch, slice, hidden, gradients, error);
}

void infer_pass(const WeightsView& weights, const Examples& examples, float* document, float* scratch) {
  HWY_DYNAMIC_DISPATCH(infer_kernel)(weights, examples, document, scratch);
}

}  // namespace kinora
#endif  // HWY_ONCE
