#pragma once

#include "base/spin_barrier.hpp"
#include "base/thread_pool.hpp"
#include "classify/adam.hpp"
#include "classify/dropout.hpp"
#include "classify/mini_batches.hpp"
#include "classify/mlp_model.hpp"
#include "classify/split_layout.hpp"
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
/// products read whole rows. Layers are cut by their outputs and by their inputs in turn, in two fixed halves, so that with two
/// workers a weight, its moments and its gradient belong to one of them, and what they exchange are sums of products and the
/// activations between two pairs of layers. More workers share the halves. No element's arithmetic depends on their number, so
/// the result has the same bits with any (docs/decisions/0501). Nothing is allocated a step.
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
  void record_gradients(std::span<float> gradients);

 private:
  /// What enters a linear layer, both ways round: the way forward reads units, the gradient of the weights reads rows.
  struct Activations {
    Matrix units;                      ///< units × batch
    std::array<Matrix, kHalves> rows;  ///< batch × the units of a half, as SplitLayout cuts the weights behind them
  };
  /// What a layer keeps from the way forward for the way back.
  struct LayerBuffers {
    Matrix output;                                        ///< outputs × batch: normalised (hidden) or the logits, without bias
    Matrix gradient;                                      ///< outputs × batch: of the loss by the linear layer's output
    Matrix variances;                                     ///< 1 × outputs
    Matrix bias_gradient, gamma_gradient, beta_gradient;  ///< 1 × outputs
  };

  /// What a worker owns of the units of a hidden layer.
  [[nodiscard]] UnitRange share(std::size_t units, std::size_t worker) const;
  /// What it owns of a layer's outputs, genres included.
  [[nodiscard]] UnitRange output_share(std::size_t layer, std::size_t worker) const;
  /// Calls work(half, first unit, units) for blocks that are a worker's share of all units of all halves. With two workers each
  /// has one half.
  template <class Work>
  void share_halves(std::size_t worker, std::size_t units, Work work) const;
  /// Two workers or one use nothing of another's until halves are combined.
  void meet_if_halves_are_shared();

  void run_step(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step);
  void forward(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step);
  void back_and_update(std::size_t worker, std::size_t rows, std::uint64_t step, const AdamStep& adam);
  void gather(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step);
  void forward_hidden(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step);
  void multiply_half_forward(std::size_t layer, std::size_t index, std::size_t block, std::size_t count, std::size_t rows,
                             std::uint64_t step);
  void multiply_half_backward(std::size_t layer, std::size_t index, std::size_t block, std::size_t count, std::size_t rows);
  void forward_halves(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step);
  void combine_forward(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step);
  void forward_output(std::size_t worker, std::span<const std::size_t> rows, std::uint64_t step);
  void backward(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step);
  void backward_halves(std::size_t worker, std::size_t layer, std::size_t rows);
  void combine_backward(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step);
  void update(std::size_t worker, std::size_t layer, std::size_t rows, std::uint64_t step, const AdamStep& adam);
  void update_vector(const AdamStep& step, std::size_t offset, const Matrix& gradient, const UnitRange& range);
  void add_halves(std::size_t first, std::size_t count, std::size_t rows, Matrix& out) const;
  void normalise_block(std::size_t worker, std::size_t layer, std::size_t block, std::size_t count, std::size_t rows,
                       std::uint64_t step);
  void normalise_block_backward(std::size_t layer, std::size_t block, std::size_t count, std::size_t rows, std::uint64_t step);
  void track_statistics(std::size_t layer, std::size_t unit, float mean, float variance, std::size_t rows);
  [[nodiscard]] Activations& input(std::size_t layer, std::uint64_t step);
  [[nodiscard]] AdamTarget target(std::size_t offset);
  [[nodiscard]] float* record(std::size_t offset);
  [[nodiscard]] std::span<const float> values(std::size_t offset, std::size_t count) const;
  [[nodiscard]] const float* weights(std::size_t layer, std::size_t half, std::size_t output, std::size_t input) const;

  MlpModel& model_;
  MatrixView features_;
  const LabelMatrix& labels_;
  const Dropout& dropout_;
  double learning_rate_;
  ThreadPool& pool_;
  std::size_t workers_;
  SpinBarrier barrier_;
  SplitLayout layout_;
  Matrix parameters_;
  Matrix first_moments_;
  Matrix second_moments_;
  std::array<Activations, 3> batches_;  ///< of a step, the next one, which is filled, and the last, which another may still read
  std::array<Matrix, kHalves> halves_;  ///< units × batch: products over a half of the depth
  std::vector<Activations> hidden_;
  std::vector<LayerBuffers> layers_;
  Matrix masks_;    ///< a row a worker
  Matrix targets_;  ///< a row a worker
  std::vector<double> label_losses_;
  double loss_ = 0;
  Matrix gradients_;  ///< in layout_, if they are recorded
  std::span<float> recorded_;
};

}  // namespace kinora
