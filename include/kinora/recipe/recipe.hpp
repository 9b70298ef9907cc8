#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/classify/genre_classifier.hpp"
#include "kinora/classify/linear_options.hpp"
#include "kinora/embedding/doc2vec_options.hpp"
#include "kinora/embedding/spectral_options.hpp"
#include "kinora/ingest/ingest.hpp"
#include "kinora/recommend/ranking_options.hpp"
#include "kinora/text/text_options.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace kinora {

/// Which vectors go into the table.
enum class VectorSource : std::uint8_t {
  kTrained,  ///< the document vectors as trained
  kInferred  ///< every document inferred anew with the trained weights (the article's)
};

/// What turns documents into vectors.
enum class EncoderKind : std::uint8_t {
  kDoc2Vec,  ///< paragraph vectors, trained ([doc2vec])
  kSpectral  ///< which terms occur together, decomposed ([spectral])
};

/// How genres are predicted.
enum class GenreModelKind : std::uint8_t {
  kMlp,    ///< a network over vectors (GenreClassifier; the article's)
  kLinear  ///< logistic regression over the TF-IDF of leak-free words (LinearClassifier)
};

/// What the network reads. The linear model always reads leak-free words.
enum class ClassifierFeatures : std::uint8_t {
  kVectors,       ///< the recommender's vectors: leaks the genres (the article's)
  kHonestEncoder  ///< a second Doc2Vec of the training rows alone, without genres or their names
};

/// Which genres stand for the film that is asked about.
enum class QueryGenres : std::uint8_t {
  kTrue,      ///< the catalogue's; predicted ones where it has none
  kPredicted  ///< the classifier's (the article's)
};

enum class QueryFilter : std::uint8_t {
  kNone,
  kLike  ///< genres LIKE '%g%' OR … of the query's genres (the article's)
};

enum class QueryRanking : std::uint8_t {
  kSum,    ///< the weighted sum of [ranking]
  kVector  ///< the vectors' distance alone (the article's)
};

/// Which vector is read for the film that is asked about.
enum class QueryRow : std::uint8_t {
  kPosition,
  kLabel  ///< emulates the article's bug: the record's number in the file is taken for the row; for comparison only
};

/// Which columns the table has.
enum class TableColumns : std::uint8_t {
  kAll,     ///< id, title, year, genres as a list, genres_text and the further fields, vector
  kArticle  ///< title, genres as text, vector (the article's)
};

struct KINORA_EXPORT TableRecipe {
  std::string name = "movies";  ///< of the Lance table: NAME.lance
  TableColumns columns = TableColumns::kAll;
};

struct KINORA_EXPORT EmbeddingRecipe {
  EncoderKind encoder = EncoderKind::kSpectral;
};

struct KINORA_EXPORT BundleRecipe {
  std::size_t keep_generations = 2;  ///< older generations kept beside the one in use; 1 to 1000
};

struct KINORA_EXPORT ClassifierRecipe {
  GenreModelKind model = GenreModelKind::kMlp;
  ClassifierOptions options;  ///< of the network
  LinearOptions linear;       ///< of the linear model
  ClassifierFeatures features = ClassifierFeatures::kHonestEncoder;
  double test_fraction = 0.2;  ///< (0, 1)
  std::uint32_t split_seed = 42;
  std::size_t encoder_epochs = 10;  ///< of the honest encoder, in one decayed run

  /// The model reads the recommender's vectors.
  [[nodiscard]] bool reads_vectors() const { return model == GenreModelKind::kMlp && features == ClassifierFeatures::kVectors; }
  /// The model reads vectors of an encoder of its own.
  [[nodiscard]] bool has_encoder() const {
    return model == GenreModelKind::kMlp && features == ClassifierFeatures::kHonestEncoder;
  }
};

struct KINORA_EXPORT QueryRecipe {
  QueryGenres genres = QueryGenres::kTrue;
  QueryFilter filter = QueryFilter::kNone;
  QueryRanking ranking = QueryRanking::kSum;
  QueryRow row = QueryRow::kPosition;
  bool self_hit = false;  ///< keeps the film that is asked about among the results
};

/// Which fields make a document and every hyper-parameter, from catalogue to answer: the sum of the modules' options.
/// A TOML file with a section for each member; every key may be left out and then has the value of the preset "default".
struct KINORA_EXPORT Recipe {
  std::string name = "default";
  std::uint64_t seed = 42;  ///< of every generator: the modules' seeds are derived from it
  BundleRecipe bundle;
  TableRecipe table;
  IngestOptions catalogue;
  TextOptions text;
  EmbeddingRecipe embedding;
  SpectralOptions spectral;
  Doc2VecOptions doc2vec;
  InferOptions infer;
  VectorSource vectors = VectorSource::kTrained;
  ClassifierRecipe classifier;
  QueryRecipe query;
  RankingOptions ranking;

  /// Checks every section; errors name the key as it stands in the file ("doc2vec.dimension").
  [[nodiscard]] Result<void> validate() const;
};

/// The presets by name: "default" and "article" (docs/recipes.md). kRecipeValue for any other name.
[[nodiscard]] KINORA_EXPORT Result<Recipe> preset_recipe(std::string_view name);

/// Reads TOML text over a preset: the file's `base = "article"` chooses it, "default" otherwise. Unknown sections and keys are
/// kRecipeSyntax with the nearest known one; wrong types and values kRecipeValue. `name` stands for the file in errors.
[[nodiscard]] KINORA_EXPORT Result<Recipe> parse_recipe(std::string_view toml, const std::string& name);

/// A preset's name or the path of a TOML file.
[[nodiscard]] KINORA_EXPORT Result<Recipe> load_recipe(const std::string& name_or_path);

/// Reads the recipe that a bundle keeps. A key that it does not name is younger than the bundle and has the value that the older
/// program worked by: a bundle without `classifier.model` has a network.
[[nodiscard]] KINORA_EXPORT Result<Recipe> load_saved_recipe(const std::filesystem::path& path);

/// `section.key=value`, the value in TOML's notation; a bare word is a string.
[[nodiscard]] KINORA_EXPORT Result<void> set_recipe_value(Recipe& recipe, std::string_view assignment);

/// The whole recipe, every key written out; parse_recipe() gives the same recipe back.
[[nodiscard]] KINORA_EXPORT std::string recipe_to_toml(const Recipe& recipe);

}  // namespace kinora
