#include "classify/fit_classifier.hpp"

#include "base/thread_pool.hpp"
#include "base/try.hpp"
#include "classify/mini_batches.hpp"
#include "classify/mlp_logits.hpp"
#include "classify/mlp_trainer.hpp"
#include "classify/thresholds.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

namespace kinora {
namespace {

// Steps between two looks at the cancellation token: some tens of milliseconds.
constexpr std::size_t kStepsPerTurn = 50;

Result<void> check_training_set(const MatrixView& features, const LabelMatrix& labels, const std::vector<std::string>& names) {
  const auto invalid = [](std::string what, std::size_t expected, std::size_t found) {
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = std::move(what),
                 .expected = std::to_string(expected),
                 .found = std::to_string(found)});
  };
  if (features.rows != labels.rows) return invalid("features and labels differ in rows", features.rows, labels.rows);
  if (labels.labels != names.size()) return invalid("labels and names differ in number", names.size(), labels.labels);
  if (labels.cells.size() != labels.rows * labels.labels)
    return invalid("the label matrix is of another size than it says", labels.rows * labels.labels, labels.cells.size());
  if (names.empty()) return fail({.code = ErrorCode::kInvalidArgument, .what = "a classifier needs at least one label"});
  std::vector<std::string> sorted = names;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    return fail({.code = ErrorCode::kInvalidArgument, .what = "two labels have the same name", .found = *twice});
  if (features.cols == 0) return fail({.code = ErrorCode::kInvalidArgument, .what = "a classifier needs at least one feature"});
  if (features.rows < 2)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "too few rows to train a classifier",
                 .expected = "at least 2 rows",
                 .found = std::to_string(features.rows)});
  for (std::size_t r = 0; r < features.rows; ++r)
    if (!std::ranges::all_of(features.row(r), [](float value) { return std::isfinite(value); }))
      return fail(
          {.code = ErrorCode::kInvalidArgument, .what = "a feature is not a finite number", .where = "row " + std::to_string(r)});
  return {};
}

/// More workers than processors would hold each other up at every barrier; the result does not depend on their number.
unsigned worker_threads(unsigned wanted) {
  const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
  return std::clamp(wanted, 1U, processors);
}

Error diverged_error(std::size_t epoch) {
  return {.code = ErrorCode::kRecipeValue,
          .what = "the training of the classifier diverged in epoch " + std::to_string(epoch + 1),
          .where = "classifier.learning_rate",
          .next_step = "Lower the learning rate"};
}

Result<void> train_epochs(MlpTrainer& trainer, MiniBatches& batches, std::size_t epochs, const Execution& execution,
                          std::vector<double>* epoch_losses) {
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
    batches.shuffle(epoch);
    for (std::size_t first = 0; first < batches.count(); first += kStepsPerTurn) {
      if (execution.cancelled()) return fail(cancelled_error("the training of the classifier"));
      const std::size_t last = std::min(first + kStepsPerTurn, batches.count());
      trainer.train(batches, first, last);
      execution.stage_progress(epoch * batches.count() + last);
    }
    const double loss = trainer.take_loss() / static_cast<double>(batches.rows());
    if (!std::isfinite(loss)) return fail(diverged_error(epoch));
    execution.figure("classifier loss", epoch, loss);
    if (epoch_losses != nullptr) epoch_losses->push_back(loss);
  }
  return {};
}

std::vector<float> find_thresholds(const MlpModel& model, const MatrixView& features, const LabelMatrix& labels,
                                   std::span<const std::size_t> rows) {
  Matrix chosen(rows.size(), features.cols);
  LabelMatrix actual{{}, rows.size(), labels.labels};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(features.row(rows[i]), chosen.row(i).begin());
    const auto row = labels.row(rows[i]);
    actual.cells.insert(actual.cells.end(), row.begin(), row.end());
  }
  Matrix probabilities = mlp_logits(model, chosen.view());
  for (std::size_t r = 0; r < probabilities.rows(); ++r)
    std::ranges::transform(probabilities.row(r), probabilities.row(r).begin(), sigmoid);
  return best_f1_thresholds(probabilities.view(), actual);
}

}  // namespace

Result<FittedClassifier> fit_classifier(const MatrixView& features, const LabelMatrix& labels, std::vector<std::string> names,
                                        const ClassifierOptions& options, const Execution& execution,
                                        std::vector<double>* epoch_losses) {
  KINORA_TRY_VOID(options.validate());
  KINORA_TRY_VOID(check_training_set(features, labels, names));
  if (epoch_losses != nullptr) epoch_losses->clear();

  const bool by_logit = options.thresholds == ThresholdPolicy::kLogit;
  const ValidationSplit split = split_validation(features.rows, by_logit ? 0.0 : options.validation_fraction, options.seed);
  FittedClassifier fitted{.options = options,
                          .names = std::move(names),
                          .thresholds = {},
                          .model = MlpModel(features.cols, options.hidden, labels.labels)};
  fitted.model.initialise(options.seed);

  MiniBatches batches(split.train, options.batch, options.seed);
  ThreadPool pool(worker_threads(execution.threads));
  const RandomDropout dropout(options.dropout, options.seed);
  MlpTrainer trainer(fitted.model, features, labels, dropout, options.learning_rate, batches.largest(), pool);
  execution.stage_begin("classifier", options.epochs * batches.count(), "steps");
  const Result<void> trained = train_epochs(trainer, batches, options.epochs, execution, epoch_losses);
  execution.stage_end();
  if (!trained) return fail(trained.error());

  if (by_logit)
    fitted.thresholds.assign(labels.labels, sigmoid(static_cast<float>(options.logit_threshold)));
  else
    fitted.thresholds = find_thresholds(fitted.model, features, labels, split.validation);
  return fitted;
}

}  // namespace kinora
