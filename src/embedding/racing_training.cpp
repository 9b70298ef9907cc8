#include "embedding/kernels.hpp"
#include "embedding/learning_rate.hpp"
#include "embedding/train.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace kinora {
namespace {

constexpr std::size_t kMeasuredEvery = 64;  // examples

float load(float& shared) { return std::atomic_ref(shared).load(std::memory_order_relaxed); }
void store(float& shared, float value) { std::atomic_ref(shared).store(value, std::memory_order_relaxed); }
/// Not one atomic step: what another thread adds in between is lost. That is Hogwild's bargain.
void add_to(float& shared, float value) { store(shared, load(shared) + value); }

/// One thread's part: its own copies of what it reads, so that the arithmetic runs over private memory.
class RacingThread {
 public:
  RacingThread(const TrainingTask& task, const WeightsView& weights)
      : task_(task), weights_(weights), hidden_(weights.hidden_width), error_(weights.hidden_width), row_(weights.hidden_width) {}

  struct Loss {
    double sum = 0;
    std::uint64_t measured = 0;
  };

  /// Returns the loss of the measured examples.
  Loss train_chunk(const DocumentChunk& chunk, std::size_t chunk_number, std::size_t epoch) {
    sample_chunk(task_, chunk, chunk_number, epoch, examples_);
    Loss loss;
    for (std::size_t i = 0; i < examples_.list.size(); ++i) {
      const double example_loss = train_example(examples_.list[i], i % kMeasuredEvery == 0);
      if (i % kMeasuredEvery != 0) continue;
      loss.sum += example_loss;
      ++loss.measured;
    }
    return loss;
  }
  [[nodiscard]] std::size_t kept_tokens() const { return examples_.kept.size(); }

 private:
  float* word(std::size_t row) { return weights_.words + row * weights_.stride; }

  /// visit(slot, row) for each input of the example.
  template <class Visit>
  void for_each_input(const Example& example, Visit visit) {
    const bool is_word = (example.input & kWordInput) != 0;
    visit(0, is_word ? word(example.input & ~kWordInput) : weights_.documents + std::size_t{example.input} * weights_.stride);
    if (weights_.join != InputJoin::kConcat) {
      for (std::size_t i = example.context_begin; i < example.context_end; ++i)
        if (i != example.centre) visit(0, word(examples_.kept[i]));
      return;
    }
    const auto window = static_cast<std::ptrdiff_t>(weights_.window);
    std::size_t slot = 0;
    for (std::ptrdiff_t distance = -window; distance <= window; ++distance) {
      if (distance == 0) continue;
      const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(example.centre) + distance;
      const bool inside = place >= example.context_begin && place < example.context_end;
      visit(++slot, word(inside ? examples_.kept[static_cast<std::size_t>(place)] : weights_.null_word));
    }
  }

  double train_example(const Example& example, bool measure) {
    compose(example);
    std::fill(error_.begin(), error_.end(), 0.0F);
    double loss = 0;
    for (std::size_t t = 0; t < example.target_count; ++t) {
      const Target target = examples_.targets[example.target_begin + t];
      const bool positive = (target & kPositive) != 0;
      const float score = train_target(weights_.output + std::size_t{target & ~kPositive} * weights_.hidden_width, positive);
      if (measure) loss += target_loss(static_cast<double>(score), positive);
    }
    spread(example);
    return loss;
  }

  void compose(const Example& example) {
    std::fill(hidden_.begin(), hidden_.end(), 0.0F);
    for_each_input(example, [&](std::size_t slot, float* row) {
      for (std::size_t i = 0; i < weights_.stride; ++i) hidden_[slot * weights_.stride + i] += load(row[i]);
    });
    if (weights_.join != InputJoin::kMean) return;
    for (float& value : hidden_) value *= inverse_count(example);
  }

