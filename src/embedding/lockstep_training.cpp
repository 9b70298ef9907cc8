#include "embedding/kernels.hpp"
#include "embedding/learning_rate.hpp"
#include "embedding/lockstep_team.hpp"
#include "embedding/train.hpp"

#include <algorithm>
#include <array>

namespace kinora {
namespace {

/// Chunks whose examples are drawn together, in parallel, before they are trained on.
constexpr std::size_t kRoundChunks = 8;
/// Batches an epoch whose loss is measured: a fair sample, and cheap.
constexpr std::size_t kMeasuredBatches = 40;

/// What one slice computes of a batch and needs again when the scores of all slices are there. Two of each: the next batch is
/// begun in the same step that finishes the last.
struct SliceState {
  std::array<GrowBuffer<float>, 2> partial_scores;
  std::array<Matrix, 2> hidden;
  GrowBuffer<float> gradients;
  Matrix error;
};

class LockstepTraining {
 public:
  LockstepTraining(const TrainingTask& task, Weights& weights, const Execution& execution)
      : task_(task),
        execution_(execution),
        weights_(view_of(weights, task.shape, task.options)),
        chunks_(cut_into_chunks(task.documents)),
        slices_(slices_of(task.shape.stride)),
        states_(slices_.size()),
        limits_(batch_limits(task.options, task.sampler)),
        team_(execution.threads, std::max(kRoundChunks, slices_.size())) {
    for (std::size_t s = 0; s < slices_.size(); ++s) {
      for (Matrix& hidden : states_[s].hidden) hidden = Matrix(limits_.examples, task.shape.slots * slices_[s].width());
      states_[s].error = Matrix(1, task.shape.slots * slices_[s].width());
    }
    const double batches = task.sampler.expected_examples() / static_cast<double>(limits_.examples);
    measured_every_ = std::max<std::size_t>(static_cast<std::size_t>(batches) / kMeasuredBatches, 1);
  }

  Result<Doc2VecReport> run() {
    const std::size_t epochs = total_epochs(task_.options);
    const std::uint64_t tokens = task_.documents.words.size();
    execution_.stage_begin("Doc2Vec", tokens * epochs, "tokens");
    for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
      if (!train_epoch(epoch)) return fail(cancelled_error("Doc2Vec"));
      report_.epoch_losses.push_back(measured_ == 0 ? 0 : loss_ / static_cast<double>(measured_));
      execution_.figure("loss", epoch, report_.epoch_losses.back());
    }
    execution_.stage_end();
    return std::move(report_);
  }

 private:
  bool train_epoch(std::size_t epoch) {
    loss_ = 0;
    measured_ = 0;
    std::size_t batch_number = 0;
    for (std::size_t first = 0; first < chunks_.size(); first += kRoundChunks) {
      if (execution_.cancelled()) return false;
      const std::size_t count = std::min(kRoundChunks, chunks_.size() - first);
      team_.run(count, [&](std::size_t i) { draw(chunks_[first + i], first + i, epoch, drawn_[i]); });
      for (std::size_t i = 0; i < count; ++i) {
        report_.trained_tokens += drawn_[i].kept.size();
        batch_number = train_examples(drawn_[i], batch_number);
      }
      finish_batch();
      report_.token_visits += chunks_[first + count - 1].end_token - chunks_[first].first_token;
      execution_.stage_progress(report_.token_visits);
    }
    return true;
  }

  void draw(const DocumentChunk& chunk, std::size_t number, std::size_t epoch, Examples& examples) const {
    sample_chunk(task_, chunk, number, epoch, examples);
    arrange_batches(limits_, chunk.first_document, examples);
  }

  std::size_t train_examples(const Examples& examples, std::size_t batch_number) {
    for (std::size_t i = 0; i < examples.batch_ends.size(); ++i, ++batch_number) {
      begin_batch({&examples, i == 0 ? 0 : examples.batch_ends[i - 1], examples.batch_ends[i]});
      if (batch_number % measured_every_ == 0) measure_loss();
    }
    return batch_number;
  }

  /// One step: each slice finishes the last batch and begins this one.
  void begin_batch(const Batch& batch) {
    team_.run(slices_.size(), [&](std::size_t s) {
      finish_slice(s);
      SliceState& state = states_[s];
      float* scores = state.partial_scores[1 - parity_].make_room(batch.examples->targets.size());
      forward_slice(weights_, batch, slices_[s], state.hidden[1 - parity_].data(), scores);
    });
    batch_ = batch;
    parity_ = 1 - parity_;
  }

  void finish_batch() {
    team_.run(slices_.size(), [&](std::size_t s) { finish_slice(s); });
    batch_ = {};
  }

  /// Every slice computes all gradients for itself: cheaper than to wait for another.
  void finish_slice(std::size_t s) {
    if (batch_.examples == nullptr) return;
    SliceState& state = states_[s];
    float* gradients = state.gradients.make_room(batch_.examples->targets.size());
    const auto scores = scores_of_slices();
    gradients_of(batch_, std::span(scores).first(slices_.size()), gradients);
    backward_slice(weights_, batch_, slices_[s], state.hidden[parity_].data(), gradients, state.error.data());
  }

  [[nodiscard]] std::array<const float*, kMaxSlices> scores_of_slices() const {
    std::array<const float*, kMaxSlices> scores{};
    for (std::size_t s = 0; s < slices_.size(); ++s) scores[s] = states_[s].partial_scores[parity_].data();
    return scores;
  }

  void measure_loss() {
    const auto scores = scores_of_slices();
    loss_ += loss_of(batch_, std::span(scores).first(slices_.size()));
    measured_ += batch_.size();
  }

  const TrainingTask& task_;
  const Execution& execution_;
  WeightsView weights_;
  std::vector<DocumentChunk> chunks_;
  std::vector<ColumnSlice> slices_;
  std::vector<SliceState> states_;
  BatchLimits limits_;
  std::size_t measured_every_ = 1;
  std::array<Examples, kRoundChunks> drawn_;
  Batch batch_;             ///< begun and not finished
  std::size_t parity_ = 0;  ///< which of the two buffers holds it
  double loss_ = 0;
  std::size_t measured_ = 0;
  Doc2VecReport report_;
  LockstepTeam team_;
};

}  // namespace

Result<Doc2VecReport> train_in_lockstep(const TrainingTask& task, Weights& weights, const Execution& execution) {
  return LockstepTraining(task, weights, execution).run();
}

}  // namespace kinora
