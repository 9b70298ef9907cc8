#pragma once

#include <cstddef>
#include <cstdint>

namespace kinora {

// What is done to one unit of a layer over the rows of a mini-batch. A row of activations holds `count` values and is padded to
// whole cache lines; the padding of every result is zero. Sums run in a fixed order for a given instruction set.

/// Batch statistics of one unit; the variance is the biased one.
struct UnitMoments {
  float mean = 0;
  float variance = 0;
};

/// z becomes (z - mean) / sqrt(variance + epsilon); out = max(0, z · gamma + beta) · dropout.
UnitMoments normalise_forward(float* z, const float* dropout, float gamma, float beta, std::size_t count, float* out);

/// Gradients of gamma and beta of one unit.
struct UnitGradients {
  float gamma = 0;
  float beta = 0;
};

/// The way back through dropout, ReLU and batch normalisation: `gradient` is that of normalise_forward's `out` and becomes that
/// of its first argument. `z` and `out` are what it left. Dropout multiplies by 0 or `dropout_scale`.
UnitGradients normalise_backward(float* gradient, const float* z, const float* out, float dropout_scale, float gamma,
                                 float variance, std::size_t count);

/// out = max(0, z · scale + shift), the evaluation mode of one hidden unit.
void scale_shift_relu(const float* z, float scale, float shift, std::size_t count, float* out);

/// z + bias are logits of one label. Returns the sum of their binary cross-entropies against `target` (0 or 1, padded too), and
/// replaces z by the gradient: (sigmoid - target) · gradient_scale. Stable for logits of any size.
float cross_entropy(float* z, float bias, const float* target, float gradient_scale, std::size_t count);

/// out = a + b.
void add_rows(const float* a, const float* b, std::size_t count, float* out);

/// The sum of `count` values.
float sum_row(const float* values, std::size_t count);

/// out[i] = `scale` where the i-th random number of `key` is >= rate, 0 elsewhere. The numbers do not depend on count.
void dropout_row(std::uint64_t key, float rate, float scale, std::size_t count, float* out);

}  // namespace kinora
