// The kernels against a plain implementation of the same step, and that against finite differences of the loss.

#include "embedding/kernels.hpp"
#include "embedding/model_variants.hpp"
#include "embedding/reference_network.hpp"
#include "support/every_target.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace kinora {
namespace {

using testing::model_variants;
using testing::ModelVariant;
using testing::ReferenceNetwork;

constexpr std::size_t kDocuments = 4;
const std::vector<std::uint64_t> kWordCounts = {60, 50, 40, 30, 20, 15, 12, 11, 10, 9, 8, 7, 6, 5};

void fill(Matrix& matrix, std::size_t slots, std::size_t dimension, std::size_t stride, Rng& rng) {
  for (std::size_t row = 0; row < matrix.rows(); ++row)
    for (std::size_t slot = 0; slot < slots; ++slot)
      for (std::size_t i = 0; i < dimension; ++i) matrix.row(row)[slot * stride + i] = rng.uniform_float() - 0.5F;
}

/// Random weights and some drawn examples of a variant.
struct Problem {
  Problem(const ModelVariant& variant, std::size_t dimension)
      : options(with_dimension(variant.options, dimension)),
        shape(options, kWordCounts.size()),
        sampler(options, kWordCounts),
        weights(initial_weights(shape, kDocuments, 1)) {
    Rng rng(11);
    fill(weights.documents, 1, dimension, shape.stride, rng);
    fill(weights.words, 1, dimension, shape.stride, rng);
    fill(weights.output, shape.slots, dimension, shape.stride, rng);
    examples.alpha = 0.05F;
    for (std::uint32_t row = 0; row < kDocuments; ++row) {
      std::vector<WordId> document;
      for (std::size_t i = 0; i < 2 + 3 * row; ++i) document.push_back(static_cast<WordId>(rng.below(kWordCounts.size())));
      sampler.sample(document, row, rng, examples);
    }
  }

  static Doc2VecOptions with_dimension(Doc2VecOptions options, std::size_t dimension) {
    options.dimension = dimension;
    options.window = 3;
    options.sample = 0;
    return options;
  }

