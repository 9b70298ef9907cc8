#include "classify/mlp_model.hpp"

#include "base/random.hpp"
#include "classify/mlp_logits.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

TEST(OddLineStride, IsTheSmallestOddNumberOfLines) {
  EXPECT_EQ(odd_line_stride(1), 16U);
  EXPECT_EQ(odd_line_stride(16), 16U);
  EXPECT_EQ(odd_line_stride(17), 48U);
  EXPECT_EQ(odd_line_stride(100), 112U);
  EXPECT_EQ(odd_line_stride(512), 528U);
}

TEST(MlpModel, InitialisesByPyTorchsLaw) {
  const std::vector<std::size_t> hidden = {200, 50};
  MlpModel model(100, hidden, 20);
  model.initialise(1);
  for (const LayerLayout& layer : model.layers) {
    const double bound = 1 / std::sqrt(static_cast<double>(layer.inputs));
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (std::size_t r = 0; r < layer.outputs; ++r)
      for (const float weight : model.weights(layer).row(r)) {
        sum += weight;
        squares += double{weight} * weight;
        largest = std::max(largest, std::abs(double{weight}));
      }
    const auto count = static_cast<double>(layer.outputs * layer.inputs);
    EXPECT_NEAR(sum / count, 0, 6 * bound / std::sqrt(3 * count));
    EXPECT_NEAR(squares / count, bound * bound / 3, 0.15 * bound * bound / 3);
    EXPECT_LE(largest, bound);
    EXPECT_GT(largest, 0.98 * bound);
    const auto bias = model.vector(layer, layer.bias);
    EXPECT_TRUE(std::ranges::all_of(bias, [&](float value) { return std::abs(value) <= bound; }));
    EXPECT_TRUE(std::ranges::any_of(bias, [&](float value) { return std::abs(value) > bound / 2; }));
    if (!layer.normalised) continue;
    EXPECT_TRUE(std::ranges::all_of(model.vector(layer, layer.gamma), [](float value) { return value == 1; }));
    EXPECT_TRUE(std::ranges::all_of(model.vector(layer, layer.beta), [](float value) { return value == 0; }));
  }
  EXPECT_TRUE(std::ranges::all_of(model.running_variance.row(0), [](float value) { return value == 1; }));
}

TEST(MlpModel, SeedsGiveDifferentWeightsAndOneSeedTheSame) {
  const std::vector<std::size_t> hidden = {8};
  MlpModel a(4, hidden, 3);
  MlpModel b(4, hidden, 3);
  MlpModel c(4, hidden, 3);
  a.initialise(1);
  b.initialise(1);
  c.initialise(2);
  EXPECT_TRUE(std::ranges::equal(a.parameters.row(0), b.parameters.row(0)));
  EXPECT_FALSE(std::ranges::equal(a.parameters.row(0), c.parameters.row(0)));
}

TEST(MlpLogits, OfARowDoNotDependOnTheRowsAskedForWithIt) {
  const std::vector<std::size_t> hidden = {33, 7};
  MlpModel model(21, hidden, 5);
  model.initialise(4);
  Rng rng(9);
  Matrix features(131, 21);
  for (std::size_t r = 0; r < features.rows(); ++r)
    for (float& value : features.row(r)) value = rng.uniform_float() - 0.5F;
  const Matrix all = mlp_logits(model, features.view());
  for (std::size_t r = 0; r < features.rows(); ++r) {
    const Matrix one = mlp_logits(model, {features.row(r).data(), 1, features.cols(), features.stride()});
    EXPECT_TRUE(std::ranges::equal(one.row(0), all.row(r))) << r;
  }
  EXPECT_EQ(mlp_logits(model, Matrix(0, 21).view()).rows(), 0U);
}

TEST(MlpLogits, WithoutHiddenLayersAreALinearMap) {
  MlpModel model(3, {}, 2);
  model.initialise(4);
  Matrix features(1, 3);
  features.row(0)[0] = 1;
  features.row(0)[1] = -2;
  features.row(0)[2] = 0.5F;
  const Matrix logits = mlp_logits(model, features.view());
  const LayerLayout& layer = model.layers[0];
  for (std::size_t label = 0; label < 2; ++label) {
    const auto weights = model.weights(layer).row(label);
    EXPECT_NEAR(logits.row(0)[label], weights[0] - 2 * weights[1] + 0.5F * weights[2] + model.vector(layer, layer.bias)[label],
                1e-6);
  }
}

}  // namespace
}  // namespace kinora
