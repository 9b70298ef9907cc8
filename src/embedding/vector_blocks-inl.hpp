// Included once for each instruction set by kernels.cpp: the loops over the columns of vectors and rows.

#if defined(KINORA_EMBEDDING_VECTOR_BLOCKS) == defined(HWY_TARGET_TOGGLE)
#ifdef KINORA_EMBEDDING_VECTOR_BLOCKS
#undef KINORA_EMBEDDING_VECTOR_BLOCKS
#else
#define KINORA_EMBEDDING_VECTOR_BLOCKS
#endif

#include "embedding/examples.hpp"

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace kinora {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Tag>;
inline constexpr std::size_t kLanes = hn::MaxLanes(Tag());

#if HWY_TARGET == HWY_SCALAR
HWY_INLINE void store_sums(Vector a, Vector b, Vector c, Vector d, float* out) {
  out[0] = hn::GetLane(a);
  out[1] = hn::GetLane(b);
  out[2] = hn::GetLane(c);
  out[3] = hn::GetLane(d);
}
#else
using Quad = hn::CappedTag<float, 4>;
using QuadVector = hn::Vec<Quad>;

template <class D>
HWY_INLINE QuadVector fold_to_four(D, hn::Vec<D> v) {
  if constexpr (hn::MaxLanes(D()) <= 4) {
    return v;
  } else {
    const hn::Half<D> half;
    return fold_to_four(half, hn::Add(hn::UpperHalf(half, v), hn::LowerHalf(half, v)));
  }
}

/// The sums of four vectors' lanes: first within the blocks of four lanes, all at once, then over the blocks.
HWY_INLINE void store_sums(Vector a, Vector b, Vector c, Vector d, float* out) {
  const Tag tag;
  const hn::Repartition<double, Tag> pairs;
  const Vector ab = hn::Add(hn::InterleaveLower(tag, a, b), hn::InterleaveUpper(tag, a, b));
  const Vector cd = hn::Add(hn::InterleaveLower(tag, c, d), hn::InterleaveUpper(tag, c, d));
  const auto ab_pairs = hn::BitCast(pairs, ab);
  const auto cd_pairs = hn::BitCast(pairs, cd);
  const Vector abcd = hn::Add(hn::BitCast(tag, hn::InterleaveLower(pairs, ab_pairs, cd_pairs)),
                              hn::BitCast(tag, hn::InterleaveUpper(pairs, ab_pairs, cd_pairs)));
  hn::StoreU(fold_to_four(tag, abcd), Quad(), out);
}
#endif

/// A hidden vector, or the part of it that lies in some columns: `slots` pieces of `width` floats one after the other, and the
/// distance of these pieces in a row of the output weights.
struct Pieces {
  std::size_t slots;
  std::size_t width;
  std::size_t row_stride;
};

/// out[k] = hidden · rows[k] for k < kCount; writes all eight.
template <std::size_t kCount>
HWY_INLINE void dot_block(const float* HWY_RESTRICT hidden, const Pieces& pieces, const float* const* rows, float* out) {
  const Tag tag;
  Vector sums[kTargetBlock];
  for (Vector& sum : sums) sum = hn::Zero(tag);
  for (std::size_t slot = 0; slot < pieces.slots; ++slot) {
    const float* piece = hidden + slot * pieces.width;
    const std::size_t offset = slot * pieces.row_stride;
    for (std::size_t i = 0; i < pieces.width; i += kLanes) {
      const Vector h = hn::Load(tag, piece + i);
      for (std::size_t k = 0; k < kCount; ++k) sums[k] = hn::MulAdd(h, hn::Load(tag, rows[k] + offset + i), sums[k]);
    }
  }
  store_sums(sums[0], sums[1], sums[2], sums[3], out);
  store_sums(sums[4], sums[5], sums[6], sums[7], out + 4);
}

/// error += gradients[k] · rows[k], for k < kCount, and rows[k] += gradients[k] · hidden if kLearnRows.
template <std::size_t kCount, bool kLearnRows>
HWY_INLINE void update_block(const float* HWY_RESTRICT hidden, float* HWY_RESTRICT error, const Pieces& pieces,
                             float* const* rows, const float* gradients) {
  const Tag tag;
  Vector g[kCount];
  for (std::size_t k = 0; k < kCount; ++k) g[k] = hn::Set(tag, gradients[k]);
  for (std::size_t slot = 0; slot < pieces.slots; ++slot) {
    const std::size_t offset = slot * pieces.row_stride;
    for (std::size_t i = 0; i < pieces.width; i += kLanes) {
      const std::size_t at = slot * pieces.width + i;
      const Vector h = kLearnRows ? hn::Load(tag, hidden + at) : hn::Zero(tag);
      Vector e = hn::Load(tag, error + at);
      for (std::size_t k = 0; k < kCount; ++k) {
        float* row = rows[k] + offset + i;
        const Vector x = hn::Load(tag, row);
        e = hn::MulAdd(g[k], x, e);
        if constexpr (kLearnRows) hn::Store(hn::MulAdd(g[k], h, x), tag, row);
      }
      hn::Store(e, tag, error + at);
    }
  }
}

HWY_INLINE void dot_targets(const float* hidden, const Pieces& pieces, const float* const* rows, std::size_t count, float* out) {
  switch (count) {
    case 1:
      return dot_block<1>(hidden, pieces, rows, out);
    case 2:
      return dot_block<2>(hidden, pieces, rows, out);
    case 3:
      return dot_block<3>(hidden, pieces, rows, out);
    case 4:
      return dot_block<4>(hidden, pieces, rows, out);
    case 5:
      return dot_block<5>(hidden, pieces, rows, out);
    case 6:
      return dot_block<6>(hidden, pieces, rows, out);
    case 7:
      return dot_block<7>(hidden, pieces, rows, out);
    default:
      return dot_block<8>(hidden, pieces, rows, out);
  }
}

template <bool kLearnRows>
HWY_INLINE void update_targets(const float* hidden, float* error, const Pieces& pieces, float* const* rows, std::size_t count,
                               const float* gradients) {
  switch (count) {
    case 1:
      return update_block<1, kLearnRows>(hidden, error, pieces, rows, gradients);
    case 2:
      return update_block<2, kLearnRows>(hidden, error, pieces, rows, gradients);
    case 3:
      return update_block<3, kLearnRows>(hidden, error, pieces, rows, gradients);
    case 4:
      return update_block<4, kLearnRows>(hidden, error, pieces, rows, gradients);
    case 5:
      return update_block<5, kLearnRows>(hidden, error, pieces, rows, gradients);
    case 6:
      return update_block<6, kLearnRows>(hidden, error, pieces, rows, gradients);
    case 7:
      return update_block<7, kLearnRows>(hidden, error, pieces, rows, gradients);
    default:
      return update_block<8, kLearnRows>(hidden, error, pieces, rows, gradients);
  }
}

/// y += scale · x
HWY_INLINE void add_scaled(float scale, const float* HWY_RESTRICT x, float* HWY_RESTRICT y, std::size_t width) {
  const Tag tag;
  const Vector factor = hn::Set(tag, scale);
  for (std::size_t i = 0; i < width; i += kLanes)
    hn::Store(hn::MulAdd(factor, hn::Load(tag, x + i), hn::Load(tag, y + i)), tag, y + i);
}

HWY_INLINE void add(const float* HWY_RESTRICT x, float* HWY_RESTRICT y, std::size_t width) {
  const Tag tag;
  for (std::size_t i = 0; i < width; i += kLanes) hn::Store(hn::Add(hn::Load(tag, x + i), hn::Load(tag, y + i)), tag, y + i);
}

HWY_INLINE void copy(const float* HWY_RESTRICT x, float* HWY_RESTRICT y, std::size_t width) {
  const Tag tag;
  for (std::size_t i = 0; i < width; i += kLanes) hn::Store(hn::Load(tag, x + i), tag, y + i);
}

HWY_INLINE void scale_by(float scale, float* x, std::size_t width) {
  const Tag tag;
  const Vector factor = hn::Set(tag, scale);
  for (std::size_t i = 0; i < width; i += kLanes) hn::Store(hn::Mul(factor, hn::Load(tag, x + i)), tag, x + i);
}

HWY_INLINE void clear(float* x, std::size_t width) {
  const Tag tag;
  for (std::size_t i = 0; i < width; i += kLanes) hn::Store(hn::Zero(tag), tag, x + i);
}

/// Eight scores and what they should have been: gradients[k] = alpha · (answer - sigmoid(score)).
HWY_INLINE void gradient_block(const float* const* partial_scores, std::size_t parts, const Target* targets, float alpha,
                               float* gradients) {
  const hn::CappedTag<float, kTargetBlock> tag;
  const hn::RebindToUnsigned<decltype(tag)> target_tag;
  const hn::RebindToSigned<decltype(tag)> answer_tag;
  const auto limit = hn::Set(tag, 40.0F);  // beyond it exp() would leave the range of float
  const auto one = hn::Set(tag, 1.0F);
  for (std::size_t i = 0; i < kTargetBlock; i += hn::Lanes(tag)) {
    auto score = hn::LoadU(tag, partial_scores[0] + i);
    for (std::size_t part = 1; part < parts; ++part) score = hn::Add(score, hn::LoadU(tag, partial_scores[part] + i));
    const auto negated = hn::Neg(hn::Min(hn::Max(score, hn::Neg(limit)), limit));
    const auto sigmoid = hn::Div(one, hn::Add(one, hn::CallExp(tag, negated)));
    const auto answer = hn::ConvertTo(tag, hn::BitCast(answer_tag, hn::ShiftRight<31>(hn::LoadU(target_tag, targets + i))));
    hn::StoreU(hn::Mul(hn::Set(tag, alpha), hn::Sub(answer, sigmoid)), tag, gradients + i);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora
HWY_AFTER_NAMESPACE();

#endif
