#include "engine/genre_stage.hpp"

#include "base/try.hpp"
#include "classify/label_binarizer.hpp"
#include "engine/genre_evaluation.hpp"
#include "engine/genre_figures.hpp"
#include "engine/genre_training.hpp"
#include "kinora/evaluate/split.hpp"

#include <cstdio>
#include <utility>

namespace kinora {
namespace {

/// Fewer films with a genre than this are not worth a split.
constexpr std::size_t kFewestLabelledRows = 20;

std::vector<std::vector<std::string>> genres_of(const Catalogue& catalogue, const std::vector<std::size_t>& rows) {
  std::vector<std::vector<std::string>> genres;
  genres.reserve(rows.size());
  for (const std::size_t row : rows) genres.push_back(catalogue.genres.names(row));
  return genres;
}

std::vector<std::size_t> rows_with_genres(const Catalogue& catalogue, bool wanted) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < catalogue.size(); ++row)
    if (catalogue.genres[row].empty() != wanted) rows.push_back(row);
  return rows;
}

/// The split of the films that have a genre.
Result<GenreTask> make_task(const Catalogue& catalogue, const MatrixView& vectors, const std::vector<std::size_t>& labelled,
                            const LabelBinarizer& binarizer, const ClassifierRecipe& recipe) {
  KINORA_TRY(const TrainTestSplit split, train_test_split(labelled.size(), recipe.test_fraction, recipe.split_seed));
  GenreTask task{.catalogue = catalogue,
                 .vectors = vectors,
                 .labels = binarizer.classes(),
                 .train = {},
                 .test = {},
                 .missing = rows_with_genres(catalogue, false),
                 .train_labels = {}};
  for (const std::size_t position : split.train) task.train.push_back(labelled[position]);
  for (const std::size_t position : split.test) task.test.push_back(labelled[position]);
  task.train_labels = binarizer.transform(genres_of(catalogue, task.train));
  return task;
}

GenreEvaluation evaluation_of(const GenreTask& task, const LabelMatrix& test_labels, const LabelMatrix& predicted) {
  return {.train_rows = {task.train.begin(), task.train.end()},
          .test_rows = {task.test.begin(), task.test.end()},
          .labels = test_labels.labels,
          .actual = test_labels.cells,
          .predicted = predicted.cells};
}

/// The catalogue's genres, and where it has none those of `predicted`: one list for each film without, or nothing at all.
void fill_genres(GenreModelReport& report, const Catalogue& catalogue, const std::vector<std::vector<std::string>>& predicted) {
  report.predicted.assign(catalogue.size(), 0);
  std::size_t next_missing = 0;
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    if (!catalogue.genres[row].empty()) {
      report.genres.append(catalogue.genres.names(row));
      continue;
    }
    const std::vector<std::string> names = predicted.empty() ? std::vector<std::string>() : predicted[next_missing++];
    report.genres.append(names);
    if (names.empty()) continue;
    report.predicted[row] = 1;
    ++report.predicted_rows;
  }
}

std::string three_digits(double value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

void warn_of_better_baseline(const ClassifierFigures& figures, const BaselineFigures& better, const Execution& execution) {
  execution.warning("the genre model is worse than the baseline \"" + better.name + "\" on the test films (micro and macro F1 " +
                    three_digits(figures.micro_f1) + " and " + three_digits(figures.macro_f1) + " against " +
                    three_digits(better.micro_f1) + " and " + three_digits(better.macro_f1) +
                    "): films without a genre are given none");
}

}  // namespace

Result<GenreModelReport> build_genre_model(FileSystem& files, const GenerationLayout& generation, const Catalogue& catalogue,
                                           const MatrixView& vectors, const Recipe& recipe, StageClock& clock,
                                           const Execution& execution) {
  GenreModelReport report;
  const std::vector<std::size_t> labelled = rows_with_genres(catalogue, true);
  if (labelled.size() < kFewestLabelledRows) {
    execution.warning("only " + std::to_string(labelled.size()) + " films have a genre: no genre classifier is trained");
    fill_genres(report, catalogue, {});
    return report;
  }
  const LabelBinarizer binarizer = LabelBinarizer::fit(genres_of(catalogue, labelled));
  KINORA_TRY(const GenreTask task, make_task(catalogue, vectors, labelled, binarizer, recipe.classifier));
  KINORA_TRY(const TrainedGenres trained, train_genres(task, generation, recipe, clock, execution));

  const LabelMatrix test_labels = binarizer.transform(genres_of(catalogue, task.test));
  report.names = task.labels;
  report.figures = genre_figures(task, test_labels, trained);
  report.figures->model = recipe.classifier.model == GenreModelKind::kLinear ? "linear" : "mlp";
  report.figures->honest = !recipe.classifier.reads_vectors();
  KINORA_TRY_VOID(evaluation_of(task, test_labels, trained.test.predicted).write(files, generation.evaluation()));
  const BaselineFigures* better = better_baseline(*report.figures);
  if (better != nullptr) warn_of_better_baseline(*report.figures, *better, execution);
  fill_genres(report, catalogue,
              better == nullptr ? predicted_names(trained.missing, task.labels) : std::vector<std::vector<std::string>>());
  return report;
}

}  // namespace kinora
