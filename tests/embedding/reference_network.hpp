#pragma once

#include "embedding/examples.hpp"
#include "embedding/weights.hpp"
#include "kinora/embedding/doc2vec_options.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace kinora::testing {

/// One prediction as Le & Mikolov (2014) and gensim define it, in plain double arithmetic over unpadded vectors.
class ReferenceNetwork {
 public:
  using Vector = std::vector<double>;

  ReferenceNetwork(const Weights& weights, const NetworkShape& shape, const Doc2VecOptions& options)
      : options_(options), slots_(shape.slots), null_word_(shape.null_word()) {
    documents = unpadded(weights.documents.view(), 1, shape);
    words = unpadded(weights.words.view(), 1, shape);
    output = unpadded(weights.output.view(), shape.slots, shape);
  }

  std::vector<Vector> documents;
  std::vector<Vector> words;
  std::vector<Vector> output;

  /// The vectors that an example joins, in the order of a concatenation's slots.
  std::vector<Vector*> inputs(const Examples& examples, const Example& example) {
    const bool is_word = (example.input & kWordInput) != 0;
    std::vector<Vector*> joined = {is_word ? &words[example.input & ~kWordInput] : &documents[example.input]};
    if (slots_ > 1) {
      const auto window = static_cast<std::ptrdiff_t>(options_.window);
      for (std::ptrdiff_t distance = -window; distance <= window; ++distance) {
        if (distance == 0) continue;
        const std::ptrdiff_t at = example.centre + distance;
        const bool inside = at >= example.context_begin && at < example.context_end;
        joined.push_back(&words[inside ? examples.kept[static_cast<std::size_t>(at)] : null_word_]);
      }
    } else {
      for (std::size_t at = example.context_begin; at < example.context_end; ++at)
        if (at != example.centre) joined.push_back(&words[examples.kept[at]]);
    }
    return joined;
  }

  Vector hidden(const Examples& examples, const Example& example) {
    Vector joined;
    const auto parts = inputs(examples, example);
    if (slots_ > 1) {
      for (const Vector* part : parts) joined.insert(joined.end(), part->begin(), part->end());
      return joined;
    }
    joined.resize(parts[0]->size());
    const double share = averages() ? 1.0 / static_cast<double>(parts.size()) : 1.0;
    for (const Vector* part : parts)
      for (std::size_t i = 0; i < joined.size(); ++i) joined[i] += share * (*part)[i];
    return joined;
  }

  /// -ln of the probability that all answers of the example are given.
  double loss(const Examples& examples, const Example& example) {
    double sum = 0;
    const Vector h = hidden(examples, example);
    for (std::size_t t = 0; t < example.target_count; ++t) {
      const Target target = examples.targets[example.target_begin + t];
      const double score = product(h, output[target & ~kPositive]);
      sum += std::log1p(std::exp((target & kPositive) != 0 ? -score : score));
    }
    return sum;
  }

  /// alpha · (answer - probability) of each target.
  std::vector<double> gradients(const Examples& examples, const Example& example) {
    const Vector h = hidden(examples, example);
    std::vector<double> steps;
    for (std::size_t t = 0; t < example.target_count; ++t) {
      const Target target = examples.targets[example.target_begin + t];
      const double answer = (target & kPositive) != 0 ? 1 : 0;
      const double probability = 1 / (1 + std::exp(-product(h, output[target & kRowOfTarget])));
      steps.push_back(static_cast<double>(examples.alpha) * (answer - probability));
    }
    return steps;
  }

  /// One step with gensim's rules for the inputs: the error goes whole to each vector of a mean and divided among those of a sum.
  void step(const Examples& examples, const Example& example, bool only_document) {
    const Vector h = hidden(examples, example);
    Vector error(h.size());
    const std::vector<double> steps = gradients(examples, example);
    for (std::size_t t = 0; t < example.target_count; ++t) {
      Vector& row = output[examples.targets[example.target_begin + t] & ~kPositive];
      for (std::size_t i = 0; i < h.size(); ++i) {
        error[i] += steps[t] * row[i];
        if (!only_document) row[i] += steps[t] * h[i];
      }
    }
    const auto parts = inputs(examples, example);
    const double share = slots_ > 1 || averages() ? 1.0 : 1.0 / static_cast<double>(parts.size());
    const std::size_t dimension = parts[0]->size();
    for (std::size_t part = 0; part < (only_document ? 1 : parts.size()); ++part)
      for (std::size_t i = 0; i < dimension; ++i) (*parts[part])[i] += share * error[(slots_ > 1 ? part * dimension : 0) + i];
  }

  /// A batch whose groups share their noise. All gradients are those of the weights before it. In a group an example changes its
  /// own word's row and its inputs, one after the other; the noise rows change when all have been there.
  void step_in_groups(const Examples& examples, std::span<const Example> batch) {
    ReferenceNetwork before = *this;
    for (std::size_t begin = 0; begin < batch.size(); begin += kNoiseGroup) {
      const auto group = batch.subspan(begin, std::min(kNoiseGroup, batch.size() - begin));
      std::vector<std::pair<std::size_t, Vector>> noise;
      for (const Example& example : group) step_of_member(before, examples, example, noise);
      for (const auto& [row, change] : noise) add_to(output[row], 1, change);
    }
  }

  [[nodiscard]] bool averages() const { return options_.model == Doc2VecModel::kDbow || options_.join == ContextJoin::kMean; }

 private:
  void step_of_member(ReferenceNetwork& before, const Examples& examples, const Example& example,
                      std::vector<std::pair<std::size_t, Vector>>& noise) {
    const Vector h = before.hidden(examples, example);
    std::vector<double> steps = before.gradients(examples, example);
    Vector error(h.size());
    for (std::size_t t = 0; t < example.target_count; ++t) {
      const Target target = examples.targets[example.target_begin + t];
      if ((target & kIgnored) != 0) steps[t] = 0;
      add_to(error, steps[t], output[target & kRowOfTarget]);
      Vector change(h.size());
      add_to(change, steps[t], h);
      if (t > 0) noise.emplace_back(target & kRowOfTarget, change);
    }
    add_to(output[examples.targets[example.target_begin] & kRowOfTarget], steps[0], h);
    const auto parts = inputs(examples, example);
    const double share = averages() ? 1.0 : 1.0 / static_cast<double>(parts.size());
    for (Vector* part : parts) add_to(*part, share, error);
  }

  static void add_to(Vector& sum, double factor, const Vector& vector) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += factor * vector[i];
  }

  static double product(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
  }

  static std::vector<Vector> unpadded(const MatrixView& matrix, std::size_t slots, const NetworkShape& shape) {
    std::vector<Vector> rows(matrix.rows);
    for (std::size_t row = 0; row < matrix.rows; ++row)
      for (std::size_t slot = 0; slot < slots; ++slot)
        for (std::size_t i = 0; i < shape.dimension; ++i)
          rows[row].push_back(static_cast<double>(matrix.data[row * matrix.stride + slot * shape.stride + i]));
    return rows;
  }

  const Doc2VecOptions& options_;
  std::size_t slots_;
  std::size_t null_word_;
};

}  // namespace kinora::testing
