#include "classify/layer_kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classify/layer_kernels.cpp"
#include <hwy/foreach_target.h>
//
#include "classify/mlp_model.hpp"

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>
#include <cmath>

HWY_BEFORE_NAMESPACE();
namespace kinora::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::CappedTag<float, 16>;

float sum_of_lanes(FloatTag d, hn::Vec<FloatTag> v) { return hn::GetLane(hn::SumOfLanes(d, v)); }

float sum_values(const float* values, std::size_t count) {
  const FloatTag d;
  auto sum = hn::Zero(d);
  for (std::size_t i = 0; i < count; i += hn::Lanes(d))
    sum = hn::Add(sum, hn::IfThenElseZero(hn::FirstN(d, count - i), hn::Load(d, values + i)));
  return sum_of_lanes(d, sum);
}

UnitMoments normalise_unit_forward(float* z, const float* dropout, float gamma, float beta, std::size_t count, float* out) {
  const FloatTag d;
  const std::size_t lanes = hn::Lanes(d);
  const float mean = sum_values(z, count) / static_cast<float>(count);
  const auto mean_v = hn::Set(d, mean);
  auto squares = hn::Zero(d);
  for (std::size_t i = 0; i < count; i += lanes) {
    const auto centred = hn::IfThenElseZero(hn::FirstN(d, count - i), hn::Sub(hn::Load(d, z + i), mean_v));
    squares = hn::MulAdd(centred, centred, squares);
    hn::Store(centred, d, z + i);
  }
  const float variance = sum_of_lanes(d, squares) / static_cast<float>(count);
  const auto inverse = hn::Set(d, 1.0F / std::sqrt(variance + kBatchNormEpsilon));
  const auto gamma_v = hn::Set(d, gamma);
  const auto beta_v = hn::Set(d, beta);
  for (std::size_t i = 0; i < count; i += lanes) {
    const auto normalised = hn::Mul(hn::Load(d, z + i), inverse);
    hn::Store(normalised, d, z + i);
    const auto active = hn::Max(hn::Zero(d), hn::MulAdd(normalised, gamma_v, beta_v));
    hn::Store(hn::IfThenElseZero(hn::FirstN(d, count - i), hn::Mul(active, hn::Load(d, dropout + i))), d, out + i);
  }
  return {mean, variance};
}

UnitGradients normalise_unit_backward(float* gradient, const float* z, const float* out, float dropout_scale, float gamma,
                                      float variance, std::size_t count) {
  const FloatTag d;
  const std::size_t lanes = hn::Lanes(d);
  const auto scale = hn::Set(d, dropout_scale);
  auto sum = hn::Zero(d);
  auto projected = hn::Zero(d);
  for (std::size_t i = 0; i < count; i += lanes) {
    // A unit passed its value on exactly if that is positive; the padding of `out` is zero.
    const auto passed = hn::Gt(hn::Load(d, out + i), hn::Zero(d));
    const auto dy = hn::IfThenElseZero(passed, hn::Mul(hn::Load(d, gradient + i), scale));
    hn::Store(dy, d, gradient + i);
    sum = hn::Add(sum, dy);
    projected = hn::MulAdd(dy, hn::Load(d, z + i), projected);
  }
  const UnitGradients result{.gamma = sum_of_lanes(d, projected), .beta = sum_of_lanes(d, sum)};
  const auto factor = hn::Set(d, gamma / std::sqrt(variance + kBatchNormEpsilon));
  const auto mean = hn::Set(d, result.beta / static_cast<float>(count));
  const auto slope = hn::Set(d, result.gamma / static_cast<float>(count));
  for (std::size_t i = 0; i < count; i += lanes) {
    const auto dy = hn::Sub(hn::Load(d, gradient + i), mean);
    const auto dz = hn::Mul(factor, hn::NegMulAdd(slope, hn::Load(d, z + i), dy));
    hn::Store(hn::IfThenElseZero(hn::FirstN(d, count - i), dz), d, gradient + i);
  }
  return result;
}

void scale_shift_relu_unit(const float* z, float scale, float shift, std::size_t count, float* out) {
  const FloatTag d;
  const auto scale_v = hn::Set(d, scale);
  const auto shift_v = hn::Set(d, shift);
  for (std::size_t i = 0; i < count; i += hn::Lanes(d))
    hn::Store(hn::Max(hn::Zero(d), hn::MulAdd(hn::Load(d, z + i), scale_v, shift_v)), d, out + i);
}

void add_two_rows(const float* a, const float* b, std::size_t count, float* out) {
  const FloatTag d;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) hn::Store(hn::Add(hn::Load(d, a + i), hn::Load(d, b + i)), d, out + i);
}

