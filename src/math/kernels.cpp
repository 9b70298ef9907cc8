#include "math/kernels.hpp"

#include "base/check.hpp"

#include <hwy/cache_control.h>
#include <algorithm>
#include <array>
#include <cstddef>

// Highway compiles what follows once for each instruction set and chooses among them at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "math/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kinora {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::ScalableTag<float>;
using Vector = hn::Vec<Tag>;

struct Multiply {
  static HWY_INLINE Vector accumulate(Vector a, Vector b, Vector sum) { return hn::MulAdd(a, b, sum); }
};

struct SquaredDifference {
  static HWY_INLINE Vector accumulate(Vector a, Vector b, Vector sum) {
    const Vector difference = hn::Sub(a, b);
    return hn::MulAdd(difference, difference, sum);
  }
};

/// The last `rest` < lanes floats of an array of `count`, other lanes zero. Nothing outside the array is read.
HWY_INLINE Vector load_rest(const float* values, std::size_t count, std::size_t rest) {
  const Tag tag;
  const std::size_t lanes = hn::Lanes(tag);
  if (count >= lanes) {
    const auto already_taken = hn::FirstN(tag, lanes - rest);
    return hn::IfThenZeroElse(already_taken, hn::LoadU(tag, values + count - lanes));
  }
  HWY_ALIGN float padded[hn::MaxLanes(tag)] = {};
  std::copy_n(values + count - rest, rest, padded);
  return hn::Load(tag, padded);
}

/// Sums Step over the elements. Four accumulators hide the latency of the fused multiply-add; the order of the additions depends
/// on the length and the vector width only, never on the alignment.
template <class Step>
HWY_INLINE float fold(const float* a, const float* b, std::size_t count) {
  const Tag tag;
  const std::size_t lanes = hn::Lanes(tag);
  Vector sum0 = hn::Zero(tag);
  Vector sum1 = hn::Zero(tag);
  Vector sum2 = hn::Zero(tag);
  Vector sum3 = hn::Zero(tag);
  std::size_t i = 0;
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    sum0 = Step::accumulate(hn::LoadU(tag, a + i), hn::LoadU(tag, b + i), sum0);
    sum1 = Step::accumulate(hn::LoadU(tag, a + i + lanes), hn::LoadU(tag, b + i + lanes), sum1);
    sum2 = Step::accumulate(hn::LoadU(tag, a + i + 2 * lanes), hn::LoadU(tag, b + i + 2 * lanes), sum2);
    sum3 = Step::accumulate(hn::LoadU(tag, a + i + 3 * lanes), hn::LoadU(tag, b + i + 3 * lanes), sum3);
  }
  if (i + 2 * lanes <= count) {
    sum0 = Step::accumulate(hn::LoadU(tag, a + i), hn::LoadU(tag, b + i), sum0);
    sum1 = Step::accumulate(hn::LoadU(tag, a + i + lanes), hn::LoadU(tag, b + i + lanes), sum1);
    i += 2 * lanes;
  }
  if (i + lanes <= count) {
    sum2 = Step::accumulate(hn::LoadU(tag, a + i), hn::LoadU(tag, b + i), sum2);
    i += lanes;
  }
  if (i < count) sum3 = Step::accumulate(load_rest(a, count, count - i), load_rest(b, count, count - i), sum3);
  return hn::GetLane(hn::SumOfLanes(tag, hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3))));
}

template <class Step>
HWY_INLINE void fold_rows(const float* query, const MatrixView& rows, float* out) {
  for (std::size_t row = 0; row < rows.rows; ++row) out[row] = fold<Step>(query, rows.data + row * rows.stride, rows.cols);
}

float dot_kernel(const float* a, const float* b, std::size_t count) { return fold<Multiply>(a, b, count); }

float squared_distance_kernel(const float* a, const float* b, std::size_t count) { return fold<SquaredDifference>(a, b, count); }

void dot_rows_kernel(const float* query, const MatrixView& rows, float* out) { fold_rows<Multiply>(query, rows, out); }

void squared_distance_rows_kernel(const float* query, const MatrixView& rows, float* out) {
  fold_rows<SquaredDifference>(query, rows, out);
}

void squared_norm_rows_kernel(const MatrixView& rows, float* out) {
  for (std::size_t row = 0; row < rows.rows; ++row) {
    const float* values = rows.data + row * rows.stride;
    out[row] = fold<Multiply>(values, values, rows.cols);
  }
}

constexpr std::size_t kFloatsPerLine = 16;  // of the cache
constexpr std::size_t kRowsAtOnce = 4;
constexpr std::size_t kStepsAhead = 4;  // far enough for the memory's latency, near enough to stay in the first-level cache

using FourSums = std::array<float, kRowsAtOnce>;

