#include "engine/new_films.hpp"

#include "base/try.hpp"
#include "engine/film_vectors.hpp"
#include "engine/genre_model.hpp"
#include "engine/predicted_genres.hpp"
#include "kinora/classify/genre_classifier.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "text/documents.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kinora {
namespace {

/// Some films of a catalogue, under the genres of the bundle: their names are what an honest document leaves out, and not those
/// that other films happen to bring along.
Catalogue films_to_classify(const Catalogue& catalogue, const std::vector<std::size_t>& rows,
                            const std::vector<std::string>& genre_names) {
  Catalogue films;
  for (const std::string& name : genre_names) films.genres.intern(name);
  for (const std::size_t row : rows) films.append(catalogue.movie(row), catalogue.source_rows[row]);
  return films;
}

Result<Matrix> classifier_features(const BundleParts& bundle, const NewFilms& films, const std::vector<std::size_t>& rows,
                                   const Execution& execution) {
  if (bundle.recipe.classifier.features == ClassifierFeatures::kVectors) {
    Matrix features(rows.size(), films.vectors.cols());
    for (std::size_t i = 0; i < rows.size(); ++i)
      std::copy_n(films.vectors.row(rows[i]).begin(), features.cols(), features.row(i).begin());
    return features;
  }
  const Catalogue unlabelled = films_to_classify(films.catalogue, rows, bundle.info.genres);
  KINORA_TRY(const TokenizedDocuments tokens, tokenize_catalogue(unlabelled, honest_text_options(bundle.recipe.text), execution));
  KINORA_TRY(const Doc2Vec encoder, part_of_bundle(bundle.bundle, Doc2Vec::load(bundle.generation().encoder())));
  return encoder.infer(encode(tokens, encoder.vocabulary()), honest_infer_options(bundle.recipe), execution);
}

Result<void> fill_genres(const BundleParts& bundle, NewFilms& films, const Execution& execution) {
  const LabelColumn& own = films.catalogue.genres;
  std::vector<std::size_t> missing;
  for (std::size_t row = 0; row < own.size(); ++row)
    if (own[row].empty()) missing.push_back(row);
  std::vector<std::vector<std::string>> predicted(missing.size());
  if (bundle.info.classifier && !missing.empty()) {
    KINORA_TRY(const Matrix features, classifier_features(bundle, films, missing, execution));
    KINORA_TRY(const GenreClassifier classifier,
               part_of_bundle(bundle.bundle, GenreClassifier::load(bundle.generation().classifier())));
    if (classifier.dimension() != features.cols())
      return bundle_contradiction(bundle.bundle, "the classifier reads vectors of another dimension");
    predicted = predict_genres(classifier, features.view());
  }
  std::size_t next = 0;
  for (std::size_t row = 0; row < own.size(); ++row) {
    const std::vector<std::string> names = own[row].empty() ? predicted[next++] : own.names(row);
    films.genres.append(names);
    films.genres_predicted.push_back(own[row].empty() && !names.empty() ? 1 : 0);
  }
  return {};
}

}  // namespace

Result<PreparedFilms> prepare_films(const BundleParts& bundle, Catalogue catalogue, StageClock& clock,
                                    const Execution& execution) {
  PreparedFilms prepared;
  prepared.films.catalogue = std::move(catalogue);
  KINORA_TRY(EncodedFilms encoded, clock.measure("vectors", [&] {
    return encode_films(local_file_system(), bundle, prepared.films.catalogue, execution);
  }));
  prepared.films.vectors = std::move(encoded.vectors);
  prepared.known_words = std::move(encoded.known_words);
  prepared.tokens = encoded.tokens;
  KINORA_TRY_VOID(clock.measure("genres", [&] { return fill_genres(bundle, prepared.films, execution); }));
  return prepared;
}

}  // namespace kinora
