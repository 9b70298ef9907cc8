// Included once for each instruction set by kernels.cpp: training where groups of examples share their noise words. All loops
// over columns have constant bounds, so that a slice of a vector stays in registers.

#if defined(KINORA_EMBEDDING_GROUP_KERNELS) == defined(HWY_TARGET_TOGGLE)
#ifdef KINORA_EMBEDDING_GROUP_KERNELS
#undef KINORA_EMBEDDING_GROUP_KERNELS
#else
#define KINORA_EMBEDDING_GROUP_KERNELS
#endif

#include "embedding/kernels.hpp"
#include "embedding/vector_blocks-inl.hpp"

#include <hwy/cache_control.h>
#include <hwy/highway.h>
#include <algorithm>
#include <cstddef>
#include <type_traits>

HWY_BEFORE_NAMESPACE();
namespace kinora {
namespace HWY_NAMESPACE {
namespace {

/// kWidth columns of a row, in registers.
template <std::size_t kWidth>
struct Columns {
  static constexpr std::size_t kVectors = kWidth / kLanes;
  Vector parts[kVectors];

  HWY_INLINE void load(const float* from) {
    for (std::size_t i = 0; i < kVectors; ++i) parts[i] = hn::Load(Tag(), from + i * kLanes);
  }
  HWY_INLINE void store(float* to) const {
    for (std::size_t i = 0; i < kVectors; ++i) hn::Store(parts[i], Tag(), to + i * kLanes);
  }
  HWY_INLINE void add(const float* row) {
    for (std::size_t i = 0; i < kVectors; ++i) parts[i] = hn::Add(parts[i], hn::Load(Tag(), row + i * kLanes));
  }
  HWY_INLINE void scale(float factor) {
    for (std::size_t i = 0; i < kVectors; ++i) parts[i] = hn::Mul(parts[i], hn::Set(Tag(), factor));
  }
  /// += factor · row
  HWY_INLINE void add_scaled(float factor, const float* row) {
    const Vector scale = hn::Set(Tag(), factor);
    for (std::size_t i = 0; i < kVectors; ++i) parts[i] = hn::MulAdd(scale, hn::Load(Tag(), row + i * kLanes), parts[i]);
  }
  HWY_INLINE void add_to(float* row) const {
    for (std::size_t i = 0; i < kVectors; ++i)
      hn::Store(hn::Add(parts[i], hn::Load(Tag(), row + i * kLanes)), Tag(), row + i * kLanes);
  }
  /// The products with a row, not yet summed over the lanes.
  HWY_INLINE Vector times(const float* row) const {
    Vector sum = hn::Mul(parts[0], hn::Load(Tag(), row));
    for (std::size_t i = 1; i < kVectors; ++i) sum = hn::MulAdd(parts[i], hn::Load(Tag(), row + i * kLanes), sum);
    return sum;
  }
};

/// A batch in groups, and the kWidth columns of a slice.
template <std::size_t kWidth>
struct GroupBatch {
  const WeightsView& weights;
  const Batch& batch;

