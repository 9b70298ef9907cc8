#include "engine/new_films.hpp"

#include "base/try.hpp"
#include "engine/film_vectors.hpp"
#include "engine/genre_model.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "text/documents.hpp"

#include <string>
#include <utility>

namespace kinora {
namespace {

/// Genres of the films `rows` by the bundle's model; none if it has no model, or one that is worse than a baseline.
Result<std::vector<std::vector<std::string>>> predict_missing(const BundleParts& bundle, const NewFilms& films,
                                                              const std::vector<std::size_t>& rows, const Execution& execution) {
  std::vector<std::vector<std::string>> none(rows.size());
  if (!bundle.info.classifier || better_baseline(*bundle.info.classifier) != nullptr || rows.empty()) return none;
  const GenreModelFiles files = GenreModelFiles::map(local_file_system(), bundle);
  KINORA_TRY(const auto model, GenreModel::load(bundle, files));
  KINORA_TRY(const GenreScores scores,
             model->score_films({.catalogue = &films.catalogue, .vectors = films.vectors.view(), .rows = rows}, execution));
  return predicted_names(scores, model->names());
}

Result<void> fill_genres(const BundleParts& bundle, NewFilms& films, const Execution& execution) {
  const LabelColumn& own = films.catalogue.genres;
  std::vector<std::size_t> missing;
  for (std::size_t row = 0; row < own.size(); ++row)
    if (own[row].empty()) missing.push_back(row);
  KINORA_TRY(const auto predicted, predict_missing(bundle, films, missing, execution));
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
