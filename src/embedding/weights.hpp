#pragma once

#include "embedding/column_slice.hpp"
#include "kinora/embedding/doc2vec_options.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora {

/// Where things lie in the weights. A hidden vector is `slots` vectors of the dimension, each padded to `stride` floats:
/// one slot for a mean, a sum or a single vector; 1 + 2 · window slots for a concatenation (document, words before, words after).
struct NetworkShape {
  NetworkShape(const Doc2VecOptions& options, std::size_t vocabulary_size);

  std::size_t dimension;
  std::size_t stride;  ///< floats of a padded vector, a multiple of 16
  std::size_t slots;
  std::size_t words;       ///< of the vocabulary
  std::size_t word_rows;   ///< and the null word, which stands outside the document's ends in a concatenation
  std::size_t noise_rows;  ///< output rows of negative sampling, one a word; 0 without
  std::size_t node_rows;   ///< output rows of hierarchical softmax, one an inner node, after the others; 0 without

  [[nodiscard]] std::size_t hidden_width() const { return slots * stride; }
  [[nodiscard]] std::size_t output_rows() const { return noise_rows + node_rows; }
  [[nodiscard]] std::size_t null_word() const { return words; }
};

/// Everything that training changes.
struct Weights {
  Matrix documents;  ///< documents × dimension
  Matrix words;      ///< word_rows × dimension
  Matrix output;     ///< output_rows × hidden_width
};

/// gensim's: documents and words uniform in ±1/dimension, outputs zero. The values of a row depend on the seed and its number
/// only.
[[nodiscard]] Weights initial_weights(const NetworkShape& shape, std::size_t documents, std::uint64_t seed);

/// The columns of a slice of all rows, a matrix of their own, so that threads that work on different slices never touch one
/// another's cache lines, not even by the processor's prefetching.
[[nodiscard]] Weights take_columns(const Weights& weights, const NetworkShape& shape, ColumnSlice slice);
/// Puts them back.
void put_columns(const Weights& columns, const NetworkShape& shape, ColumnSlice slice, Weights& weights);

}  // namespace kinora
