#include "engine/genre_model.hpp"

#include "base/try.hpp"
#include "classify/baselines.hpp"
#include "classify/label_binarizer.hpp"
#include "engine/genre_evaluation.hpp"
#include "engine/predicted_genres.hpp"
#include "engine/seeds.hpp"
#include "kinora/classify/metrics.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "kinora/evaluate/split.hpp"
#include "text/documents.hpp"

#include <algorithm>

namespace kinora {
namespace {

/// Fewer films with a genre than this are not worth a split.
constexpr std::size_t kFewestLabelledRows = 20;

/// Films that have a genre, the split of them, and their labels; rows are the catalogue's.
struct LabelledRows {
  std::vector<std::size_t> train;
  std::vector<std::size_t> test;
  LabelMatrix train_labels;
  LabelMatrix test_labels;
};

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

Result<LabelledRows> split_rows(const Catalogue& catalogue, const std::vector<std::size_t>& labelled,
                                const LabelBinarizer& binarizer, const ClassifierRecipe& recipe) {
  KINORA_TRY(const TrainTestSplit split, train_test_split(labelled.size(), recipe.test_fraction, recipe.split_seed));
  LabelledRows rows;
  for (const std::size_t position : split.train) rows.train.push_back(labelled[position]);
  for (const std::size_t position : split.test) rows.test.push_back(labelled[position]);
  rows.train_labels = binarizer.transform(genres_of(catalogue, rows.train));
  rows.test_labels = binarizer.transform(genres_of(catalogue, rows.test));
  return rows;
}

Matrix take_rows(const MatrixView& vectors, const std::vector<std::size_t>& rows) {
  Matrix taken(rows.size(), vectors.cols);
  for (std::size_t i = 0; i < rows.size(); ++i) std::copy_n(vectors.row(rows[i]).begin(), vectors.cols, taken.row(i).begin());
  return taken;
}

/// Vectors of every film by an encoder that has seen neither a test film nor a genre.
Result<Matrix> honest_vectors(const GenerationLayout& generation, const Catalogue& catalogue,
                              const std::vector<std::size_t>& train, const Recipe& recipe, const Execution& execution) {
  KINORA_TRY(const TokenizedDocuments documents, tokenize_catalogue(catalogue, honest_text_options(recipe.text), execution));
  Doc2VecOptions options = recipe.doc2vec;
  options.schedule = AlphaSchedule::kSingle;
  options.restarts = 1;
  options.epochs = recipe.classifier.encoder_epochs;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kEncoder);
  Vocabulary vocabulary = build_vocabulary(documents, options.min_count, train);
  const EncodedDocuments everything = encode(documents, vocabulary);
  const EncodedDocuments training = encode(documents, vocabulary, train);
  KINORA_TRY(const Doc2Vec encoder, Doc2Vec::train(training, std::move(vocabulary), options, execution));
  KINORA_TRY_VOID(encoder.save(generation.encoder(), Doc2Vec::SaveDocuments::kNo));
  return encoder.infer(everything, honest_infer_options(recipe), execution);
}

BaselineFigures baseline(std::string name, const LabelMatrix& actual, const LabelMatrix& predicted) {
  const MultiLabelScores scores = score_labels(actual, predicted);
  return {.name = std::move(name), .micro_f1 = scores.micro_f1, .macro_f1 = scores.macro_f1, .samples_f1 = scores.samples_f1};
}

std::string most_frequent_name(const LabelMatrix& labels, const std::vector<std::string>& names) {
  const LabelMatrix one = predict_most_frequent(labels, 1);
  const auto chosen = std::find(one.cells.begin(), one.cells.end(), 1);
  return chosen == one.cells.end() ? "nothing" : names[static_cast<std::size_t>(chosen - one.cells.begin())];
}

ClassifierFigures evaluate_classifier(const GenreClassifier& classifier, const MatrixView& test_logits, const LabelledRows& rows,
                                      const LabelMatrix& predicted) {
  const MultiLabelScores scores = score_labels(rows.test_labels, predicted);
  ClassifierFigures figures;
  figures.train_rows = rows.train.size();
  figures.test_rows = rows.test.size();
  figures.test_loss = GenreClassifier::loss(test_logits, rows.test_labels);
  figures.micro_f1 = scores.micro_f1;
  figures.macro_f1 = scores.macro_f1;
  figures.samples_f1 = scores.samples_f1;
  figures.hamming_loss = scores.hamming_loss;
  for (std::size_t label = 0; label < scores.labels.size(); ++label) {
    const LabelScore& score = scores.labels[label];
    figures.genres.push_back({.name = classifier.names()[label],
                              .precision = score.precision,
                              .recall = score.recall,
                              .f1 = score.f1,
                              .support = score.support,
                              .threshold = static_cast<double>(classifier.thresholds()[label])});
  }
  const std::size_t count = rows.test.size();
  figures.baselines.push_back(baseline("always " + most_frequent_name(rows.train_labels, classifier.names()), rows.test_labels,
                                       predict_most_frequent(rows.train_labels, count)));
  figures.baselines.push_back(baseline("genre frequency", rows.test_labels, predict_by_frequency(rows.train_labels, count)));
  return figures;
}

GenreEvaluation evaluation_of(const LabelledRows& rows, const LabelMatrix& predicted) {
  return {.train_rows = {rows.train.begin(), rows.train.end()},
          .test_rows = {rows.test.begin(), rows.test.end()},
          .labels = rows.test_labels.labels,
          .actual = rows.test_labels.cells,
          .predicted = predicted.cells};
}

/// The catalogue's genres, and predicted ones where it has none.
void fill_genres(GenreModelReport& report, const Catalogue& catalogue, const GenreClassifier* classifier,
                 const MatrixView& features) {
  const std::vector<std::size_t> missing = rows_with_genres(catalogue, false);
  std::vector<std::vector<std::string>> predicted(missing.size());
  if (classifier != nullptr && !missing.empty()) predicted = predict_genres(*classifier, take_rows(features, missing).view());
  report.predicted.assign(catalogue.size(), 0);
  std::size_t next_missing = 0;
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    if (!catalogue.genres[row].empty()) {
      report.genres.append(catalogue.genres.names(row));
      continue;
    }
    report.genres.append(predicted[next_missing++]);
    if (classifier == nullptr) continue;
    report.predicted[row] = 1;
    ++report.predicted_rows;
  }
}

}  // namespace