  [[nodiscard]] HWY_INLINE const Examples& examples() const { return *batch.examples; }
  [[nodiscard]] HWY_INLINE float* input(const Example& example) const {
    const std::size_t row = example.input & ~kWordInput;
    return ((example.input & kWordInput) != 0 ? weights.words : weights.documents) + row * kWidth;
  }
  [[nodiscard]] HWY_INLINE float* word(std::size_t place) const {
    return weights.words + std::size_t{examples().kept[place]} * kWidth;
  }
  [[nodiscard]] HWY_INLINE float* output(Target target) const {
    return weights.output + std::size_t{target & kRowOfTarget} * kWidth;
  }
  /// visit(word row) for each word of the context.
  template <class Visit>
  HWY_INLINE void for_each_context_word(const Example& example, Visit visit) const {
    for (std::size_t i = example.context_begin; i < example.centre; ++i) visit(word(i));
    for (std::size_t i = example.centre + 1; i < example.context_end; ++i) visit(word(i));
  }
  HWY_INLINE void output_rows(const Target* targets, std::size_t count, float** rows) const {
    for (std::size_t k = 0; k < count; ++k) rows[k] = output(targets[k]);
  }
};

template <std::size_t kWidth>
HWY_INLINE void prefetch_columns(const float* row) {
  constexpr std::size_t kFloatsPerLine = 16;
  for (std::size_t i = 0; i < kWidth; i += kFloatsPerLine) hwy::Prefetch(row + i);
}

/// The rows that an example soon needs, but for its group's noise.
template <std::size_t kWidth>
HWY_INLINE void prefetch_example(const GroupBatch<kWidth>& group, std::size_t index) {
  if (index >= group.examples().list.size()) return;
  const Example& example = group.examples().list[index];
  prefetch_columns<kWidth>(group.input(example));
  prefetch_columns<kWidth>(group.output(group.examples().targets[example.target_begin]));
  group.for_each_context_word(example, [](const float* row) { prefetch_columns<kWidth>(row); });
}

HWY_INLINE float share_of_input(const Example& example) {
  return 1.0F / static_cast<float>(std::max<std::uint32_t>(example.context_end - example.context_begin, 1));
}

template <std::size_t kWidth>
HWY_INLINE Columns<kWidth> hidden_of(const GroupBatch<kWidth>& group, const Example& example) {
  Columns<kWidth> hidden;
  hidden.load(group.input(example));
  group.for_each_context_word(example, [&](const float* row) { hidden.add(row); });
  if (group.weights.join == InputJoin::kMean) hidden.scale(share_of_input(example));
  return hidden;
}

/// Targets of an example stand in whole blocks.
HWY_INLINE std::size_t target_pitch(const Example& example) {
  return (example.target_count + kTargetBlock - 1) / kTargetBlock * kTargetBlock;
}

template <std::size_t kWidth, std::size_t kCount>
HWY_INLINE void scores_of_rows(const Columns<kWidth>& hidden, float* const* rows, float* scores) {
  Vector products[kTargetBlock];
  for (std::size_t k = 0; k < kCount; ++k) products[k] = hidden.times(rows[k]);
  for (std::size_t k = kCount; k < kTargetBlock; ++k) products[k] = hn::Zero(Tag());
  store_sums(products[0], products[1], products[2], products[3], scores);
  store_sums(products[4], products[5], products[6], products[7], scores + 4);
}

/// work(how many of a block as a constant)
template <class Work>
HWY_INLINE void with_count(std::size_t count, Work work) {
  switch (count) {
    case 1:
      return work(std::integral_constant<std::size_t, 1>());
    case 2:
      return work(std::integral_constant<std::size_t, 2>());
    case 3:
      return work(std::integral_constant<std::size_t, 3>());
    case 4:
      return work(std::integral_constant<std::size_t, 4>());
    case 5:
      return work(std::integral_constant<std::size_t, 5>());
    case 6:
      return work(std::integral_constant<std::size_t, 6>());
    case 7:
      return work(std::integral_constant<std::size_t, 7>());
    default:
      return work(std::integral_constant<std::size_t, kTargetBlock>());
  }
}

template <std::size_t kWidth>
void forward_groups(const GroupBatch<kWidth>& group, float* hidden_out, float* scores) {
  constexpr std::size_t kPrefetchDistance = 8;
  const Target* targets = group.examples().targets.data();
  float* rows[kMostSharedTargets];
  for (std::size_t index = group.batch.begin; index < group.batch.end; ++index, hidden_out += kWidth) {
    prefetch_example<kWidth>(group, index + kPrefetchDistance);
    const Example& example = group.examples().list[index];
    const std::size_t first_new = (index - group.batch.begin) % kNoiseGroup == 0 ? example.target_count : 1;
    group.output_rows(targets + example.target_begin, first_new, rows);
    const Columns<kWidth> hidden = hidden_of<kWidth>(group, example);
    hidden.store(hidden_out);
    for (std::size_t done = 0; done < example.target_count; done += kTargetBlock)
      with_count(example.target_count - done,
                 [&](auto count) { scores_of_rows<kWidth, count()>(hidden, rows + done, scores + example.target_begin + done); });
  }
}

/// What an example changes but its group's noise rows.
template <std::size_t kWidth>
HWY_INLINE void step_of_member(const GroupBatch<kWidth>& group, const Example& example, const float* hidden, float* const* rows,
                               const float* gradients) {
  Columns<kWidth> error;
  for (Vector& part : error.parts) part = hn::Zero(Tag());
  for (std::size_t done = 0; done < example.target_count; done += kTargetBlock)
    with_count(example.target_count - done, [&](auto count) {
      for (std::size_t k = 0; k < count(); ++k) error.add_scaled(gradients[done + k], rows[done + k]);
    });
  Columns<kWidth> own;
  own.load(rows[0]);
  own.add_scaled(gradients[0], hidden);
  own.store(rows[0]);
  if (group.weights.join == InputJoin::kSum) error.scale(share_of_input(example));
  error.add_to(group.input(example));
  group.for_each_context_word(example, [&](float* row) { error.add_to(row); });
}

/// rows[k] += Σ gradients[e · pitch + k] · hidden[e] over the examples of a group, for k < kCount; the rows are distinct.
template <std::size_t kWidth, std::size_t kCount>
HWY_INLINE void learn_rows(const float* HWY_RESTRICT hidden, std::size_t examples, float* const* rows,
                           const float* HWY_RESTRICT gradients, std::size_t pitch) {
  constexpr std::size_t kStep = kWidth <= 3 * kLanes ? kWidth : 2 * kLanes;
  static_assert(kWidth % kStep == 0);
  for (std::size_t column = 0; column < kWidth; column += kStep) {
    Columns<kStep> sums[kCount];
    for (std::size_t k = 0; k < kCount; ++k) sums[k].load(rows[k] + column);
    for (std::size_t e = 0; e < examples; ++e)
      for (std::size_t k = 0; k < kCount; ++k) sums[k].add_scaled(gradients[e * pitch + k], hidden + e * kWidth + column);
    for (std::size_t k = 0; k < kCount; ++k) sums[k].store(rows[k] + column);
  }
}

HWY_INLINE bool are_distinct(float* const* rows, std::size_t count) {
  bool distinct = true;
  for (std::size_t k = 1; k < count; ++k)
    for (std::size_t other = 0; other < k; ++other) distinct = distinct && rows[k] != rows[other];
  return distinct;
}

template <std::size_t kWidth>
HWY_INLINE void learn_noise(const float* hidden, std::size_t examples, float* const* rows, std::size_t count,
                            const float* gradients, std::size_t pitch) {
  for (std::size_t done = 0; done < count; done += kTargetBlock) {
    const std::size_t together = std::min(count - done, kTargetBlock);
    if (are_distinct(rows + done, together)) {
      with_count(together,
                 [&](auto constant) { learn_rows<kWidth, constant()>(hidden, examples, rows + done, gradients + done, pitch); });
    } else {
      for (std::size_t k = done; k < done + together; ++k)
        learn_rows<kWidth, 1>(hidden, examples, rows + k, gradients + k, pitch);
    }
  }
}

template <std::size_t kWidth>
void backward_groups(const GroupBatch<kWidth>& group, const float* hidden, const float* gradients) {
  const Target* targets = group.examples().targets.data();
  float* rows[kMostSharedTargets];
  for (std::size_t begin = group.batch.begin; begin < group.batch.end; begin += kNoiseGroup) {
    const Example* members = group.examples().list.data() + begin;
    const std::size_t size = std::min(kNoiseGroup, group.batch.end - begin);
    const std::size_t count = members->target_count;
    const float* first_gradients = gradients + members->target_begin;
    group.output_rows(targets + members->target_begin, count, rows);
    for (std::size_t e = 0; e < size; ++e) {
      rows[0] = group.output(targets[members[e].target_begin]);
      step_of_member<kWidth>(group, members[e], hidden + e * kWidth, rows, gradients + members[e].target_begin);
    }
    learn_noise<kWidth>(hidden, size, rows + 1, count - 1, first_gradients + 1, target_pitch(*members));
    hidden += size * kWidth;
  }
}

/// gradients[at, at + lanes) = alpha · (answer - sigmoid(score)), 0 where ignored.
template <class D>
HWY_INLINE void gradients_at(D tag, const Examples& examples, const float* const* partial_scores, std::size_t parts,
                             std::size_t at, float* gradients) {
  const hn::RebindToUnsigned<D> target_tag;
  const auto limit = hn::Set(tag, 40.0F);  // beyond it exp() would leave the range of float
  const auto one = hn::Set(tag, 1.0F);
  auto score = hn::LoadU(tag, partial_scores[0] + at);
  for (std::size_t part = 1; part < parts; ++part) score = hn::Add(score, hn::LoadU(tag, partial_scores[part] + at));
  const auto target = hn::LoadU(target_tag, examples.targets.data() + at);
  const auto is_own = hn::RebindMask(tag, hn::TestBit(target, hn::Set(target_tag, kPositive)));
  const auto is_ignored = hn::RebindMask(tag, hn::TestBit(target, hn::Set(target_tag, kIgnored)));
  const auto negated = hn::Neg(hn::Clamp(score, hn::Neg(limit), limit));
  const auto sigmoid = hn::Div(one, hn::Add(one, hn::CallExp(tag, negated)));
  const auto step = hn::IfThenZeroElse(is_ignored, hn::Set(tag, examples.alpha));
  hn::StoreU(hn::Mul(step, hn::Sub(hn::IfThenElseZero(is_own, one), sigmoid)), tag, gradients + at);
}

/// The targets of a batch lie one after the other, in whole blocks.
inline void gradients_of_groups(const Batch& batch, const float* const* partial_scores, std::size_t parts, float* gradients) {
  const hn::CappedTag<float, 16> wide;
  const hn::CappedTag<float, kTargetBlock> narrow;
  std::size_t at = batch.list().front().target_begin;
  const std::size_t end = at + batch.size() * target_pitch(batch.list().front());
  for (; at + hn::Lanes(wide) <= end; at += hn::Lanes(wide))
    gradients_at(wide, *batch.examples, partial_scores, parts, at, gradients);
  for (; at < end; at += hn::Lanes(narrow)) gradients_at(narrow, *batch.examples, partial_scores, parts, at, gradients);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora
HWY_AFTER_NAMESPACE();

#endif
