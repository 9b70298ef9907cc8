#pragma once

#include "embedding/batch.hpp"
#include "embedding/weights.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace kinora {

/// How input rows become a hidden vector.
enum class InputJoin : std::uint8_t { kMean, kSum, kConcat };

/// The weights as the kernels see them. In PV-DBOW the join is a mean of one.
struct WeightsView {
  float* documents;
  float* words;
  float* output;
  std::size_t stride;        ///< of documents and words
  std::size_t hidden_width;  ///< stride of output
  std::size_t window;
  std::size_t null_word;
  InputJoin join;
};
[[nodiscard]] WeightsView view_of(Weights& weights, const NetworkShape& shape, const Doc2VecOptions& options);
/// Of what take_columns() gave.
[[nodiscard]] WeightsView view_of_columns(Weights& columns, const NetworkShape& shape, const Doc2VecOptions& options,
                                          ColumnSlice slice);

// Vector kernels with run-time dispatch (Highway). Thread-safe as far as their outputs are disjoint.

/// A slice's part of the batch's hidden vectors (batch.size() × slots × width floats) and of the products of these with the
/// target rows (at the numbers of the targets): scores are the sums of the parts of all slices. `columns` are view_of_columns().
void forward_slice(const WeightsView& columns, const Batch& batch, float* hidden, float* partial_scores);

/// gradients[t] = alpha · (answer - sigmoid(score)); scores are summed in the order of the slices.
void gradients_of(const Batch& batch, std::span<const float* const> partial_scores, float* gradients);

/// Takes one step with the slice's columns, example after example: output rows, then document and word rows. `error` is scratch
/// of slots × width floats. All buffers are 64-byte aligned.
void backward_slice(const WeightsView& columns, const Batch& batch, const float* hidden, const float* gradients, float* error);

/// One pass of inference: moves `document` (stride floats, aligned, zero padding) by its examples, all else fixed.
/// `scratch` has 2 · hidden_width floats, aligned.
void infer_pass(const WeightsView& weights, const Examples& examples, float* document, float* scratch);

}  // namespace kinora