  float train_target(float* shared_row, bool positive) {
    for (std::size_t i = 0; i < row_.size(); ++i) row_[i] = load(shared_row[i]);
    float score = 0;
    for (std::size_t i = 0; i < row_.size(); ++i) score += hidden_[i] * row_[i];
    const float gradient = examples_.alpha * ((positive ? 1.0F : 0.0F) - 1.0F / (1.0F + std::exp(-score)));
    for (std::size_t i = 0; i < row_.size(); ++i) {
      error_[i] += gradient * row_[i];
      store(shared_row[i], row_[i] + gradient * hidden_[i]);
    }
    return score;
  }

  void spread(const Example& example) {
    if (weights_.join == InputJoin::kSum)
      for (float& value : error_) value *= inverse_count(example);
    for_each_input(example, [&](std::size_t slot, float* row) {
      for (std::size_t i = 0; i < weights_.stride; ++i) add_to(row[i], error_[slot * weights_.stride + i]);
    });
  }

  static float inverse_count(const Example& example) {
    return 1.0F / static_cast<float>(std::max<std::uint32_t>(example.context_end - example.context_begin, 1));
  }

  const TrainingTask& task_;
  WeightsView weights_;
  Examples examples_;
  std::vector<float> hidden_;
  std::vector<float> error_;
  std::vector<float> row_;
};

/// The chunks of all epochs, taken by whoever is free.
class Race {
 public:
  Race(const TrainingTask& task, Weights& weights, const Execution& execution)
      : task_(task),
        execution_(execution),
        weights_(view_of(weights, task.shape, task.options)),
        chunks_(cut_into_chunks(task.documents)),
        epochs_(total_epochs(task.options)),
        losses_(epochs_) {}

  Result<Doc2VecReport> run() {
    execution_.stage_begin("Doc2Vec", task_.documents.words.size() * epochs_, "tokens");
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < execution_.threads; ++i) threads.emplace_back([this] { work(false); });
    work(true);
    for (std::thread& thread : threads) thread.join();
    if (execution_.cancelled()) return fail(cancelled_error("Doc2Vec"));
    Doc2VecReport report{.token_visits = visited_.load(), .trained_tokens = trained_.load(), .epoch_losses = {}};
    for (std::size_t epoch = 0; epoch < epochs_; ++epoch) {
      const auto measured = static_cast<double>(losses_[epoch].measured.load());
      report.epoch_losses.push_back(measured == 0 ? 0 : losses_[epoch].sum.load() / measured);
      execution_.figure("loss", epoch, report.epoch_losses.back());
    }
    execution_.stage_end();
    return report;
  }

 private:
  struct SharedLoss {
    std::atomic<double> sum{0};
    std::atomic<std::uint64_t> measured{0};
  };

  void work(bool reports_progress) {
    RacingThread thread(task_, weights_);
    while (!execution_.cancelled()) {
      const std::size_t number = next_.fetch_add(1);
      if (number >= epochs_ * chunks_.size()) return;
      const std::size_t epoch = number / chunks_.size();
      const DocumentChunk& chunk = chunks_[number % chunks_.size()];
      const auto loss = thread.train_chunk(chunk, number % chunks_.size(), epoch);
      losses_[epoch].sum.fetch_add(loss.sum);
      losses_[epoch].measured.fetch_add(loss.measured);
      trained_.fetch_add(thread.kept_tokens());
      const std::uint64_t visited = visited_.fetch_add(chunk.end_token - chunk.first_token);
      if (reports_progress) execution_.stage_progress(visited);
    }
  }

  const TrainingTask& task_;
  const Execution& execution_;
  WeightsView weights_;
  std::vector<DocumentChunk> chunks_;
  std::size_t epochs_;
  std::vector<SharedLoss> losses_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::uint64_t> visited_{0};
  std::atomic<std::uint64_t> trained_{0};
};

}  // namespace

Result<Doc2VecReport> train_racing(const TrainingTask& task, Weights& weights, const Execution& execution) {
  return Race(task, weights, execution).run();
}

}  // namespace kinora