float cross_entropy_label(float* z, float bias, const float* target, float gradient_scale, std::size_t count) {
  const FloatTag d;
  const auto zero = hn::Zero(d);
  const auto one = hn::Set(d, 1.0F);
  const auto bias_v = hn::Set(d, bias);
  const auto scale = hn::Set(d, gradient_scale);
  auto sum = zero;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto valid = hn::FirstN(d, count - i);
    const auto logit = hn::Add(hn::Load(d, z + i), bias_v);
    const auto y = hn::Load(d, target + i);
    const auto decay = hn::Exp(d, hn::Neg(hn::Abs(logit)));
    const auto loss = hn::Add(hn::NegMulAdd(logit, y, hn::Max(logit, zero)), hn::Log1p(d, decay));
    sum = hn::Add(sum, hn::IfThenElseZero(valid, loss));
    const auto sigmoid = hn::Div(hn::IfThenElse(hn::Ge(logit, zero), one, decay), hn::Add(one, decay));
    hn::Store(hn::IfThenElseZero(valid, hn::Mul(hn::Sub(sigmoid, y), scale)), d, z + i);
  }
  return sum_of_lanes(d, sum);
}

/// A keyed mix of consecutive counters: the two-multiplication hash with the constants of C. Wellons' "hash prospector"
/// (lowbias32), with half of the key added in its middle, so that two keys do not give shifted copies of one sequence.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V mix(D d, V counter, std::uint32_t key_low, std::uint32_t key_high) {
  V x = hn::Add(counter, hn::Set(d, key_low));
  x = hn::Xor(x, hn::ShiftRight<16>(x));
  x = hn::Add(hn::Mul(x, hn::Set(d, 0x7FEB352DU)), hn::Set(d, key_high));
  x = hn::Xor(x, hn::ShiftRight<15>(x));
  x = hn::Mul(x, hn::Set(d, 0x846CA68BU));
  return hn::Xor(x, hn::ShiftRight<16>(x));
}

void dropout_units(std::uint64_t key, float rate, float scale, std::size_t count, float* out) {
  const FloatTag d;
  const hn::RebindToUnsigned<FloatTag> du;
  const hn::RebindToSigned<FloatTag> di;
  const std::size_t lanes = hn::Lanes(d);
  const auto low = static_cast<std::uint32_t>(key);
  const auto high = static_cast<std::uint32_t>(key >> 32U);
  const auto threshold = hn::Set(di, static_cast<std::int32_t>(static_cast<double>(rate) * 0x1.0p31));
  const auto scale_v = hn::Set(d, scale);
  auto counter = hn::Iota(du, 0);
  const auto next = hn::Set(du, static_cast<std::uint32_t>(lanes));
  for (std::size_t i = 0; i < count; i += lanes, counter = hn::Add(counter, next)) {
    const auto random = mix(du, counter, low, high);
    const auto dropped = hn::RebindMask(d, hn::Lt(hn::BitCast(di, hn::ShiftRight<1>(random)), threshold));
    hn::Store(hn::IfThenZeroElse(dropped, scale_v), d, out + i);
  }
}

}  // namespace
}  // namespace kinora::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kinora {
namespace {

HWY_EXPORT(sum_values);
HWY_EXPORT(normalise_unit_forward);
HWY_EXPORT(normalise_unit_backward);
HWY_EXPORT(scale_shift_relu_unit);
HWY_EXPORT(add_two_rows);
HWY_EXPORT(cross_entropy_label);
HWY_EXPORT(dropout_units);

}  // namespace

UnitMoments normalise_forward(float* z, const float* dropout, float gamma, float beta, std::size_t count, float* out) {
  return HWY_DYNAMIC_DISPATCH(normalise_unit_forward)(z, dropout, gamma, beta, count, out);
}

UnitGradients normalise_backward(float* gradient, const float* z, const float* out, float dropout_scale, float gamma,
                                 float variance, std::size_t count) {
  return HWY_DYNAMIC_DISPATCH(normalise_unit_backward)(gradient, z, out, dropout_scale, gamma, variance, count);
}

void scale_shift_relu(const float* z, float scale, float shift, std::size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(scale_shift_relu_unit)(z, scale, shift, count, out);
}

void add_rows(const float* a, const float* b, std::size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(add_two_rows)(a, b, count, out);
}

float cross_entropy(float* z, float bias, const float* target, float gradient_scale, std::size_t count) {
  return HWY_DYNAMIC_DISPATCH(cross_entropy_label)(z, bias, target, gradient_scale, count);
}

float sum_row(const float* values, std::size_t count) { return HWY_DYNAMIC_DISPATCH(sum_values)(values, count); }

void dropout_row(std::uint64_t key, float rate, float scale, std::size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(dropout_units)(key, rate, scale, count, out);
}

}  // namespace kinora
#endif
