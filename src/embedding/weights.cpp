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

}  // namespace kinora
