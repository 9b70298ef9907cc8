#pragma once

#include "kinora/recipe/recipe.hpp"
#include "recommend/score_parts.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace kinora {

/// A value of an enumeration with its name in a recipe.
template <class E>
using EnumName = std::pair<E, std::string_view>;

/// An enumerated field as its visitor sees it: the member and the names it may have.
template <class E, class Names>
struct EnumField {
  E& value;
  const Names& names;
};
template <class E, class Names>
EnumField(E&, const Names&) -> EnumField<E, Names>;

inline constexpr std::array<EnumName<CatalogueKey>, 2> kCatalogueKeyNames{
    {{CatalogueKey::kId, "id"}, {CatalogueKey::kTitle, "title"}}};
inline constexpr std::array<EnumName<DocumentLayout>, 2> kLayoutNames{
    {{DocumentLayout::kFields, "fields"}, {DocumentLayout::kArticle, "article"}}};
inline constexpr std::array<EnumName<EncoderKind>, 2> kEncoderNames{
    {{EncoderKind::kDoc2Vec, "doc2vec"}, {EncoderKind::kSpectral, "spectral"}}};
inline constexpr std::array<EnumName<Doc2VecModel>, 2> kModelNames{
    {{Doc2VecModel::kDistributedMemory, "pv-dm"}, {Doc2VecModel::kDbow, "pv-dbow"}}};
inline constexpr std::array<EnumName<ContextJoin>, 3> kJoinNames{
    {{ContextJoin::kMean, "mean"}, {ContextJoin::kSum, "sum"}, {ContextJoin::kConcat, "concat"}}};
inline constexpr std::array<EnumName<AlphaSchedule>, 2> kScheduleNames{
    {{AlphaSchedule::kSingle, "single"}, {AlphaSchedule::kRestarted, "restarted"}}};
inline constexpr std::array<EnumName<VectorSource>, 2> kVectorSourceNames{
    {{VectorSource::kTrained, "trained"}, {VectorSource::kInferred, "inferred"}}};
inline constexpr std::array<EnumName<GenreModelKind>, 2> kGenreModelNames{
    {{GenreModelKind::kLinear, "linear"}, {GenreModelKind::kMlp, "mlp"}}};
inline constexpr std::array<EnumName<ClassifierFeatures>, 2> kFeaturesNames{
    {{ClassifierFeatures::kHonestEncoder, "honest"}, {ClassifierFeatures::kVectors, "vectors"}}};
inline constexpr std::array<EnumName<ThresholdPolicy>, 2> kThresholdNames{
    {{ThresholdPolicy::kPerLabel, "per-genre"}, {ThresholdPolicy::kLogit, "logit"}}};
inline constexpr std::array<EnumName<QueryGenres>, 2> kQueryGenresNames{
    {{QueryGenres::kTrue, "true"}, {QueryGenres::kPredicted, "predicted"}}};
inline constexpr std::array<EnumName<QueryFilter>, 2> kQueryFilterNames{
    {{QueryFilter::kNone, "none"}, {QueryFilter::kLike, "like"}}};
inline constexpr std::array<EnumName<QueryRanking>, 2> kQueryRankingNames{
    {{QueryRanking::kSum, "sum"}, {QueryRanking::kVector, "vector"}}};
inline constexpr std::array<EnumName<TableColumns>, 2> kTableColumnsNames{
    {{TableColumns::kAll, "all"}, {TableColumns::kArticle, "article"}}};
inline constexpr std::array<EnumName<QueryRow>, 2> kQueryRowNames{
    {{QueryRow::kPosition, "position"}, {QueryRow::kLabel, "label"}}};

template <class R, class Visit>
void visit_catalogue_fields(R& r, Visit&& visit) {
  visit("catalogue.key", EnumField{r.catalogue.key, kCatalogueKeyNames});
  visit("catalogue.require_genres", r.catalogue.require_genres);
  visit("catalogue.cast_limit", r.catalogue.cast_limit);
  auto& columns = r.catalogue.columns;
  visit("catalogue.columns.id", columns.id);
  visit("catalogue.columns.title", columns.title);
  visit("catalogue.columns.original_title", columns.original_title);
  visit("catalogue.columns.overview", columns.overview);
  visit("catalogue.columns.tagline", columns.tagline);
  visit("catalogue.columns.imdb_id", columns.imdb_id);
  visit("catalogue.columns.year", columns.year);
  visit("catalogue.columns.genres", columns.genres);
  visit("catalogue.columns.keywords", columns.keywords);
  visit("catalogue.columns.directors", columns.directors);
  visit("catalogue.columns.cast", columns.cast);
  visit("catalogue.columns.collection", columns.collection);
  visit("catalogue.columns.language", columns.language);
  visit("catalogue.columns.runtime", columns.runtime);
  visit("catalogue.columns.popularity", columns.popularity);
  visit("catalogue.columns.vote_average", columns.vote_average);
  visit("catalogue.columns.vote_count", columns.vote_count);
  visit("catalogue.columns.list_separator", columns.list_separator);
}

template <class R, class Visit>
void visit_text_fields(R& r, Visit&& visit) {
  visit("text.layout", EnumField{r.text.layout, kLayoutNames});
  visit("text.genres", r.text.genres);
  visit("text.title", r.text.title);
  visit("text.overview", r.text.overview);
  visit("text.tagline", r.text.tagline);
  visit("text.keywords", r.text.keywords);
  visit("text.people", r.text.people);
  visit("text.collection", r.text.collection);
  visit("text.decade", r.text.decade);
}

