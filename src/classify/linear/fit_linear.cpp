#include "classify/linear/fit_linear.hpp"

#include "base/thread_pool.hpp"
#include "base/try.hpp"
#include "classify/linear/dual_descent.hpp"
#include "classify/linear/folds.hpp"
#include "classify/thresholds.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <numeric>
#include <thread>

namespace kinora {
namespace {

/// Costs that are compared when none is given, until the loss grows. Rows are of unit length, so that these mean the same
/// whatever the catalogue.
constexpr std::array<double, 8> kCosts = {0.5, 1, 2, 4, 8, 16, 32, 64};

/// A genre of so many films has a threshold halfway between its own best one and the common one.
constexpr double kThresholdShrinkage = 3;

Result<void> check_linear_training(const TermDocuments& documents, std::span<const std::string> terms, const LabelMatrix& labels,
                                   const std::vector<std::string>& names) {
  const auto invalid = [](std::string what, std::size_t expected, std::size_t found) {
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = std::move(what),
                 .expected = std::to_string(expected),
                 .found = std::to_string(found)});
  };
  if (documents.size() != labels.rows) return invalid("documents and labels differ in rows", documents.size(), labels.rows);
  if (labels.labels != names.size()) return invalid("labels and names differ in number", names.size(), labels.labels);
  if (labels.cells.size() != labels.rows * labels.labels)
    return invalid("the label matrix is of another size than it says", labels.rows * labels.labels, labels.cells.size());
  if (names.empty()) return fail({.code = ErrorCode::kInvalidArgument, .what = "a classifier needs at least one label"});
  std::vector<std::string> sorted = names;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    return fail({.code = ErrorCode::kInvalidArgument, .what = "two labels have the same name", .found = *twice});
  if (documents.size() < 2)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "too few documents to train a classifier",
                 .expected = "at least 2",
                 .found = std::to_string(documents.size())});
  if (std::ranges::any_of(documents.terms, [&](std::uint32_t term) { return term >= terms.size(); }))
    return fail({.code = ErrorCode::kInvalidArgument, .what = "a document has a term that there is not"});
  return {};
}

class LinearFit {
 public:
  LinearFit(const TermDocuments& documents, std::size_t terms, const LabelMatrix& labels, const LinearOptions& options,
            const Execution& execution)
      : documents_(documents),
        terms_(terms),
        labels_(labels),
        options_(options),
        execution_(execution),
        pool_(std::clamp(execution.threads, 1U, std::max(1U, std::thread::hardware_concurrency()))),
        groups_(label_groups(labels.labels)),
        cut_(cut_folds(labels.rows, std::min(options.folds, labels.rows), options.threshold_rows, options.seed)) {}

  /// Finds the cost, the out-of-fold probabilities and the weights of all rows.
  Result<void> run(LinearFitReport& report) {
    const std::size_t folds = cut_.held.size();
    problems_.resize(folds);
    weights_.resize((folds + 1) * groups_);
    execution_.stage_begin("classifier", folds + 2, "fits");
    pool_.for_each_shard(folds, [&](std::size_t fold) {
      problems_[fold] =
          std::make_unique<FoldProblem>(documents_, cut_.rest[fold], cut_.held[fold], terms_, options_.min_documents);
    });
    report.cost = options_.cost > 0 ? options_.cost : choose_cost(report.costs);
    execution_.stage_progress(1);
    inverse_frequencies_ = fit_inverse_frequencies(documents_, all_rows(), terms_, options_.min_documents);
    const TermRows everything = weigh_documents(documents_, all_rows(), inverse_frequencies_);
    pool_.for_each_shard(weights_.size(), [&](std::size_t task) {
      const std::size_t fold = task / groups_;
      const bool whole = fold == folds;
      const std::vector<std::size_t>& rows = whole ? all_rows() : cut_.rest[fold];
      DualDescent descent(whole ? everything : problems_[fold]->training(), labels_, rows, task % groups_, terms_, options_.seed);
      if (descent.solve(report.cost, execution_)) weights_[task] = descent.take_weights();
    });
    if (execution_.cancelled()) return fail(cancelled_error("the training of the classifier"));
    execution_.stage_progress(folds + 2);
    execution_.stage_end();
    return {};
  }

  [[nodiscard]] const std::vector<float>& inverse_frequencies() const { return inverse_frequencies_; }
  [[nodiscard]] const GroupWeights& weights_of(std::size_t group) const { return weights_[cut_.held.size() * groups_ + group]; }

  struct OutOfFold {
    Matrix probabilities;
    LabelMatrix labels;
    double loss = 0;
  };
  /// Of every row of the sample, by the model that has not seen its fold; fold after fold.
  [[nodiscard]] OutOfFold out_of_fold() const {
    std::size_t rows = 0;
    for (const auto& held : cut_.held) rows += held.size();
    OutOfFold result{.probabilities = Matrix(rows, labels_.labels), .labels = {{}, rows, labels_.labels}, .loss = 0};
    std::size_t place = 0;
    for (std::size_t fold = 0; fold < cut_.held.size(); ++fold) {
      const TermRows& held = problems_[fold]->held();
      for (std::size_t group = 0; group < groups_; ++group)
        result.loss += held_loss(weights_[fold * groups_ + group], held, labels_, cut_.held[fold], group);
      for (std::size_t row = 0; row < held.size(); ++row, ++place) {
        for (std::size_t group = 0; group < groups_; ++group) {
          const GroupValues margins = weights_[fold * groups_ + group].margins(held, row);
          for (std::size_t label = group * kLabelGroup; label < std::min(labels_.labels, (group + 1) * kLabelGroup); ++label)
            result.probabilities.row(place)[label] = sigmoid(margins[label % kLabelGroup]);
        }
        const auto cells = labels_.row(cut_.held[fold][row]);
        result.labels.cells.insert(result.labels.cells.end(), cells.begin(), cells.end());
      }
    }
    result.loss /= static_cast<double>(rows * labels_.labels);
    return result;
  }