  Doc2VecOptions options;
  NetworkShape shape;
  ExampleSampler sampler;
  Weights weights;
  Examples examples;
};

/// One step of training, slice by slice, as lockstep training does it. Returns the gradients.
std::vector<float> train_batch(Problem& problem, const Batch& batch) {
  const std::vector<ColumnSlice> slices = slices_of(problem.shape.stride);
  const std::size_t targets = batch.examples->targets.size();
  std::vector<Weights> columns;
  std::vector<WeightsView> views;
  std::vector<Matrix> hidden;
  std::vector<std::vector<float>> scores;
  std::vector<const float*> parts;
  for (const ColumnSlice slice : slices) {
    columns.push_back(take_columns(problem.weights, problem.shape, slice));
    views.push_back(view_of_columns(columns.back(), problem.shape, problem.options, slice));
    hidden.emplace_back(batch.size(), problem.shape.slots * slice.width());
    scores.emplace_back(targets);
    forward_slice(views.back(), batch, hidden.back().data(), scores.back().data());
  }
  for (const auto& part : scores) parts.push_back(part.data());
  std::vector<float> gradients(targets);
  gradients_of(batch, parts, gradients.data());
  for (std::size_t s = 0; s < slices.size(); ++s) {
    Matrix error(1, problem.shape.slots * slices[s].width());
    backward_slice(views[s], batch, hidden[s].data(), gradients.data(), error.data());
    put_columns(columns[s], problem.shape, slices[s], problem.weights);
  }
  return gradients;
}

void expect_near(const std::vector<ReferenceNetwork::Vector>& expected, const std::vector<ReferenceNetwork::Vector>& found,
                 double tolerance = 2e-6) {
  ASSERT_EQ(expected.size(), found.size());
  for (std::size_t row = 0; row < expected.size(); ++row)
    for (std::size_t i = 0; i < expected[row].size(); ++i)
      ASSERT_NEAR(expected[row][i], found[row][i], tolerance) << row << ' ' << i;
}

void expect_zero_padding(const Matrix& matrix, std::size_t slots, const NetworkShape& shape) {
  for (std::size_t row = 0; row < matrix.rows(); ++row)
    for (std::size_t slot = 0; slot < slots; ++slot)
      for (std::size_t i = shape.dimension; i < shape.stride; ++i)
        ASSERT_EQ(matrix.data()[row * matrix.stride() + slot * shape.stride + i], 0) << row << ' ' << slot << ' ' << i;
}

class Gradients : public ::testing::TestWithParam<ModelVariant> {};

TEST_P(Gradients, OfTheKernelsAreThoseOfTheReference) {
  for (const std::size_t dimension : {3U, 16U, 40U, 100U, 150U}) {
    SCOPED_TRACE(dimension);
    testing::for_every_target([&] {
      Problem problem(GetParam(), dimension);
      ReferenceNetwork reference(problem.weights, problem.shape, problem.options);
      for (std::size_t i = 0; i < problem.examples.list.size(); ++i) {
        reference.step(problem.examples, problem.examples.list[i], false);
        train_batch(problem, {&problem.examples, i, i + 1});
      }
      const ReferenceNetwork found(problem.weights, problem.shape, problem.options);
      expect_near(reference.documents, found.documents);
      expect_near(reference.words, found.words);
      expect_near(reference.output, found.output);
      expect_zero_padding(problem.weights.documents, 1, problem.shape);
      expect_zero_padding(problem.weights.words, 1, problem.shape);
      expect_zero_padding(problem.weights.output, problem.shape.slots, problem.shape);
    });
  }
}

TEST_P(Gradients, OfInferenceAreThoseOfTheReference) {
  for (const std::size_t dimension : {3U, 40U, 100U}) {
    SCOPED_TRACE(dimension);
    testing::for_every_target([&] {
      Problem problem(GetParam(), dimension);
      Examples examples;
      examples.alpha = 0.05F;
      Rng rng(3);
      const std::vector<WordId> document = {3, 1, 4, 1, 5, 9, 2, 6};
      problem.sampler.sample_for_inference(document, rng, examples);
      ReferenceNetwork reference(problem.weights, problem.shape, problem.options);
      const auto words_before = reference.words;
      const auto output_before = reference.output;
      for (std::size_t i = 0; i < examples.list.size(); ++i) reference.step(examples, examples.list[i], true);
      Matrix scratch(2, problem.shape.hidden_width());
      infer_pass(view_of(problem.weights, problem.shape, problem.options), examples, problem.weights.documents.data(),
                 scratch.data());
      const ReferenceNetwork found(problem.weights, problem.shape, problem.options);
      expect_near(reference.documents, found.documents);
      EXPECT_EQ(found.words, words_before);
      EXPECT_EQ(found.output, output_before);
    });
  }
}

/// The slope of the loss of an example in one value.
double slope(ReferenceNetwork& network, const Examples& examples, const Example& example, double& value) {
  constexpr double kStep = 1e-5;
  const double kept = value;
  value = kept + kStep;
  const double above = network.loss(examples, example);
  value = kept - kStep;
  const double below = network.loss(examples, example);
  value = kept;
  return (above - below) / (2 * kStep);
}

bool has_target_twice(const Examples& examples, const Example& example) {
  std::set<Target> seen;
  for (std::size_t t = 0; t < example.target_count; ++t)
    if (!seen.insert(examples.targets[example.target_begin + t] & ~kPositive).second) return true;
  return false;
}

TEST_P(Gradients, OfTheReferenceAreSlopesOfTheLoss) {
  Problem problem(GetParam(), 6);
  const Examples& examples = problem.examples;
  std::size_t compared = 0;
  for (std::size_t e = 0; e < examples.list.size(); ++e) {
    const Example& example = examples.list[e];
    if (has_target_twice(examples, example)) continue;  // gensim takes such a row's second step after its first
    ++compared;
    ReferenceNetwork before(problem.weights, problem.shape, problem.options);
    ReferenceNetwork after(problem.weights, problem.shape, problem.options);
    after.step(examples, example, false);
    const auto alpha = static_cast<double>(examples.alpha);
    for (std::size_t row = 0; row < before.output.size(); ++row)
      for (std::size_t i = 0; i < before.output[row].size(); ++i)
        EXPECT_NEAR(after.output[row][i] - before.output[row][i],
                    -alpha * slope(before, examples, example, before.output[row][i]), 1e-8);
    // An input counts once however often the example holds it, so only those that it holds once are compared.
    const auto inputs = before.inputs(examples, example);
    const auto moved = after.inputs(examples, example);
    const auto count = static_cast<double>(inputs.size());
    const double times = problem.shape.slots > 1 ? 1.0 : before.averages() ? count : 1.0 / count;
    for (std::size_t part = 0; part < inputs.size(); ++part) {
      if (std::count(inputs.begin(), inputs.end(), inputs[part]) != 1) continue;
      for (std::size_t i = 0; i < inputs[part]->size(); ++i)
        EXPECT_NEAR((*moved[part])[i] - (*inputs[part])[i], -alpha * times * slope(before, examples, example, (*inputs[part])[i]),
                    1e-8);
    }
  }
}

TEST_P(Gradients, OfABatchAreTakenBeforeItsChanges) {
  Problem problem(GetParam(), 20);
  ReferenceNetwork before(problem.weights, problem.shape, problem.options);
  const std::vector<float> gradients = train_batch(problem, {&problem.examples, 0, problem.examples.list.size()});
  for (std::size_t i = 0; i < problem.examples.list.size(); ++i) {
    const Example& example = problem.examples.list[i];
    const auto expected = before.gradients(problem.examples, example);
    for (std::size_t t = 0; t < expected.size(); ++t) EXPECT_NEAR(gradients[example.target_begin + t], expected[t], 1e-6);
  }
}

/// Examples of a variant in batches whose groups share their noise.
Examples shared_examples(const Problem& problem) {
  Examples examples;
  examples.alpha = 0.25F / static_cast<float>(problem.options.negative);
  Rng rng(7);
  for (std::uint32_t row = 0; row < kDocuments; ++row) {
    std::vector<WordId> document;
    for (std::size_t i = 0; i < 9; ++i) document.push_back(static_cast<WordId>(rng.below(kWordCounts.size())));
    problem.sampler.sample_untargeted(document, row, rng, examples);
  }
  arrange_batches({.examples = 25, .document_changes = 100}, 0, examples);
  problem.sampler.share_noise(rng, examples);
  return examples;
}

class SharedNoise : public ::testing::TestWithParam<std::tuple<ModelVariant, std::size_t>> {};

TEST_P(SharedNoise, IsLearntAsByTheReference) {
  constexpr double kTolerance = 1e-5;  // of some hundred steps in float
  ModelVariant variant = std::get<0>(GetParam());
  variant.options.negative = std::get<1>(GetParam());
  for (const std::size_t dimension : {3U, 40U, 100U, 150U}) {
    SCOPED_TRACE(dimension);
    testing::for_every_target([&] {
      Problem problem(variant, dimension);
      ASSERT_TRUE(problem.sampler.can_share_noise());
      const Examples examples = shared_examples(problem);
      ReferenceNetwork reference(problem.weights, problem.shape, problem.options);
      std::size_t begin = 0;
      for (std::size_t i = 0; i < examples.batch_ends.size(); begin = examples.batch_ends[i++]) {
        const Batch batch{&examples, begin, examples.batch_ends[i]};
        reference.step_in_groups(examples, batch.list());
        train_batch(problem, batch);
      }
      const ReferenceNetwork found(problem.weights, problem.shape, problem.options);
      expect_near(reference.documents, found.documents, kTolerance);
      expect_near(reference.words, found.words, kTolerance);
      expect_near(reference.output, found.output, kTolerance);
      expect_zero_padding(problem.weights.output, problem.shape.slots, problem.shape);
    });
  }
}

std::vector<ModelVariant> variants_that_share_noise() {
  std::vector<ModelVariant> variants;
  for (const ModelVariant& variant : model_variants())
    if (ExampleSampler(variant.options, kWordCounts).can_share_noise()) variants.push_back(variant);
  return variants;
}

INSTANTIATE_TEST_SUITE_P(EveryVariant, SharedNoise,
                         ::testing::Combine(::testing::ValuesIn(variants_that_share_noise()),
                                            ::testing::Values<std::size_t>(1, 5, 7, 8, 12, 20)),
                         [](const auto& variant) {
                           return std::get<0>(variant.param).name + "_" + std::to_string(std::get<1>(variant.param));
                         });

INSTANTIATE_TEST_SUITE_P(EveryVariant, Gradients, ::testing::ValuesIn(model_variants()),
                         [](const auto& variant) { return variant.param.name; });

}  // namespace
}  // namespace kinora
