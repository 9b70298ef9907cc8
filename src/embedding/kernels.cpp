#include "embedding/kernels.hpp"

#include "embedding/weights.hpp"

#include <hwy/cache_control.h>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// Registers are kept in arrays, so vectors of unknown length (SVE, RVV) are left to NEON and to the emulation.
#ifndef HWY_DISABLED_TARGETS  // a build with sanitizers disables more
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif

// Highway compiles what follows once for each instruction set and chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "embedding/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "embedding/group_kernels-inl.hpp"
#include "embedding/vector_blocks-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kinora {
namespace HWY_NAMESPACE {
namespace {

/// The input rows of an example.
struct Inputs {
  const WeightsView& weights;
  const Examples& examples;

  HWY_INLINE float* word(std::size_t row) const { return weights.words + row * weights.stride; }
  HWY_INLINE float* first(const Example& example) const {
    if ((example.input & kWordInput) != 0) return word(example.input & ~kWordInput);
    return weights.documents + std::size_t{example.input} * weights.stride;
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
  copy(first, hidden, inputs.weights.stride);
  if (inputs.weights.join == InputJoin::kConcat) {
    inputs.for_each_slot(example, [&](std::size_t slot, const float* row) {
      copy(row, hidden + slot * inputs.weights.stride, inputs.weights.stride);
    });
    return;
  }
  inputs.for_each_context_word(example, [&](const float* row) { add(row, hidden, inputs.weights.stride); });
  if (inputs.weights.join == InputJoin::kMean) scale_by(inverse_count(example), hidden, inputs.weights.stride);
}

/// gensim's way with the error: whole to each input of a mean, divided among those of a sum.
HWY_INLINE void spread(const Inputs& inputs, const Example& example, float* error, float* first) {
  if (inputs.weights.join == InputJoin::kConcat) {
    add(error, first, inputs.weights.stride);
    inputs.for_each_slot(
        example, [&](std::size_t slot, float* row) { add(error + slot * inputs.weights.stride, row, inputs.weights.stride); });
    return;
  }
  if (inputs.weights.join == InputJoin::kSum) scale_by(inverse_count(example), error, inputs.weights.stride);
  add(error, first, inputs.weights.stride);
  inputs.for_each_context_word(example, [&](float* row) { add(error, row, inputs.weights.stride); });
}

/// Target rows of a block.
HWY_INLINE std::size_t rows_of_block(const WeightsView& weights, const Target* targets, std::size_t left, float** rows) {
  const std::size_t count = std::min(left, kTargetBlock);
  for (std::size_t k = 0; k < count; ++k) rows[k] = weights.output + std::size_t{targets[k] & ~kPositive} * weights.hidden_width;
  return count;
}

HWY_INLINE void prefetch_row(const float* row, std::size_t width) {
  constexpr std::size_t kFloatsPerLine = 16;
  for (std::size_t i = 0; i < width; i += kFloatsPerLine) hwy::Prefetch(row + i);
}

HWY_INLINE void prefetch_example(const Inputs& inputs, std::size_t index) {
  if (index >= inputs.examples.list.size()) return;
  const Example& example = inputs.examples.list[index];
  prefetch_row(inputs.first(example), inputs.weights.stride);
  for (std::size_t i = example.context_begin; i < example.context_end; ++i)
    prefetch_row(inputs.word(inputs.examples.kept[i]), inputs.weights.stride);
  const Target* targets = inputs.examples.targets.data() + example.target_begin;
  for (std::size_t k = 0; k < std::min<std::size_t>(example.target_count, kTargetBlock); ++k)
    prefetch_row(inputs.weights.output + std::size_t{targets[k] & ~kPositive} * inputs.weights.hidden_width,
                 inputs.weights.stride);
}

void forward_kernel(const WeightsView& weights, const Batch& batch, float* hidden, float* partial_scores) {
  constexpr std::size_t kPrefetchDistance = 8;
  const Inputs inputs{weights, *batch.examples};
  const Pieces pieces{weights.hidden_width / weights.stride, weights.stride, weights.stride};
  const Target* targets = batch.examples->targets.data();
  for (std::size_t index = batch.begin; index < batch.end; ++index, hidden += pieces.slots * pieces.width) {
    prefetch_example(inputs, index + kPrefetchDistance);
    const Example& example = batch.examples->list[index];
    compose(inputs, example, inputs.first(example), hidden);
    for (std::size_t done = 0; done < example.target_count; done += kTargetBlock) {
      float* rows[kTargetBlock];
      const std::size_t at = example.target_begin + done;
      const std::size_t count = rows_of_block(weights, targets + at, example.target_count - done, rows);
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

void backward_kernel(const WeightsView& weights, const Batch& batch, const float* hidden, const float* gradients, float* error) {
  const Inputs inputs{weights, *batch.examples};
  const Pieces pieces{weights.hidden_width / weights.stride, weights.stride, weights.stride};
  const Target* targets = batch.examples->targets.data();
  for (std::size_t index = batch.begin; index < batch.end; ++index, hidden += pieces.slots * pieces.width) {
    const Example& example = batch.examples->list[index];
    clear(error, pieces.slots * pieces.width);
    for (std::size_t done = 0; done < example.target_count; done += kTargetBlock) {
      float* rows[kTargetBlock];
      const std::size_t at = example.target_begin + done;
      const std::size_t count = rows_of_block(weights, targets + at, example.target_count - done, rows);
      update_targets<true>(hidden, error, pieces, rows, count, gradients + at);
    }
    spread(inputs, example, error, inputs.first(example));
  }
}

/// Moves the document by one example; of a concatenation's error only the document's slot is needed.
HWY_INLINE void infer_example(const Inputs& inputs, const Example& example, float alpha, float* document, float* hidden,
                              float* error) {
  const WeightsView& weights = inputs.weights;
  const Pieces all{weights.hidden_width / weights.stride, inputs.weights.stride, weights.stride};
  const Pieces document_only{1, inputs.weights.stride, weights.stride};
  compose(inputs, example, document, hidden);
  clear(error, inputs.weights.stride);
  const Target* targets = inputs.examples.targets.data() + example.target_begin;
  for (std::size_t done = 0; done < example.target_count; done += kTargetBlock) {
    float* rows[kTargetBlock];
    HWY_ALIGN float scores[kTargetBlock];
    HWY_ALIGN float gradients[kTargetBlock];
    const float* parts[] = {scores};
    const std::size_t count = rows_of_block(weights, targets + done, example.target_count - done, rows);
    dot_targets(hidden, all, rows, count, scores);
    gradient_block(parts, 1, targets + done, alpha, gradients);
    update_targets<false>(hidden, error, document_only, rows, count, gradients);
  }
  if (weights.join == InputJoin::kSum) scale_by(inverse_count(example), error, inputs.weights.stride);
  add(error, document, inputs.weights.stride);
}

void infer_kernel(const WeightsView& weights, const Examples& examples, float* document, float* scratch) {
  const Inputs inputs{weights, examples};
  for (std::size_t i = 0; i < examples.list.size(); ++i)
    infer_example(inputs, examples.list[i], examples.alpha, document, scratch, scratch + weights.hidden_width);
}

/// visit(width as a constant) for the width of a slice.
template <class Visit>
HWY_INLINE void with_width(std::size_t width, Visit visit) {
  switch (width) {
    case 16:
      return visit(std::integral_constant<std::size_t, 16>());
    case 32:
      return visit(std::integral_constant<std::size_t, 32>());
    case 48:
      return visit(std::integral_constant<std::size_t, 48>());
    default:
      return visit(std::integral_constant<std::size_t, 64>());
  }
}

void forward_groups_kernel(const WeightsView& weights, const Batch& batch, float* hidden, float* partial_scores) {
  with_width(weights.stride, [&](auto width) {
    forward_groups<width()>(GroupBatch<width()>{weights, batch}, hidden, partial_scores);
  });
}

void backward_groups_kernel(const WeightsView& weights, const Batch& batch, const float* hidden, const float* gradients) {
  with_width(weights.stride, [&](auto width) {
    backward_groups<width()>(GroupBatch<width()>{weights, batch}, hidden, gradients);
  });
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
HWY_EXPORT(forward_groups_kernel);
HWY_EXPORT(gradients_of_groups);
HWY_EXPORT(backward_groups_kernel);
HWY_EXPORT(infer_kernel);

}  // namespace

void forward_slice(const WeightsView& columns, const Batch& batch, float* hidden, float* partial_scores) {
  if (batch.examples->shares_noise)
    HWY_DYNAMIC_DISPATCH(forward_groups_kernel)(columns, batch, hidden, partial_scores);
  else
    HWY_DYNAMIC_DISPATCH(forward_kernel)(columns, batch, hidden, partial_scores);
}

void gradients_of(const Batch& batch, std::span<const float* const> partial_scores, float* gradients) {
  if (batch.examples->shares_noise)
    HWY_DYNAMIC_DISPATCH(gradients_of_groups)(batch, partial_scores.data(), partial_scores.size(), gradients);
  else
    HWY_DYNAMIC_DISPATCH(gradients_kernel)(batch, partial_scores.data(), partial_scores.size(), gradients);
}

void backward_slice(const WeightsView& columns, const Batch& batch, const float* hidden, const float* gradients, float* error) {
  if (batch.examples->shares_noise)
    HWY_DYNAMIC_DISPATCH(backward_groups_kernel)(columns, batch, hidden, gradients);
  else
    HWY_DYNAMIC_DISPATCH(backward_kernel)(columns, batch, hidden, gradients, error);
}

void infer_pass(const WeightsView& weights, const Examples& examples, float* document, float* scratch) {
  HWY_DYNAMIC_DISPATCH(infer_kernel)(weights, examples, document, scratch);
}

}  // namespace kinora
#endif  // HWY_ONCE