 private:
  /// The cost with the least loss on the first fold: each solution begins at that of the cost before.
  double choose_cost(std::vector<LinearFitReport::Candidate>& candidates) {
    const FoldProblem& problem = *problems_.front();
    std::vector<std::unique_ptr<DualDescent>> descents;
    for (std::size_t group = 0; group < groups_; ++group)
      descents.push_back(
          std::make_unique<DualDescent>(problem.training(), labels_, cut_.rest.front(), group, terms_, options_.seed));
    LinearFitReport::Candidate best{.cost = kCosts.front(), .loss = std::numeric_limits<double>::infinity()};
    for (const double cost : kCosts) {
      std::vector<double> losses(groups_);
      pool_.for_each_shard(groups_, [&](std::size_t group) {
        if (!descents[group]->solve(cost, execution_)) return;
        losses[group] = held_loss(descents[group]->weights(), problem.held(), labels_, cut_.held.front(), group);
      });
      const auto cells = static_cast<double>(problem.held().size() * labels_.labels);
      candidates.push_back({.cost = cost, .loss = std::accumulate(losses.begin(), losses.end(), 0.0) / cells});
      if (execution_.cancelled() || candidates.back().loss >= best.loss) break;
      best = candidates.back();
    }
    return best.cost;
  }

  const std::vector<std::size_t>& all_rows() {
    if (all_rows_.empty()) {
      all_rows_.resize(labels_.rows);
      std::iota(all_rows_.begin(), all_rows_.end(), std::size_t{0});
    }
    return all_rows_;
  }

  const TermDocuments& documents_;
  std::size_t terms_;
  const LabelMatrix& labels_;
  const LinearOptions& options_;
  const Execution& execution_;
  ThreadPool pool_;
  std::size_t groups_;
  FoldRows cut_;
  std::vector<std::unique_ptr<FoldProblem>> problems_;  // by fold
  std::vector<GroupWeights> weights_;                   // by fold, then of all rows; group by group
  std::vector<float> inverse_frequencies_;
  std::vector<std::size_t> all_rows_;
};

/// Half a row is added to both sides, so that a rate is never 0 or 1.
std::vector<float> base_rates_of(const LabelMatrix& labels) {
  std::vector<double> counts(labels.labels, 0.5);
  for (std::size_t row = 0; row < labels.rows; ++row)
    for (std::size_t label = 0; label < labels.labels; ++label) counts[label] += labels.row(row)[label];
  std::vector<float> rates;
  rates.reserve(labels.labels);
  for (const double count : counts) rates.push_back(static_cast<float>(count / (static_cast<double>(labels.rows) + 1)));
  return rates;
}

/// The terms that the model knows, with their weights.
void keep_known_terms(const LinearFit& fit, std::span<const std::string> terms, FittedLinear& fitted) {
  std::vector<std::size_t> known;
  for (std::size_t term = 0; term < terms.size(); ++term)
    if (fit.inverse_frequencies()[term] > 0) known.push_back(term);
  const std::size_t labels = fitted.names.size();
  fitted.weights = Matrix(known.size(), labels);
  fitted.bias.resize(labels);
  for (std::size_t label = 0; label < labels; ++label)
    fitted.bias[label] = fit.weights_of(label / kLabelGroup).bias[label % kLabelGroup];
  for (std::size_t row = 0; row < known.size(); ++row) {
    fitted.terms.push_back(terms[known[row]]);
    fitted.inverse_frequencies.push_back(fit.inverse_frequencies()[known[row]]);
    for (std::size_t label = 0; label < labels; ++label)
      fitted.weights.row(row)[label] = fit.weights_of(label / kLabelGroup).terms[known[row]][label % kLabelGroup];
  }
}

}  // namespace

Result<FittedLinear> fit_linear(const TermDocuments& documents, std::span<const std::string> terms, const LabelMatrix& labels,
                                std::vector<std::string> names, const LinearOptions& options, const Execution& execution,
                                LinearFitReport* report) {
  KINORA_TRY_VOID(options.validate());
  KINORA_TRY_VOID(check_linear_training(documents, terms, labels, names));
  LinearFitReport own_report;
  LinearFitReport& found = report != nullptr ? *report : own_report;
  found = {};
  LinearFit fit(documents, terms.size(), labels, options, execution);
  KINORA_TRY_VOID(fit.run(found));
  FittedLinear fitted{.options = options,
                      .cost = found.cost,
                      .names = std::move(names),
                      .terms = {},
                      .inverse_frequencies = {},
                      .weights = {},
                      .bias = {},
                      .base_rates = base_rates_of(labels),
                      .thresholds = {}};
  keep_known_terms(fit, terms, fitted);
  const LinearFit::OutOfFold out_of_fold = fit.out_of_fold();
  found.out_of_fold_loss = out_of_fold.loss;
  fitted.thresholds = shrunk_f1_thresholds(out_of_fold.probabilities.view(), out_of_fold.labels, kThresholdShrinkage);
  return fitted;
}

}  // namespace kinora
