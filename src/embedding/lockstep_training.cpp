#include "embedding/kernels.hpp"
#include "embedding/learning_rate.hpp"
#include "embedding/lockstep_team.hpp"
#include "embedding/pace.hpp"
#include "embedding/train.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace kinora {
namespace {

/// Chunks whose examples are drawn together, in parallel, before they are trained on.
constexpr std::size_t kRoundChunks = 8;
/// Batches an epoch whose loss is measured: a fair sample, and cheap.
constexpr std::size_t kMeasuredBatches = 40;

/// Batches whose scores are kept: a thread begins a batch before it finishes the one before, and may be one step ahead of another
/// that still reads the scores of the batch before that.
constexpr std::size_t kBuffers = 4;

/// What one slice computes of a batch and needs again when the scores of all slices are there.
struct SliceState {
  Weights weights;  ///< its columns of all rows
  WeightsView view{};
  std::array<GrowBuffer<float>, kBuffers> partial_scores;
  std::array<Matrix, kBuffers> hidden;
  Matrix error;
};

/// A thread's part of a round.
struct Share {
  unsigned thread = 0;
  unsigned threads = 1;  ///< that take part; the others wait
  std::size_t first_slice = 0;
  std::size_t end_slice = 0;

  [[nodiscard]] bool takes_part() const { return thread < threads; }
};

class LockstepTraining {
 public:
  LockstepTraining(const TrainingTask& task, Weights& weights, const Execution& execution)
      : task_(task),
        execution_(execution),
        weights_(weights),
        chunks_(cut_into_chunks(task.documents)),
        slices_(slices_of(task.shape.stride)),
        states_(slices_.size()),
        limits_(batch_limits(task.options, task.sampler)),
        team_(std::min(execution.threads, static_cast<unsigned>(slices_.size()))) {
    for (std::size_t s = 0; s < slices_.size(); ++s) {
      states_[s].weights = take_columns(weights, task.shape, slices_[s]);
      states_[s].view = view_of_columns(states_[s].weights, task.shape, task.options, slices_[s]);
      for (Matrix& hidden : states_[s].hidden) hidden = Matrix(limits_.examples, task.shape.slots * slices_[s].width());
      states_[s].error = Matrix(1, task.shape.slots * slices_[s].width());
    }
    const double batches = task.sampler.expected_examples() / static_cast<double>(limits_.examples);
    measured_every_ = std::max<std::size_t>(static_cast<std::size_t>(batches) / kMeasuredBatches, 1);
  }

  Result<Doc2VecReport> run() {
    execution_.stage_begin("Doc2Vec", task_.documents.words.size() * total_epochs(task_.options), "tokens");
    stopped_ = execution_.cancelled();
    team_.run([this](unsigned thread) { walk(thread); });
    if (stopped_) return fail(cancelled_error("Doc2Vec"));
    for (std::size_t s = 0; s < slices_.size(); ++s) put_columns(states_[s].weights, task_.shape, slices_[s], weights_);
    execution_.stage_end();
    return std::move(report_);
  }

 private:
  /// What each thread does, from the first epoch to the last.
  void walk(unsigned thread) {
    GrowBuffer<float> gradients;
    for (std::size_t epoch = 0; epoch < total_epochs(task_.options); ++epoch) {
      for (std::size_t first = 0; first < chunks_.size(); first += kRoundChunks) {
        if (stopped_) return;
        train_round(share_of(thread), epoch, first, gradients);
      }
      if (thread == 0) report_epoch(epoch);
    }
  }

  [[nodiscard]] Share share_of(unsigned thread) const {
    const unsigned threads = pace_.together() ? team_.threads() : 1;
    if (thread >= threads) return {.thread = thread, .threads = threads};
    return {.thread = thread,
            .threads = threads,
            .first_slice = slices_.size() * thread / threads,
            .end_slice = slices_.size() * (thread + 1) / threads};
  }

