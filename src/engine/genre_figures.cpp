#include "engine/genre_figures.hpp"

#include "classify/baselines.hpp"
#include "kinora/classify/metrics.hpp"

#include <algorithm>

namespace kinora {
namespace {

BaselineFigures baseline(std::string name, const LabelMatrix& actual, const LabelMatrix& predicted) {
  const MultiLabelScores scores = score_labels(actual, predicted);
  BaselineFigures figures{.name = std::move(name),
                          .micro_f1 = scores.micro_f1,
                          .macro_f1 = scores.macro_f1,
                          .samples_f1 = scores.samples_f1,
                          .genre_f1 = {}};
  for (const LabelScore& label : scores.labels) figures.genre_f1.push_back(label.f1);
  return figures;
}

std::string most_frequent_name(const LabelMatrix& labels, const std::vector<std::string>& names) {
  const LabelMatrix one = predict_most_frequent(labels, 1);
  const auto chosen = std::find(one.cells.begin(), one.cells.end(), 1);
  return chosen == one.cells.end() ? "nothing" : names[static_cast<std::size_t>(chosen - one.cells.begin())];
}

}  // namespace

ClassifierFigures genre_figures(const GenreTask& task, const LabelMatrix& test_labels, const TrainedGenres& trained) {
  const MultiLabelScores scores = score_labels(test_labels, trained.test.predicted);
  ClassifierFigures figures;
  figures.train_rows = task.train.size();
  figures.test_rows = task.test.size();
  figures.test_loss = GenreClassifier::loss(trained.test.logits.view(), test_labels);
  figures.micro_f1 = scores.micro_f1;
  figures.macro_f1 = scores.macro_f1;
  figures.samples_f1 = scores.samples_f1;
  figures.hamming_loss = scores.hamming_loss;
  figures.calibration_error = calibration_error(trained.test.probabilities.view(), test_labels);
  figures.cost = trained.cost;
  figures.epoch_losses = trained.epoch_losses;
  for (std::size_t label = 0; label < scores.labels.size(); ++label) {
    const LabelScore& score = scores.labels[label];
    figures.genres.push_back({.name = task.labels[label],
                              .precision = score.precision,
                              .recall = score.recall,
                              .f1 = score.f1,
                              .support = score.support,
                              .threshold = static_cast<double>(trained.thresholds[label])});
  }
  const std::size_t count = task.test.size();
  figures.baselines.push_back(baseline("always " + most_frequent_name(task.train_labels, task.labels), test_labels,
                                       predict_most_frequent(task.train_labels, count)));
  figures.baselines.push_back(baseline("genre frequency", test_labels, predict_by_frequency(task.train_labels, count)));
  return figures;
}

const BaselineFigures* better_baseline(const ClassifierFigures& figures) {
  const BaselineFigures* best = nullptr;
  for (const BaselineFigures& other : figures.baselines) {
    if (other.micro_f1 <= figures.micro_f1 && other.macro_f1 <= figures.macro_f1) continue;
    if (best == nullptr || other.micro_f1 > best->micro_f1) best = &other;
  }
  return best;
}

}  // namespace kinora
