#include "engine/genre_training.hpp"

#include "base/try.hpp"
#include "engine/genre_model.hpp"
#include "engine/seeds.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "text/documents.hpp"

#include <utility>

namespace kinora {
namespace {

/// Vectors of every film by an encoder that has seen neither a test film nor a genre.
Result<Matrix> honest_vectors(const GenerationLayout& generation, const GenreTask& task, const Recipe& recipe,
                              const Execution& execution) {
  KINORA_TRY(const TokenizedDocuments documents, tokenize_catalogue(task.catalogue, honest_text_options(recipe.text), execution));
  Doc2VecOptions options = recipe.doc2vec;
  options.schedule = AlphaSchedule::kSingle;
  options.restarts = 1;
  options.epochs = recipe.classifier.encoder_epochs;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kEncoder);
  Vocabulary vocabulary = build_vocabulary(documents, options.min_count, task.train);
  const EncodedDocuments everything = encode(documents, vocabulary);
  const EncodedDocuments training = encode(documents, vocabulary, task.train);
  KINORA_TRY(const Doc2Vec encoder, Doc2Vec::train(training, std::move(vocabulary), options, execution));
  KINORA_TRY_VOID(encoder.save(generation.encoder(), Doc2Vec::SaveDocuments::kNo));
  return encoder.infer(everything, honest_infer_options(recipe), execution);
}

Result<TrainedGenres> train_network(const GenreTask& task, const GenerationLayout& generation, const Recipe& recipe,
                                    StageClock& clock, const Execution& execution) {
  Matrix encoded;
  if (recipe.classifier.has_encoder()) {
    KINORA_TRY(encoded, clock.measure("encoder", [&] { return honest_vectors(generation, task, recipe, execution); }));
  }
  const MatrixView features = recipe.classifier.has_encoder() ? std::as_const(encoded).view() : task.vectors;
  ClassifierOptions options = recipe.classifier.options;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kClassifier);
  TrainedGenres trained;
  KINORA_TRY(const GenreClassifier classifier, clock.measure("classifier", [&] {
    return GenreClassifier::fit(copy_rows(features, task.train).view(), task.train_labels, task.labels, options, execution,
                                &trained.epoch_losses);
  }));
  trained.thresholds.assign(classifier.thresholds().begin(), classifier.thresholds().end());
  trained.test = score_genres(classifier, copy_rows(features, task.test).view());
  trained.missing = score_genres(classifier, copy_rows(features, task.missing).view());
  KINORA_TRY_VOID(classifier.save(generation.classifier()));
  return trained;
}

GenreScores score_rows(const LinearClassifier& classifier, const Vocabulary& terms, const TokenizedDocuments& tokens,
                       const std::vector<std::size_t>& rows) {
  if (rows.empty()) return {};  // for encode() no rows are all rows
  const EncodedDocuments documents = encode(tokens, terms, rows);
  return score_genres(classifier, {documents.words, documents.ends});
}

Result<TrainedGenres> train_linear(const GenreTask& task, const GenerationLayout& generation, const Recipe& recipe,
                                   const Execution& execution) {
  KINORA_TRY(const TokenizedDocuments tokens, tokenize_catalogue(task.catalogue, honest_text_options(recipe.text), execution));
  LinearOptions options = recipe.classifier.linear;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kClassifier);
  // A word of so many documents occurs at least so many times: what this leaves out the model would not keep either.
  const Vocabulary vocabulary = build_vocabulary(tokens, options.min_documents, task.train);
  const EncodedDocuments training = encode(tokens, vocabulary, task.train);
  KINORA_TRY(const LinearClassifier classifier, LinearClassifier::fit({training.words, training.ends}, vocabulary.words(),
                                                                      task.train_labels, task.labels, options, execution));
  const Vocabulary terms = term_vocabulary(classifier);
  TrainedGenres trained;
  trained.cost = classifier.cost();
  trained.thresholds.assign(classifier.thresholds().begin(), classifier.thresholds().end());
  trained.test = score_rows(classifier, terms, tokens, task.test);
  trained.missing = score_rows(classifier, terms, tokens, task.missing);
  KINORA_TRY_VOID(classifier.save(generation.classifier()));
  return trained;
}

}  // namespace

Result<TrainedGenres> train_genres(const GenreTask& task, const GenerationLayout& generation, const Recipe& recipe,
                                   StageClock& clock, const Execution& execution) {
  if (recipe.classifier.model == GenreModelKind::kLinear)
    return clock.measure("classifier", [&] { return train_linear(task, generation, recipe, execution); });
  return train_network(task, generation, recipe, clock, execution);
}

}  // namespace kinora
