#include "classify/mlp_model.hpp"

#include "base/check.hpp"
#include "base/random.hpp"
#include "classify/random_streams.hpp"

#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

constexpr std::size_t kFloatsPerLine = 16;

}  // namespace

std::size_t line_stride(std::size_t count) { return (count + kFloatsPerLine - 1) / kFloatsPerLine * kFloatsPerLine; }

std::size_t odd_line_stride(std::size_t count) {
  const std::size_t lines = line_stride(count) / kFloatsPerLine;
  return (lines | 1U) * kFloatsPerLine;
}

MlpModel::MlpModel(std::size_t inputs, std::span<const std::size_t> hidden, std::size_t outputs) {
  KINORA_CHECK(inputs > 0 && outputs > 0, inputs, outputs);
  std::size_t used = 0;
  std::size_t hidden_units = 0;
  const auto take = [&used](std::size_t floats) {
    const std::size_t offset = used;
    used += line_stride(floats);
    return offset;
  };
  for (std::size_t l = 0; l <= hidden.size(); ++l) {
    LayerLayout layer;
    layer.inputs = l == 0 ? inputs : hidden[l - 1];
    layer.outputs = l == hidden.size() ? outputs : hidden[l];
    layer.stride = odd_line_stride(layer.inputs);
    layer.weight = take(layer.outputs * layer.stride);
    layer.bias = take(layer.outputs);
    layer.normalised = l < hidden.size();
    if (layer.normalised) {
      layer.gamma = take(layer.outputs);
      layer.beta = take(layer.outputs);
      layer.statistics = hidden_units;
      hidden_units += layer.outputs;
    }
    layers.push_back(layer);
  }
  parameters = Matrix(1, used);
  running_mean = Matrix(1, hidden_units);
  running_variance = Matrix(1, hidden_units);
  std::ranges::fill(running_variance.row(0), 1.0F);
}

void MlpModel::initialise(std::uint64_t seed) {
  Rng rng(seed, kInitStream);
  for (const LayerLayout& layer : layers) {
    const float bound = 1.0F / std::sqrt(static_cast<float>(layer.inputs));
    const auto draw = [&] { return bound * (2.0F * rng.uniform_float() - 1.0F); };
    for (std::size_t output = 0; output < layer.outputs; ++output) std::ranges::generate(weights(layer).row(output), draw);
    std::ranges::generate(vector(layer, layer.bias), draw);
    if (layer.normalised) std::ranges::fill(vector(layer, layer.gamma), 1.0F);
  }
}

}  // namespace kinora