template <class R, class Visit>
void visit_spectral_fields(R& r, Visit&& visit) {
  visit("spectral.dimension", r.spectral.dimension);
  visit("spectral.min_count", r.spectral.min_count);
  visit("spectral.max_terms", r.spectral.max_terms);
  visit("spectral.word_weight", r.spectral.word_weight);
  visit("spectral.max_word_share", r.spectral.max_word_share);
  visit("spectral.smoothing", r.spectral.smoothing);
  visit("spectral.power_iterations", r.spectral.power_iterations);
}

template <class R, class Visit>
void visit_doc2vec_fields(R& r, Visit&& visit) {
  visit("doc2vec.model", EnumField{r.doc2vec.model, kModelNames});
  visit("doc2vec.join", EnumField{r.doc2vec.join, kJoinNames});
  visit("doc2vec.train_words", r.doc2vec.train_words);
  visit("doc2vec.dimension", r.doc2vec.dimension);
  visit("doc2vec.window", r.doc2vec.window);
  visit("doc2vec.shrink_window", r.doc2vec.shrink_window);
  visit("doc2vec.negative", r.doc2vec.negative);
  visit("doc2vec.hierarchical_softmax", r.doc2vec.hierarchical_softmax);
  visit("doc2vec.noise_exponent", r.doc2vec.noise_exponent);
  visit("doc2vec.min_count", r.doc2vec.min_count);
  visit("doc2vec.sample", r.doc2vec.sample);
  visit("doc2vec.alpha", r.doc2vec.alpha);
  visit("doc2vec.min_alpha", r.doc2vec.min_alpha);
  visit("doc2vec.epochs", r.doc2vec.epochs);
  visit("doc2vec.schedule", EnumField{r.doc2vec.schedule, kScheduleNames});
  visit("doc2vec.restarts", r.doc2vec.restarts);
  visit("doc2vec.racing", r.doc2vec.racing);
  visit("infer.epochs", r.infer.epochs);
  visit("infer.alpha", r.infer.alpha);
  visit("infer.min_alpha", r.infer.min_alpha);
  visit("vectors.source", EnumField{r.vectors, kVectorSourceNames});
}

template <class R, class Visit>
void visit_classifier_fields(R& r, Visit&& visit) {
  auto& classifier = r.classifier;
  visit("classifier.model", EnumField{classifier.model, kGenreModelNames});
  visit("classifier.features", EnumField{classifier.features, kFeaturesNames});
  visit("classifier.encoder_epochs", classifier.encoder_epochs);
  visit("classifier.test_fraction", classifier.test_fraction);
  visit("classifier.split_seed", classifier.split_seed);
  visit("classifier.cost", classifier.linear.cost);
  visit("classifier.folds", classifier.linear.folds);
  visit("classifier.min_documents", classifier.linear.min_documents);
  visit("classifier.threshold_rows", classifier.linear.threshold_rows);
  visit("classifier.hidden", classifier.options.hidden);
  visit("classifier.dropout", classifier.options.dropout);
  visit("classifier.learning_rate", classifier.options.learning_rate);
  visit("classifier.epochs", classifier.options.epochs);
  visit("classifier.batch", classifier.options.batch);
  visit("classifier.thresholds", EnumField{classifier.options.thresholds, kThresholdNames});
  visit("classifier.logit_threshold", classifier.options.logit_threshold);
  visit("classifier.query_logit_threshold", classifier.options.query_logit_threshold);
  visit("classifier.validation_fraction", classifier.options.validation_fraction);
}

template <class R, class Visit>
void visit_query_fields(R& r, Visit&& visit) {
  visit("query.genres", EnumField{r.query.genres, kQueryGenresNames});
  visit("query.filter", EnumField{r.query.filter, kQueryFilterNames});
  visit("query.ranking", EnumField{r.query.ranking, kQueryRankingNames});
  visit("query.row", EnumField{r.query.row, kQueryRowNames});
  visit("query.self_hit", r.query.self_hit);
  visit("ranking.taste", r.ranking.taste);
  for (const PartSpec& spec : kPartSpecs) visit("ranking." + std::string(spec.name), r.ranking.alike.*spec.weight);
  for (const PartSpec& spec : kPartSpecs) visit("ranking.audience." + std::string(spec.name), r.ranking.audience.*spec.weight);
}

/// Calls visit(dotted key, member) for every field of a recipe: the one list from which reading, writing, --set and the search
/// for unknown keys all follow.
template <class R, class Visit>
void visit_recipe_fields(R& recipe, Visit&& visit) {
  visit("name", recipe.name);
  visit("seed", recipe.seed);
  visit("bundle.keep_generations", recipe.bundle.keep_generations);
  visit("table.name", recipe.table.name);
  visit("table.columns", EnumField{recipe.table.columns, kTableColumnsNames});
  visit_catalogue_fields(recipe, visit);
  visit_text_fields(recipe, visit);
  visit("embedding.encoder", EnumField{recipe.embedding.encoder, kEncoderNames});
  visit_spectral_fields(recipe, visit);
  visit_doc2vec_fields(recipe, visit);
  visit_classifier_fields(recipe, visit);
  visit_query_fields(recipe, visit);
}

}  // namespace kinora
