#pragma once

#include "base/spin_barrier.hpp"
#include "base/thread_pool.hpp"
#include "classify/adam.hpp"
#include "classify/dropout.hpp"
#include "classify/mini_batches.hpp"
#include "classify/mlp_model.hpp"
#include "kinora/classify/genre_classifier.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// Trains an MlpModel: mini-batches forward, binary cross-entropy with logits, backward, Adam.
///
/// Activations lie unit-major (units × rows of the batch), so that a unit's batch statistics are sums over one row and all
/// products read whole rows. Every worker owns a range of each layer's units: it computes their values, their gradients and the
/// optimiser's step of their weights, and meets the others at a barrier between layers. No element's arithmetic depends on where
/// the ranges end, so the result has the same bits with any number of workers (docs/decisions/0501). Nothing is allocated a step.
class MlpTrainer {
 public:
  /// `model`, `features`, `labels`, `dropout` and `pool` must outlive the trainer.
  MlpTrainer(MlpModel& model, const MatrixView& features, const LabelMatrix& labels, const Dropout& dropout, double learning_rate,
             std::size_t largest_batch, ThreadPool& pool);

  /// One step for each of the batches first … last - 1.
  void train(const MiniBatches& batches, std::size_t first, std::size_t last);

  /// The sum of the losses of all rows since the last call; a row's loss is the mean over its labels.
  [[nodiscard]] double take_loss();

  /// For tests: the gradients of each step are also written here, in the layout of the model's parameters.
  void record_gradients(std::span<float> gradients) { recorded_ = gradients; }

 private:
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  /// What enters a linear layer, both ways round: the way forward reads units, the gradient of the weights reads rows.
  struct Activations {
    Matrix units;  ///< units × batch
    Matrix rows;   ///< batch × units, rows as long as the weights'
  };
  /// What a layer keeps from the way forward for the way back.
  struct LayerBuffers {
    Matrix output;                                        ///< outputs × batch: normalised (hidden) or the logits, without bias
    Matrix gradient;                                      ///< outputs × batch: of the loss by the linear layer's output
    Matrix variances;                                     ///< 1 × outputs
    Matrix bias_gradient, gamma_gradient, beta_gradient;  ///< 1 × outputs
  };

  [[nodiscard]] Range share(std::size_t units, std::size_t worker) const;
  void run_step(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step);
  void gather(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step);
  void forward_hidden(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step);
  void forward_output(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step);
  void backward(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step);
  void update(std::size_t worker, std::size_t rows, std::uint64_t step);
  void update_vector(const AdamStep& step, std::size_t offset, const Matrix& gradient);
  void track_statistics(const LayerLayout& layer, std::size_t unit, float mean, float variance, std::size_t rows);
  [[nodiscard]] Activations& input(std::size_t layer, std::uint64_t step);
  [[nodiscard]] AdamTarget target(std::size_t offset);

  MlpModel& model_;
  MatrixView features_;
  const LabelMatrix& labels_;
  const Dropout& dropout_;
  double learning_rate_;
  ThreadPool& pool_;
  std::size_t workers_;
  SpinBarrier barrier_;
  Matrix first_moments_;
  Matrix second_moments_;
  std::array<Activations, 2> batches_;  ///< of even and odd steps: one is read to the end of its step while the next is filled
  std::vector<Activations> hidden_;
  std::vector<LayerBuffers> layers_;
  Matrix masks_;    ///< a row a worker
  Matrix targets_;  ///< a row a worker
  std::vector<double> label_losses_;
  double loss_ = 0;
  std::span<float> recorded_;
};

}  // namespace kinora