/// The sums over the lanes of four vectors.
HWY_INLINE void sum_lanes(const Vector& a, const Vector& b, const Vector& c, const Vector& d, float* out) {
  const Tag tag;
#if HWY_HAVE_SCALABLE || HWY_TARGET == HWY_SCALAR
  out[0] = hn::GetLane(hn::SumOfLanes(tag, a));
  out[1] = hn::GetLane(hn::SumOfLanes(tag, b));
  out[2] = hn::GetLane(hn::SumOfLanes(tag, c));
  out[3] = hn::GetLane(hn::SumOfLanes(tag, d));
#else
  // Turned round in each block of four lanes, all four are added at once.
  const hn::Repartition<double, Tag> pairs;
  const auto ab = hn::BitCast(pairs, hn::Add(hn::InterleaveLower(tag, a, b), hn::InterleaveUpper(tag, a, b)));
  const auto cd = hn::BitCast(pairs, hn::Add(hn::InterleaveLower(tag, c, d), hn::InterleaveUpper(tag, c, d)));
  const Vector sums =
      hn::Add(hn::BitCast(tag, hn::InterleaveLower(pairs, ab, cd)), hn::BitCast(tag, hn::InterleaveUpper(pairs, ab, cd)));
  HWY_ALIGN float lanes[hn::MaxLanes(tag)];
  hn::Store(sums, tag, lanes);
  const hn::CappedTag<float, kRowsAtOnce> block;
  auto total = hn::Load(block, lanes);
  for (std::size_t i = kRowsAtOnce; i < hn::Lanes(tag); i += kRowsAtOnce) total = hn::Add(total, hn::Load(block, lanes + i));
  hn::StoreU(total, block, out);
#endif
}

/// The dot products of four rows with the query and their squared norms. One pass: each value is loaded once, and eight
/// accumulators hide the latency of the fused multiply-add.
HWY_INLINE void four_dots_and_norms(const float* query, const std::array<const float*, kRowsAtOnce>& rows, std::size_t count,
                                    float* dots, float* squared_norms) {
  const Tag tag;
  const std::size_t lanes = hn::Lanes(tag);
  Vector dot0 = hn::Zero(tag);
  Vector dot1 = dot0;
  Vector dot2 = dot0;
  Vector dot3 = dot0;
  Vector norm0 = dot0;
  Vector norm1 = dot0;
  Vector norm2 = dot0;
  Vector norm3 = dot0;
  const auto accumulate = [&](const auto& load) HWY_ATTR {
    const Vector factors = load(query);
    const Vector values0 = load(rows[0]);
    const Vector values1 = load(rows[1]);
    const Vector values2 = load(rows[2]);
    const Vector values3 = load(rows[3]);
    dot0 = hn::MulAdd(factors, values0, dot0);
    dot1 = hn::MulAdd(factors, values1, dot1);
    dot2 = hn::MulAdd(factors, values2, dot2);
    dot3 = hn::MulAdd(factors, values3, dot3);
    norm0 = hn::MulAdd(values0, values0, norm0);
    norm1 = hn::MulAdd(values1, values1, norm1);
    norm2 = hn::MulAdd(values2, values2, norm2);
    norm3 = hn::MulAdd(values3, values3, norm3);
  };
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) accumulate([&](const float* values) HWY_ATTR { return hn::LoadU(tag, values + i); });
  if (i < count) accumulate([&](const float* values) HWY_ATTR { return load_rest(values, count, count - i); });
  sum_lanes(dot0, dot1, dot2, dot3, dots);
  sum_lanes(norm0, norm1, norm2, norm3, squared_norms);
}

void cosine_rows_kernel(const float* query, const MatrixView& rows, std::span<const std::size_t> which, float* cosines,
                        float* squared_norms) {
  if (which.empty()) return;
  // Each of the four rows is of another quarter: where rows lie one after the other the processor then reads ahead in four
  // places, which do not come to the end of a page together. A million rows of 100 took 31 ms as four neighbours, and take 25.
  const std::size_t last = which.size() - 1;
  const std::size_t quarter = last / kRowsAtOnce + 1;
  const auto row = [&](std::size_t i) { return rows.data + which[i] * rows.stride; };
  for (std::size_t i = 0; i < quarter; ++i) {
    std::array<std::size_t, kRowsAtOnce> at{};
    std::array<const float*, kRowsAtOnce> four{};
    for (std::size_t k = 0; k < kRowsAtOnce; ++k) {
      at[k] = std::min(i + k * quarter, last);
      four[k] = row(at[k]);
      // Chosen rows lie apart: the processor does not foresee them.
      const float* const ahead = row(std::min(at[k] + kStepsAhead, last));
      for (std::size_t column = 0; column < rows.cols; column += kFloatsPerLine) hwy::Prefetch(ahead + column);
    }
    FourSums dots;
    FourSums norms;
    four_dots_and_norms(query, four, rows.cols, dots.data(), norms.data());
    const hn::CappedTag<float, kRowsAtOnce> block;
    for (std::size_t k = 0; k < kRowsAtOnce; k += hn::Lanes(block))
      hn::StoreU(hn::Div(hn::LoadU(block, &dots[k]), hn::Sqrt(hn::LoadU(block, &norms[k]))), block, &dots[k]);
    for (std::size_t k = 0; k < kRowsAtOnce; ++k) {
      cosines[at[k]] = dots[k];
      squared_norms[at[k]] = norms[k];
    }
  }
}

