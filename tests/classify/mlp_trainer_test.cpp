#include "classify/mlp_trainer.hpp"

#include "toy_problem.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

struct Trained {
  MlpModel model;
  double loss = 0;
};

Trained train(std::size_t rows, std::size_t batch, unsigned workers, std::span<const std::size_t> hidden,
              std::size_t epochs = 3) {
  const ToyProblem problem(rows);
  Trained trained{MlpModel(problem.features.cols(), hidden, problem.labels.labels)};
  trained.model.initialise(5);
  std::vector<std::size_t> all(rows);
  std::iota(all.begin(), all.end(), std::size_t{0});
  MiniBatches batches(all, batch, 5);
  const RandomDropout dropout(0.2, 5);
  ThreadPool pool(workers);
  MlpTrainer trainer(trained.model, problem.features.view(), problem.labels, dropout, 1e-3, batches.largest(), pool);
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
    batches.shuffle(epoch);
    trainer.train(batches, 0, batches.count() / 2);
    trainer.train(batches, batches.count() / 2, batches.count());
  }
  trained.loss = trainer.take_loss();
  return trained;
}

TEST(MlpTrainer, GivesTheSameBitsWithAnyNumberOfWorkers) {
  const std::vector<std::size_t> shapes[] = {{32, 16}, {5}, {64, 3, 17}, {}, {48, 40, 33, 64, 24}};
  for (const auto& hidden : shapes)
    for (const auto& [rows, batch] : {std::pair<std::size_t, std::size_t>{2, 64}, {33, 16}, {35, 16}, {130, 64}}) {
      const Trained expected = train(rows, batch, 1, hidden);
      for (const unsigned workers : {2U, 3U, 4U, 9U}) {
        const Trained found = train(rows, batch, workers, hidden);
        EXPECT_EQ(found.loss, expected.loss);
        EXPECT_TRUE(std::ranges::equal(found.model.parameters.row(0), expected.model.parameters.row(0)))
            << rows << ' ' << workers;
        EXPECT_TRUE(std::ranges::equal(found.model.running_mean.row(0), expected.model.running_mean.row(0)));
        EXPECT_TRUE(std::ranges::equal(found.model.running_variance.row(0), expected.model.running_variance.row(0)));
      }
    }
}

TEST(MlpTrainer, KeepsThePaddingOfTheWeightsZero) {
  const std::vector<std::size_t> hidden = {33, 7};
  const Trained trained = train(130, 64, 2, hidden);
  for (const LayerLayout& layer : trained.model.layers)
    for (std::size_t row = 0; row < layer.outputs; ++row)
      for (std::size_t col = layer.inputs; col < layer.stride; ++col)
        ASSERT_EQ(trained.model.parameters.data()[layer.weight + row * layer.stride + col], 0.0F);
}

TEST(MlpTrainer, RowsThatAreAllEqualStayFinite) {
  // Variance 0 in every unit: the normalised values and their gradients are 0, not infinite.
  Matrix features(8, 4);
  const LabelMatrix labels{std::vector<std::uint8_t>(8 * 2, 1), 8, 2};
  const std::vector<std::size_t> hidden = {16};
  MlpModel model(4, hidden, 2);
  model.initialise(1);
  const MiniBatches batches({0, 1, 2, 3, 4, 5, 6, 7}, 4, 1);
  const RandomDropout dropout(0.5, 1);
  ThreadPool pool(1);
  MlpTrainer trainer(model, features.view(), labels, dropout, 0.01, 4, pool);
  for (int i = 0; i < 50; ++i) trainer.train(batches, 0, 2);
  EXPECT_TRUE(std::isfinite(trainer.take_loss()));
  EXPECT_TRUE(std::ranges::all_of(model.parameters.row(0), [](float value) { return std::isfinite(value); }));
}

}  // namespace
}  // namespace kinora
