// The trainer against PyTorch: forward, loss, every gradient, five steps of Adam and the running statistics.
#include "classify/mlp_logits.hpp"
#include "classify/mlp_trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

namespace kinora {
namespace {

using Json = nlohmann::json;
constexpr double kTolerance = 1e-4;

const Json& golden() {
  static const Json values = Json::parse(std::ifstream(KINORA_SOURCE_DIR "/tests/classify/mlp_golden.json"));
  return values;
}

class GivenDropout final : public Dropout {
 public:
  void fill(std::uint64_t step, std::size_t layer, std::size_t unit, std::span<float> mask) const override {
    const Json& bits = golden()["masks"][step][layer];
    const std::size_t units = golden()["hidden"][layer];
    for (std::size_t r = 0; r < mask.size(); ++r) mask[r] = scale() * bits[r * units + unit].get<float>();
  }
  [[nodiscard]] float scale() const override { return 1.0F / (1.0F - golden()["dropout"].get<float>()); }
};

Matrix features() {
  Matrix matrix(golden()["rows"], golden()["inputs"]);
  for (std::size_t r = 0; r < matrix.rows(); ++r)
    for (std::size_t c = 0; c < matrix.cols(); ++c) matrix.row(r)[c] = golden()["features"][r * matrix.cols() + c];
  return matrix;
}

LabelMatrix labels() { return {golden()["targets"].get<std::vector<std::uint8_t>>(), golden()["rows"], golden()["labels"]}; }

/// The parts of a parameter block under PyTorch's names, without padding.
std::map<std::string, std::vector<float>> named_parameters(const MlpModel& model, std::span<const float> block) {
  std::map<std::string, std::vector<float>> named;
  const auto add = [&](std::size_t module, const char* name, std::size_t offset, std::size_t rows, std::size_t cols,
                       std::size_t stride) {
    std::vector<float>& values = named[std::to_string(module) + "." + name];
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < cols; ++c) values.push_back(block[offset + r * stride + c]);
  };
  for (std::size_t l = 0; l < model.layers.size(); ++l) {
    const LayerLayout& layer = model.layers[l];
    add(4 * l, "weight", layer.weight, layer.outputs, layer.inputs, layer.stride);
    add(4 * l, "bias", layer.bias, 1, layer.outputs, 0);
    if (!layer.normalised) continue;
    add(4 * l + 1, "weight", layer.gamma, 1, layer.outputs, 0);
    add(4 * l + 1, "bias", layer.beta, 1, layer.outputs, 0);
  }
  return named;
}

std::map<std::string, std::vector<float>> named_statistics(const MlpModel& model) {
  std::map<std::string, std::vector<float>> named;
  for (std::size_t l = 0; l < model.layers.size(); ++l) {
    const LayerLayout& layer = model.layers[l];
    if (!layer.normalised) continue;
    const auto part = [&](const Matrix& all) {
      const auto values = all.row(0).subspan(layer.statistics, layer.outputs);
      return std::vector<float>(values.begin(), values.end());
    };
    named[std::to_string(4 * l + 1) + ".running_mean"] = part(model.running_mean);
    named[std::to_string(4 * l + 1) + ".running_var"] = part(model.running_variance);
  }
  return named;
}

void set_parameters(MlpModel& model, const Json& state) {
  const auto copy = [&](std::size_t module, const char* name, std::span<float> target, std::size_t first) {
    const Json& values = state[std::to_string(module) + "." + name];
    for (std::size_t i = 0; i < target.size(); ++i) target[i] = values[first + i];
  };
  for (std::size_t l = 0; l < model.layers.size(); ++l) {
    const LayerLayout& layer = model.layers[l];
    for (std::size_t r = 0; r < layer.outputs; ++r) copy(4 * l, "weight", model.weights(layer).row(r), r * layer.inputs);
    copy(4 * l, "bias", model.vector(layer, layer.bias), 0);
    if (!layer.normalised) continue;
    copy(4 * l + 1, "weight", model.vector(layer, layer.gamma), 0);
    copy(4 * l + 1, "bias", model.vector(layer, layer.beta), 0);
  }
}

void expect_near(const std::map<std::string, std::vector<float>>& actual, const Json& expected) {
  for (const auto& [name, values] : actual) {
    SCOPED_TRACE(name);
    ASSERT_EQ(values.size(), expected[name].size());
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[name][i].get<double>(), kTolerance) << i;
  }
}

MlpModel given_model() {
  const auto hidden = golden()["hidden"].get<std::vector<std::size_t>>();
  MlpModel model(golden()["inputs"], hidden, golden()["labels"]);
  set_parameters(model, golden()["initial"]);
  return model;
}

class MlpGolden : public ::testing::TestWithParam<unsigned> {};

TEST_P(MlpGolden, FiveStepsEqualPyTorch) {
  MlpModel model = given_model();
  const Matrix x = features();
  const LabelMatrix y = labels();
  const GivenDropout dropout;
  ThreadPool pool(GetParam());
  MlpTrainer trainer(model, x.view(), y, dropout, golden()["learning_rate"], x.rows(), pool);
  std::vector<float> gradients(model.parameters.cols());
  trainer.record_gradients(gradients);
  std::vector<std::size_t> rows(x.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const MiniBatches batches(rows, rows.size(), 0);
  for (const Json& step : golden()["steps"]) {
    trainer.train(batches, 0, 1);
    EXPECT_NEAR(trainer.take_loss() / static_cast<double>(x.rows()), step["loss"].get<double>(), kTolerance);
    expect_near(named_parameters(model, gradients), step["gradients"]);
    expect_near(named_parameters(model, model.parameters.row(0)), step["state"]);
    expect_near(named_statistics(model), step["state"]);
  }
  EXPECT_EQ(model.batches, golden()["steps"].size());

  const Matrix logits = mlp_logits(model, x.view());
  for (std::size_t r = 0; r < logits.rows(); ++r)
    for (std::size_t c = 0; c < logits.cols(); ++c)
      EXPECT_NEAR(logits.row(r)[c], golden()["logits"][r * logits.cols() + c].get<double>(), kTolerance);
}

INSTANTIATE_TEST_SUITE_P(Threads, MlpGolden, ::testing::Values(1U, 2U, 5U));

}  // namespace
}  // namespace kinora
