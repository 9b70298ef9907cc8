#include "kinora/recipe/recipe.hpp"

namespace kinora {
namespace {

Recipe article_recipe() {
  Recipe recipe;
  recipe.name = "article";
  recipe.table = {.name = "doc2vec_embeddings", .columns = TableColumns::kArticle};
  recipe.catalogue.key = CatalogueKey::kTitle;
  recipe.catalogue.require_genres = true;
  recipe.text = {.layout = DocumentLayout::kArticle,
                 .genres = true,
                 .title = true,
                 .overview = false,
                 .tagline = false,
                 .keywords = false,
                 .people = false,
                 .collection = false,
                 .decade = false};
  recipe.embedding.encoder = EncoderKind::kDoc2Vec;
  recipe.doc2vec.epochs = 10;
  recipe.doc2vec.schedule = AlphaSchedule::kRestarted;
  recipe.doc2vec.restarts = 10;
  recipe.vectors = VectorSource::kInferred;
  recipe.classifier.features = ClassifierFeatures::kVectors;
  recipe.classifier.options.thresholds = ThresholdPolicy::kLogit;
  recipe.query = {.genres = QueryGenres::kPredicted,
                  .filter = QueryFilter::kLike,
                  .ranking = QueryRanking::kVector,
                  .row = QueryRow::kPosition,
                  .self_hit = true};
  return recipe;
}

Recipe default_recipe() {
  Recipe recipe;
  recipe.doc2vec.model = Doc2VecModel::kDbow;
  recipe.doc2vec.epochs = 20;
  recipe.classifier.model = GenreModelKind::kLinear;
  // Of a network, should one be chosen. Short documents need many passes: on Kaggle's catalogue the classifier's micro-F1 rises
  // from .36 at 10 to .50 at 40.
  recipe.classifier.encoder_epochs = 40;
  recipe.infer.epochs = 40;
  return recipe;
}

}  // namespace

Result<Recipe> preset_recipe(std::string_view name) {
  if (name == "default") return default_recipe();
  if (name == "article") return article_recipe();
  return fail({.code = ErrorCode::kRecipeValue,
               .what = "there is no recipe of this name",
               .where = "recipe " + std::string(name),
               .expected = "default, article or the path of a .toml file",
               .found = std::string(name),
               .next_step = "Choose one of these"});
}

Result<void> Recipe::validate() const {
  const Result<void> checks[] = {catalogue.validate(),         text.validate(),   spectral.validate(),
                                 doc2vec.validate(),           infer.validate(),  classifier.options.validate(),
                                 classifier.linear.validate(), ranking.validate()};
  for (const Result<void>& check : checks) {
    if (check) continue;
    Error error = check.error();
    error.code = ErrorCode::kRecipeValue;
    if (error.next_step.empty()) error.next_step = "Change it in the recipe or with --set";
    return fail(std::move(error));
  }
  const auto out_of_range = [](const char* key, const char* expected, const std::string& found) {
    return fail({.code = ErrorCode::kRecipeValue,
                 .what = "the value is out of its range",
                 .where = key,
                 .expected = expected,
                 .found = found,
                 .next_step = "Change it in the recipe or with --set"});
  };
  if (!(classifier.test_fraction > 0 && classifier.test_fraction < 1))
    return out_of_range("classifier.test_fraction", "more than 0 and less than 1", std::to_string(classifier.test_fraction));
  if (classifier.encoder_epochs < 1 || classifier.encoder_epochs > 10'000)
    return out_of_range("classifier.encoder_epochs", "1 to 10000", std::to_string(classifier.encoder_epochs));
  if (bundle.keep_generations < 1 || bundle.keep_generations > 1000)
    return out_of_range("bundle.keep_generations", "1 to 1000", std::to_string(bundle.keep_generations));
  if (table.name.empty() || table.name.find_first_of("/\\") != std::string::npos || table.name.front() == '.')
    return out_of_range("table.name", "a name without slashes that does not begin with a dot", '"' + table.name + '"');
  return {};
}

}  // namespace kinora
