#include "embedding/weights.hpp"

#include "base/random.hpp"
#include "embedding/kernels.hpp"
#include "embedding/streams.hpp"

#include <algorithm>

namespace kinora {
namespace {

std::size_t padded(std::size_t dimension) { return Matrix(1, dimension).stride(); }

bool concatenates(const Doc2VecOptions& options) {
  return options.model == Doc2VecModel::kDistributedMemory && options.join == ContextJoin::kConcat;
}

void fill_uniform(Matrix& matrix, Rng rng) {
  const float scale = 1.0F / static_cast<float>(matrix.cols());
  for (std::size_t row = 0; row < matrix.rows(); ++row)
    for (float& value : matrix.row(row)) value = (rng.uniform_float() * 2 - 1) * scale;
}

}  // namespace

NetworkShape::NetworkShape(const Doc2VecOptions& options, std::size_t vocabulary_size)
    : dimension(options.dimension),
      stride(padded(options.dimension)),
      slots(concatenates(options) ? 1 + 2 * options.window : 1),
      words(vocabulary_size),
      word_rows(vocabulary_size + (concatenates(options) ? 1 : 0)),
      noise_rows(options.negative > 0 ? vocabulary_size : 0),
      node_rows(options.hierarchical_softmax ? std::max<std::size_t>(vocabulary_size, 1) - 1 : 0) {}

Weights initial_weights(const NetworkShape& shape, std::size_t documents, std::uint64_t seed) {
  Weights weights{Matrix(documents, shape.dimension), Matrix(shape.word_rows, shape.dimension),
                  Matrix(shape.output_rows(), shape.hidden_width())};
  fill_uniform(weights.documents, Rng(seed, kDocumentInitStream));
  fill_uniform(weights.words, Rng(seed, kWordInitStream));
  return weights;
}

WeightsView view_of(Weights& weights, const NetworkShape& shape, const Doc2VecOptions& options) {
  const bool averages = options.model == Doc2VecModel::kDbow || options.join == ContextJoin::kMean;
  const InputJoin join = averages                               ? InputJoin::kMean
                         : options.join == ContextJoin::kConcat ? InputJoin::kConcat
                                                                : InputJoin::kSum;
  return {.documents = weights.documents.data(),
          .words = weights.words.data(),
          .output = weights.output.data(),
          .stride = shape.stride,
          .hidden_width = shape.hidden_width(),
          .window = options.window,
          .null_word = shape.null_word(),
          .join = join};
}

namespace {

/// move(columns of a row of `pieces`, the same columns of the whole row) for each slot of each row.
template <class Move>
void for_each_piece(std::size_t rows, std::size_t slots, std::size_t stride, ColumnSlice slice, Move move) {
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t slot = 0; slot < slots; ++slot)
      move((row * slots + slot) * slice.width(), (row * slots + slot) * stride + slice.begin);
}

Matrix columns_of(const Matrix& matrix, std::size_t slots, std::size_t stride, ColumnSlice slice) {
  Matrix columns(matrix.rows(), slots * slice.width());
  for_each_piece(matrix.rows(), slots, stride, slice, [&](std::size_t to, std::size_t from) {
    std::copy_n(matrix.data() + from, slice.width(), columns.data() + to);
  });
  return columns;
}

void put_columns_of(const Matrix& columns, std::size_t slots, std::size_t stride, ColumnSlice slice, Matrix& matrix) {
  for_each_piece(matrix.rows(), slots, stride, slice, [&](std::size_t from, std::size_t to) {
    std::copy_n(columns.data() + from, slice.width(), matrix.data() + to);
  });
}

}  // namespace

Weights take_columns(const Weights& weights, const NetworkShape& shape, ColumnSlice slice) {
  return {columns_of(weights.documents, 1, shape.stride, slice), columns_of(weights.words, 1, shape.stride, slice),
          columns_of(weights.output, shape.slots, shape.stride, slice)};
}

void put_columns(const Weights& columns, const NetworkShape& shape, ColumnSlice slice, Weights& weights) {
  put_columns_of(columns.documents, 1, shape.stride, slice, weights.documents);
  put_columns_of(columns.words, 1, shape.stride, slice, weights.words);
  put_columns_of(columns.output, shape.slots, shape.stride, slice, weights.output);
}

WeightsView view_of_columns(Weights& columns, const NetworkShape& shape, const Doc2VecOptions& options, ColumnSlice slice) {
  WeightsView view = view_of(columns, shape, options);
  view.stride = slice.width();
  view.hidden_width = shape.slots * slice.width();
  return view;
}

}  // namespace kinora