  /// The threads draw the examples of some chunks, each its share; then all train on them, each its slices.
  void train_round(const Share& share, std::size_t epoch, std::size_t first, GrowBuffer<float>& gradients) {
    const auto begin = std::chrono::steady_clock::now();
    const std::size_t count = std::min(kRoundChunks, chunks_.size() - first);
    if (share.takes_part())
      for (std::size_t i = share.thread; i < count; i += share.threads)
        sample_batches(task_, limits_, chunks_[first + i], first + i, epoch, drawn_[i]);
    team_.wait(share.thread);
    if (share.takes_part()) train_drawn(share, count, gradients);
    if (share.thread == 0)
      end_round(first, count, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    team_.wait(share.thread);  // before what was drawn is overwritten
  }

  /// A batch is begun before the last one is finished: by the time that its scores are needed, all threads have them.
  void train_drawn(const Share& share, std::size_t count, GrowBuffer<float>& gradients) {
    Batch begun;
    std::size_t buffer = 0;
    std::uint32_t step = 0;
    const auto finish_begun = [&] {
      if (begun.examples == nullptr) return;
      if (share.threads > 1) team_.wait_for(step);
      finish_batch(share, begun, buffer, gradients);
    };
    for (std::size_t i = 0; i < count; ++i) {
      const Examples& examples = drawn_[i];
      for (std::size_t b = 0; b < examples.batch_ends.size(); ++b) {
        const Batch batch{&examples, b == 0 ? 0 : examples.batch_ends[b - 1], examples.batch_ends[b]};
        const std::size_t next_buffer = (buffer + 1) % kBuffers;
        begin_batch(share, batch, next_buffer);
        const std::uint32_t next_step = share.threads > 1 ? team_.arrive(share.thread) : 0;
        finish_begun();
        begun = batch;
        buffer = next_buffer;
        step = next_step;
      }
    }
    finish_begun();
  }

  void begin_batch(const Share& share, const Batch& batch, std::size_t buffer) {
    for (std::size_t s = share.first_slice; s < share.end_slice; ++s) {
      SliceState& state = states_[s];
      float* scores = state.partial_scores[buffer].make_room(batch.examples->targets.size());
      forward_slice(state.view, batch, state.hidden[buffer].data(), scores);
    }
  }

  /// Every thread computes all gradients for itself: cheaper than to wait for another.
  void finish_batch(const Share& share, const Batch& batch, std::size_t buffer, GrowBuffer<float>& gradients) {
    std::array<const float*, kMaxSlices> scores{};
    for (std::size_t s = 0; s < slices_.size(); ++s) scores[s] = states_[s].partial_scores[buffer].data();
    const auto partial_scores = std::span<const float* const>(scores).first(slices_.size());
    float* steps = gradients.make_room(batch.examples->targets.size());
    gradients_of(batch, partial_scores, steps);
    if (share.thread == 0) measure_loss(batch, partial_scores);
    for (std::size_t s = share.first_slice; s < share.end_slice; ++s) {
      SliceState& state = states_[s];
      backward_slice(state.view, batch, state.hidden[buffer].data(), steps, state.error.data());
    }
  }

  void measure_loss(const Batch& batch, std::span<const float* const> partial_scores) {
    if (batches_++ % measured_every_ != 0) return;
    loss_ += loss_of(batch, partial_scores);
    measured_ += batch.size();
  }

  void end_round(std::size_t first, std::size_t count, double seconds) {
    std::size_t drawn = 0;
    for (std::size_t i = 0; i < count; ++i) drawn += drawn_[i].kept.size();
    report_.trained_tokens += drawn;
    report_.token_visits += chunks_[first + count - 1].end_token - chunks_[first].first_token;
    execution_.stage_progress(report_.token_visits);
    stopped_ = execution_.cancelled();
    pace_.end_round(drawn, seconds);
  }

  void report_epoch(std::size_t epoch) {
    report_.epoch_losses.push_back(measured_ == 0 ? 0 : loss_ / static_cast<double>(measured_));
    execution_.figure("loss", epoch, report_.epoch_losses.back());
    loss_ = 0;
    measured_ = 0;
    batches_ = 0;
  }

  const TrainingTask& task_;
  const Execution& execution_;
  Weights& weights_;
  std::vector<DocumentChunk> chunks_;
  std::vector<ColumnSlice> slices_;
  std::vector<SliceState> states_;
  BatchLimits limits_;
  std::size_t measured_every_ = 1;
  std::array<Examples, kRoundChunks> drawn_;
  // Written by the first thread before all wait for each other.
  bool stopped_ = false;
  Pace pace_;
  // The first thread's alone.
  double loss_ = 0;
  std::size_t measured_ = 0;
  std::size_t batches_ = 0;  ///< of this epoch
  Doc2VecReport report_;
  LockstepTeam team_;
};

}  // namespace

Result<Doc2VecReport> train_in_lockstep(const TrainingTask& task, Weights& weights, const Execution& execution) {
  return LockstepTraining(task, weights, execution).run();
}

}  // namespace kinora
