// kinora-genre-quality CATALOGUE KEYWORDS|- DOCUMENTS.tsv SEED...
//
// Writes the leak-free documents of a catalogue (genres separated by '|', then the tokens, TAB between all) of the films that
// have a genre, for others to learn from, and prints one JSON line for each seed of the split: how well the linear genre model
// does on its test rows. bench/genres/run compares the two.
#include "classify/label_binarizer.hpp"
#include "engine/genre_model.hpp"
#include "kinora/classify/linear_classifier.hpp"
#include "kinora/classify/metrics.hpp"
#include "kinora/evaluate/split.hpp"
#include "kinora/ingest/ingest.hpp"
#include "kinora/recipe/recipe.hpp"
#include "text/documents.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

namespace kinora {
namespace {

struct GenreFilms {
  TokenizedDocuments documents;                  // of all films
  std::vector<std::size_t> rows;                 // of those that have a genre
  std::vector<std::vector<std::string>> genres;  // of these rows
};

Result<GenreFilms> read_films(const char* catalogue, const std::string& keywords, const Execution& execution) {
  const Result<Recipe> recipe = preset_recipe("default");
  CatalogueFiles files{.catalogue = catalogue};
  if (keywords != "-") files.keywords = keywords;
  const Result<IngestedCatalogue> ingested = read_catalogue(files, recipe->catalogue, execution);
  if (!ingested) return fail(ingested.error());
  Result<TokenizedDocuments> documents = tokenize_catalogue(ingested->catalogue, honest_text_options(recipe->text), execution);
  if (!documents) return fail(documents.error());
  GenreFilms films{.documents = *std::move(documents), .rows = {}, .genres = {}};
  for (std::size_t row = 0; row < ingested->catalogue.size(); ++row) {
    if (ingested->catalogue.genres[row].empty()) continue;
    films.rows.push_back(row);
    films.genres.push_back(ingested->catalogue.genres.names(row));
  }
  return films;
}

void write_documents(const GenreFilms& films, const char* path) {
  std::ofstream out(path);
  for (std::size_t i = 0; i < films.rows.size(); ++i) {
    for (std::size_t genre = 0; genre < films.genres[i].size(); ++genre) out << (genre == 0 ? "" : "|") << films.genres[i][genre];
    for (const WordId word : films.documents.documents[films.rows[i]]) out << '\t' << films.documents.tokens[word];
    out << '\n';
  }
}

LabelMatrix labels_of(const GenreFilms& films, const LabelBinarizer& binarizer, const std::vector<std::size_t>& positions) {
  std::vector<std::vector<std::string>> genres;
  genres.reserve(positions.size());
  for (const std::size_t position : positions) genres.push_back(films.genres[position]);
  return binarizer.transform(genres);
}

Result<nlohmann::ordered_json> measure_split(const GenreFilms& films, std::uint32_t seed, const Execution& execution) {
  const Result<TrainTestSplit> split = train_test_split(films.rows.size(), 0.2, seed);
  if (!split) return fail(split.error());
  const auto rows_of = [&](const std::vector<std::size_t>& positions) {
    std::vector<std::size_t> rows;
    rows.reserve(positions.size());
    for (const std::size_t position : positions) rows.push_back(films.rows[position]);
    return rows;
  };
  const LabelBinarizer binarizer = LabelBinarizer::fit(films.genres);
  const auto started = std::chrono::steady_clock::now();
  const LinearOptions options;
  const Vocabulary vocabulary = build_vocabulary(films.documents, options.min_documents, rows_of(split->train));
  const EncodedDocuments training = encode(films.documents, vocabulary, rows_of(split->train));
  LinearFitReport report;
  const Result<LinearClassifier> model =
      LinearClassifier::fit({training.words, training.ends}, vocabulary.words(), labels_of(films, binarizer, split->train),
                            binarizer.classes(), options, execution, &report);
  if (!model) return fail(model.error());
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
  const Vocabulary known({model->terms().begin(), model->terms().end()}, std::vector<std::uint64_t>(model->terms().size(), 1));
  const EncodedDocuments testing = encode(films.documents, known, rows_of(split->test));
  const TermDocuments documents{testing.words, testing.ends};
  const LabelMatrix actual = labels_of(films, binarizer, split->test);
  const MultiLabelScores scores = score_labels(actual, model->predict(documents));
  return nlohmann::ordered_json{{"seed", seed},
                                {"micro_f1", scores.micro_f1},
                                {"macro_f1", scores.macro_f1},
                                {"calibration_error", calibration_error(model->probabilities(documents).view(), actual)},
                                {"cost", report.cost},
                                {"out_of_fold_loss", report.out_of_fold_loss},
                                {"terms", model->terms().size()},
                                {"seconds", elapsed.count()}};
}

int run(int count, char** arguments) {
  if (count < 5) {
    std::cerr << "usage: kinora-genre-quality CATALOGUE KEYWORDS|- DOCUMENTS.tsv SEED...\n";
    return 2;
  }
  Execution execution;
  execution.threads = std::max(1U, std::thread::hardware_concurrency());
  const Result<GenreFilms> films = read_films(arguments[1], arguments[2], execution);
  if (!films) {
    std::cerr << films.error().message() << '\n';
    return 1;
  }
  write_documents(*films, arguments[3]);
  for (int i = 4; i < count; ++i) {
    const auto figures = measure_split(*films, static_cast<std::uint32_t>(std::strtoul(arguments[i], nullptr, 10)), execution);
    if (!figures) {
      std::cerr << figures.error().message() << '\n';
      return 1;
    }
    std::cout << figures->dump() << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace kinora

int main(int argc, char** argv) { return kinora::run(argc, argv); }