void axpy_kernel(float scale, const float* x, float* y, std::size_t count) {
  const Tag tag;
  const hn::CappedTag<float, 1> single;
  const std::size_t lanes = hn::Lanes(tag);
  const Vector factor = hn::Set(tag, scale);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) hn::StoreU(hn::MulAdd(factor, hn::LoadU(tag, x + i), hn::LoadU(tag, y + i)), tag, y + i);
  for (; i < count; ++i)
    hn::StoreU(hn::MulAdd(hn::Set(single, scale), hn::LoadU(single, x + i), hn::LoadU(single, y + i)), single, y + i);
}

void scale_in_place_kernel(float* x, float scale, std::size_t count) {
  const Tag tag;
  const std::size_t lanes = hn::Lanes(tag);
  const Vector factor = hn::Set(tag, scale);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) hn::StoreU(hn::Mul(factor, hn::LoadU(tag, x + i)), tag, x + i);
  for (; i < count; ++i) x[i] *= scale;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace kinora
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kinora {
namespace {

HWY_EXPORT(dot_kernel);
HWY_EXPORT(squared_distance_kernel);
HWY_EXPORT(dot_rows_kernel);
HWY_EXPORT(squared_distance_rows_kernel);
HWY_EXPORT(squared_norm_rows_kernel);
HWY_EXPORT(cosine_rows_kernel);
HWY_EXPORT(axpy_kernel);
HWY_EXPORT(scale_in_place_kernel);

}  // namespace

float dot(std::span<const float> a, std::span<const float> b) {
  KINORA_DCHECK(a.size() == b.size(), a.size(), b.size());
  return HWY_DYNAMIC_DISPATCH(dot_kernel)(a.data(), b.data(), a.size());
}

float squared_norm(std::span<const float> a) { return dot(a, a); }

float squared_distance(std::span<const float> a, std::span<const float> b) {
  KINORA_DCHECK(a.size() == b.size(), a.size(), b.size());
  return HWY_DYNAMIC_DISPATCH(squared_distance_kernel)(a.data(), b.data(), a.size());
}

void axpy(float scale, std::span<const float> x, std::span<float> y) {
  KINORA_DCHECK(x.size() == y.size(), x.size(), y.size());
  HWY_DYNAMIC_DISPATCH(axpy_kernel)(scale, x.data(), y.data(), x.size());
}

void scale_in_place(std::span<float> x, float scale) { HWY_DYNAMIC_DISPATCH(scale_in_place_kernel)(x.data(), scale, x.size()); }

void dot_rows(std::span<const float> query, const MatrixView& rows, std::span<float> out) {
  KINORA_CHECK(query.size() == rows.cols && out.size() == rows.rows, query.size(), rows.cols, out.size(), rows.rows);
  HWY_DYNAMIC_DISPATCH(dot_rows_kernel)(query.data(), rows, out.data());
}

void squared_distance_rows(std::span<const float> query, const MatrixView& rows, std::span<float> out) {
  KINORA_CHECK(query.size() == rows.cols && out.size() == rows.rows, query.size(), rows.cols, out.size(), rows.rows);
  HWY_DYNAMIC_DISPATCH(squared_distance_rows_kernel)(query.data(), rows, out.data());
}

void cosine_rows(std::span<const float> unit, const MatrixView& rows, std::span<const std::size_t> which,
                 std::span<float> cosines, std::span<float> squared_norms) {
  KINORA_CHECK(unit.size() == rows.cols && cosines.size() == which.size() && squared_norms.size() == which.size(), unit.size(),
               rows.cols, which.size(), cosines.size(), squared_norms.size());
  HWY_DYNAMIC_DISPATCH(cosine_rows_kernel)(unit.data(), rows, which, cosines.data(), squared_norms.data());
}

void squared_norm_rows(const MatrixView& rows, std::span<float> out) {
  KINORA_CHECK(out.size() == rows.rows, out.size(), rows.rows);
  HWY_DYNAMIC_DISPATCH(squared_norm_rows_kernel)(rows, out.data());
}

}  // namespace kinora
#endif  // HWY_ONCE
