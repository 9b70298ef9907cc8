#include "math/kernels.hpp"

#include "base/check.hpp"

#include <algorithm>
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

struct DotAndNorm {
  float dot;
  float squared_norm;
};

/// Both sums of one row. Each has two accumulators: their four chains hide the latency as those of fold() do.
HWY_INLINE DotAndNorm dot_and_squared_norm(const float* query, const float* row, std::size_t count) {
  const Tag tag;
  const std::size_t lanes = hn::Lanes(tag);
  Vector dot0 = hn::Zero(tag);
  Vector dot1 = hn::Zero(tag);
  Vector norm0 = hn::Zero(tag);
  Vector norm1 = hn::Zero(tag);
  std::size_t i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    const Vector values0 = hn::LoadU(tag, row + i);
    const Vector values1 = hn::LoadU(tag, row + i + lanes);
    dot0 = hn::MulAdd(hn::LoadU(tag, query + i), values0, dot0);
    dot1 = hn::MulAdd(hn::LoadU(tag, query + i + lanes), values1, dot1);
    norm0 = hn::MulAdd(values0, values0, norm0);
    norm1 = hn::MulAdd(values1, values1, norm1);
  }
  if (i + lanes <= count) {
    const Vector values = hn::LoadU(tag, row + i);
    dot0 = hn::MulAdd(hn::LoadU(tag, query + i), values, dot0);
    norm0 = hn::MulAdd(values, values, norm0);
    i += lanes;
  }
  if (i < count) {
    const Vector values = load_rest(row, count, count - i);
    dot1 = hn::MulAdd(load_rest(query, count, count - i), values, dot1);
    norm1 = hn::MulAdd(values, values, norm1);
  }
  return {hn::GetLane(hn::SumOfLanes(tag, hn::Add(dot0, dot1))), hn::GetLane(hn::SumOfLanes(tag, hn::Add(norm0, norm1)))};
}

void dot_and_squared_norm_rows_kernel(const float* query, const MatrixView& rows, std::span<const std::size_t> which, float* dots,
                                      float* squared_norms) {
  for (std::size_t i = 0; i < which.size(); ++i) {
    const DotAndNorm sums = dot_and_squared_norm(query, rows.data + which[i] * rows.stride, rows.cols);
    dots[i] = sums.dot;
    squared_norms[i] = sums.squared_norm;
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
HWY_EXPORT(dot_and_squared_norm_rows_kernel);
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

void dot_and_squared_norm_rows(std::span<const float> query, const MatrixView& rows, std::span<const std::size_t> which,
                               std::span<float> dots, std::span<float> squared_norms) {
  KINORA_CHECK(query.size() == rows.cols && dots.size() == which.size() && squared_norms.size() == which.size(), query.size(),
               rows.cols, which.size(), dots.size(), squared_norms.size());
  HWY_DYNAMIC_DISPATCH(dot_and_squared_norm_rows_kernel)(query.data(), rows, which, dots.data(), squared_norms.data());
}

void squared_norm_rows(const MatrixView& rows, std::span<float> out) {
  KINORA_CHECK(out.size() == rows.rows, out.size(), rows.rows);
  HWY_DYNAMIC_DISPATCH(squared_norm_rows_kernel)(rows, out.data());
}

}  // namespace kinora
#endif  // HWY_ONCE