TextOptions honest_text_options(const TextOptions& text) {
  TextOptions honest = text;
  honest.layout = DocumentLayout::kFields;
  honest.genres = false;
  honest.drop_genre_names = true;
  return honest;
}

InferOptions honest_infer_options(const Recipe& recipe) {
  InferOptions options = recipe.infer;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kEncoderInfer);
  return options;
}

Result<GenreModelReport> build_genre_model(FileSystem& files, const GenerationLayout& generation, const Catalogue& catalogue,
                                           const MatrixView& vectors, const Recipe& recipe, StageClock& clock,
                                           const Execution& execution) {
  GenreModelReport report;
  const std::vector<std::size_t> labelled = rows_with_genres(catalogue, true);
  if (labelled.size() < kFewestLabelledRows) {
    execution.warning("only " + std::to_string(labelled.size()) + " films have a genre: no genre classifier is trained");
    fill_genres(report, catalogue, nullptr, {});
    return report;
  }
  const LabelBinarizer binarizer = LabelBinarizer::fit(genres_of(catalogue, labelled));
  KINORA_TRY(const LabelledRows rows, split_rows(catalogue, labelled, binarizer, recipe.classifier));

  const bool honest = recipe.classifier.features == ClassifierFeatures::kHonestEncoder;
  Matrix encoded;
  if (honest) {
    KINORA_TRY(encoded,
               clock.measure("encoder", [&] { return honest_vectors(generation, catalogue, rows.train, recipe, execution); }));
  }
  const MatrixView features = honest ? std::as_const(encoded).view() : vectors;

  ClassifierOptions options = recipe.classifier.options;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kClassifier);
  std::vector<double> epoch_losses;
  KINORA_TRY(const GenreClassifier classifier, clock.measure("classifier", [&] {
    return GenreClassifier::fit(take_rows(features, rows.train).view(), rows.train_labels, binarizer.classes(), options,
                                execution, &epoch_losses);
  }));
  const Matrix test_logits = classifier.logits(take_rows(features, rows.test).view());
  const LabelMatrix predicted = classifier.predict(test_logits.view());
  report.figures = evaluate_classifier(classifier, test_logits.view(), rows, predicted);
  report.figures->honest = honest;
  report.figures->epoch_losses = std::move(epoch_losses);
  report.names = classifier.names();
  KINORA_TRY_VOID(classifier.save(generation.classifier()));
  KINORA_TRY_VOID(evaluation_of(rows, predicted).write(files, generation.evaluation()));
  fill_genres(report, catalogue, &classifier, features);
  return report;
}

}  // namespace kinora
