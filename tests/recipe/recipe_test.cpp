#include "kinora/recipe/recipe.hpp"

#include "recipe/fields.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace kinora {
namespace {

using ::testing::HasSubstr;

TEST(Recipe, PresetsAreValid) {
  for (const char* name : {"default", "article"}) {
    const auto recipe = preset_recipe(name);
    ASSERT_TRUE(recipe) << name;
    EXPECT_EQ(recipe->name, name);
    EXPECT_TRUE(recipe->validate()) << recipe->validate().error().message();
  }
}

TEST(Recipe, ArticleHasTheArticlesSwitches) {
  const Recipe recipe = *preset_recipe("article");
  EXPECT_EQ(recipe.table.name, "doc2vec_embeddings");
  EXPECT_EQ(recipe.catalogue.key, CatalogueKey::kTitle);
  EXPECT_EQ(recipe.doc2vec.schedule, AlphaSchedule::kRestarted);
  EXPECT_EQ(recipe.doc2vec.restarts * recipe.doc2vec.epochs, 100U);
  EXPECT_EQ(recipe.vectors, VectorSource::kInferred);
  EXPECT_EQ(recipe.classifier.model, GenreModelKind::kMlp);
  EXPECT_EQ(recipe.classifier.features, ClassifierFeatures::kVectors);
  EXPECT_EQ(recipe.classifier.options.thresholds, ThresholdPolicy::kLogit);
  EXPECT_EQ(recipe.query.genres, QueryGenres::kPredicted);
  EXPECT_EQ(recipe.query.filter, QueryFilter::kLike);
  EXPECT_TRUE(recipe.query.self_hit);
}

TEST(Recipe, WrittenRecipeReadsBackTheSame) {
  for (const char* name : {"default", "article"}) {
    const std::string toml = recipe_to_toml(*preset_recipe(name));
    const auto again = parse_recipe(toml, "recipe.toml");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(recipe_to_toml(*again), toml);
  }
}

TEST(Recipe, EveryFieldSurvivesAChange) {
  Recipe changed = *preset_recipe("default");
  ASSERT_TRUE(set_recipe_value(changed, "doc2vec.sample=0.00001234"));
  ASSERT_TRUE(set_recipe_value(changed, "classifier.hidden=[32, 16]"));
  ASSERT_TRUE(set_recipe_value(changed, "catalogue.columns.title=\"Film \\\"Name\\\"\""));
  ASSERT_TRUE(set_recipe_value(changed, "query.row=label"));
  const auto again = parse_recipe(recipe_to_toml(changed), "recipe.toml");
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(again->doc2vec.sample, 0.00001234);
  EXPECT_EQ(again->classifier.options.hidden, (std::vector<std::size_t>{32, 16}));
  EXPECT_EQ(again->catalogue.columns.title, "Film \"Name\"");
  EXPECT_EQ(again->query.row, QueryRow::kLabel);
}

TEST(Recipe, FileStartsFromItsBase) {
  const auto recipe = parse_recipe("base = \"article\"\nname = \"mine\"\n[query]\nself_hit = false\n", "mine.toml");
  ASSERT_TRUE(recipe) << recipe.error().message();
  EXPECT_EQ(recipe->name, "mine");
  EXPECT_FALSE(recipe->query.self_hit);
  EXPECT_EQ(recipe->query.ranking, QueryRanking::kVector);
}

TEST(Recipe, UnknownKeyNamesTheNearest) {
  const auto recipe = parse_recipe("[doc2vec]\ndimensions = 50\n", "mine.toml");
  ASSERT_FALSE(recipe);
  EXPECT_EQ(recipe.error().code, ErrorCode::kRecipeSyntax);
  EXPECT_THAT(recipe.error().where, HasSubstr("line 2"));
  EXPECT_THAT(recipe.error().next_step, HasSubstr("doc2vec.dimension"));
}

TEST(Recipe, UnknownSectionIsRefused) {
  const auto recipe = parse_recipe("[doc3vec]\nepochs = 5\n", "mine.toml");
  ASSERT_FALSE(recipe);
  EXPECT_EQ(recipe.error().code, ErrorCode::kRecipeSyntax);
}

TEST(Recipe, BrokenTomlSaysWhere) {
  const auto recipe = parse_recipe("[doc2vec]\nepochs = = 5\n", "mine.toml");
  ASSERT_FALSE(recipe);
  EXPECT_EQ(recipe.error().code, ErrorCode::kRecipeSyntax);
  EXPECT_THAT(recipe.error().where, HasSubstr("mine.toml, line 2"));
}

struct BadValue {
  const char* assignment;
  const char* key;
};

void PrintTo(const BadValue& value, std::ostream* out) { *out << value.assignment; }

class AbsurdValue : public ::testing::TestWithParam<BadValue> {};

TEST_P(AbsurdValue, IsRefusedWithItsKey) {
  Recipe recipe = *preset_recipe("default");
  const auto set = set_recipe_value(recipe, GetParam().assignment);
  ASSERT_FALSE(set) << GetParam().assignment;
  EXPECT_EQ(set.error().code, ErrorCode::kRecipeValue) << set.error().message();
  EXPECT_THAT(set.error().message(), HasSubstr(GetParam().key));
}

INSTANTIATE_TEST_SUITE_P(
    Recipe, AbsurdValue,
    ::testing::Values(
        BadValue{"doc2vec.dimension=0", "doc2vec.dimension"}, BadValue{"doc2vec.epochs=1000000000", "doc2vec.epochs"},
        BadValue{"doc2vec.dimension=\"many\"", "doc2vec.dimension"}, BadValue{"doc2vec.dimension=-5", "doc2vec.dimension"},
        BadValue{"doc2vec.alpha=nan", "doc2vec.alpha"}, BadValue{"doc2vec.model=\"word2vec\"", "doc2vec.model"},
        BadValue{"classifier.test_fraction=1.5", "classifier.test_fraction"}, BadValue{"classifier.batch=1", "classifier.batch"},
        BadValue{"classifier.model=\"forest\"", "classifier.model"}, BadValue{"classifier.cost=-1", "classifier.cost"},
        BadValue{"classifier.folds=1", "classifier.folds"}, BadValue{"classifier.min_documents=0", "classifier.min_documents"},
        BadValue{"classifier.threshold_rows=50001", "classifier.threshold_rows"},
        BadValue{"classifier.dropout=1", "classifier.dropout"}, BadValue{"ranking.text=-1", "ranking.text"},
        BadValue{"ranking.taste=2", "ranking.taste"}, BadValue{"ranking.audience.text=-1", "ranking.audience.text"},
        BadValue{"spectral.dimension=0", "spectral.dimension"}, BadValue{"embedding.encoder=word2vec", "embedding.encoder"},
        BadValue{"table.name=\"../up\"", "table.name"}, BadValue{"query.self_hit=1", "query.self_hit"}));

TEST(Recipe, AssignmentWithoutValueIsRefused) {
  Recipe recipe = *preset_recipe("default");
  for (const char* assignment : {"doc2vec.epochs", "=5", "doc2vec.epochs=5\nseed=7"}) {
    const auto set = set_recipe_value(recipe, assignment);
    ASSERT_FALSE(set) << assignment;
  }
}

TEST(Recipe, LoadsAFileAndMissesOne) {
  const testing::TempDirectory directory;
  const auto path = directory.write("mine.toml", "[doc2vec]\nepochs = 3\n");
  const auto recipe = load_recipe(path.string());
  ASSERT_TRUE(recipe) << recipe.error().message();
  EXPECT_EQ(recipe->doc2vec.epochs, 3U);
  EXPECT_EQ(load_recipe((directory / "none.toml").string()).error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(load_recipe("no_such_preset").error().code, ErrorCode::kRecipeValue);
  EXPECT_EQ(load_recipe(directory.write("empty.toml", "").string()).error().code, ErrorCode::kFileEmpty);
}

TEST(Recipe, AStoredRecipeOfBeforeTheEncodersIsReadAsItWasBuilt) {
  const testing::TempDirectory directory;
  const auto path =
      directory.write("recipe.toml", "[doc2vec]\nepochs = 7\n[ranking]\nkeywords = 0.3\nknown = 0.25\ndislike = 0.5\n");
  const auto recipe = load_saved_recipe(path);
  ASSERT_TRUE(recipe) << recipe.error().message();
  EXPECT_EQ(recipe->embedding.encoder, EncoderKind::kDoc2Vec);
  EXPECT_EQ(recipe->doc2vec.epochs, 7U);
  EXPECT_EQ(recipe->ranking.taste, 1);
  EXPECT_EQ(recipe->ranking.audience.keywords, 0.3);
  EXPECT_EQ(recipe->ranking.audience.known, 0.25);
  EXPECT_EQ(recipe->ranking.alike.keywords, RankingWeights().keywords);
}

TEST(Recipe, AStoredRecipeGivesTheSameRecipeBackAndAHalfOneIsRefused) {
  Recipe recipe = *preset_recipe("default");
  recipe.ranking.taste = 0.25;
  recipe.ranking.audience.text = 0.7;
  recipe.spectral.dimension = 32;
  const std::string stored = recipe_to_toml(recipe);
  const testing::TempDirectory directory;
  const auto read = load_saved_recipe(directory.write("recipe.toml", stored));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(recipe_to_toml(*read), stored);
  for (std::size_t size = 0; size + 20 < stored.size(); size += 13)
    EXPECT_FALSE(load_saved_recipe(directory.write("recipe.toml", stored.substr(0, size)))) << size;
}

TEST(Recipe, OfAnOlderBundleThatNamesNoGenreModelIsANetworks) {
  const testing::TempDirectory directory;
  const auto path = directory.write("recipe.toml", "name = \"default\"\n[classifier]\nepochs = 7\n[ranking]\ndislike = 0.5\n");
  const auto saved = load_saved_recipe(path);
  ASSERT_TRUE(saved) << saved.error().message();
  EXPECT_EQ(saved->classifier.model, GenreModelKind::kMlp);
  EXPECT_EQ(saved->classifier.options.epochs, 7U);
  EXPECT_EQ(load_recipe(path.string())->classifier.model, GenreModelKind::kLinear) << "a person's recipe starts from default";
  EXPECT_EQ(load_saved_recipe(directory.write("empty.toml", "")).error().code, ErrorCode::kFileEmpty);
}

TEST(Recipe, SavedRecipeReadsBackTheSame) {
  const testing::TempDirectory directory;
  for (const char* name : {"default", "article"}) {
    const std::string toml = recipe_to_toml(*preset_recipe(name));
    const auto saved = load_saved_recipe(directory.write("recipe.toml", toml));
    ASSERT_TRUE(saved) << saved.error().message();
    EXPECT_EQ(recipe_to_toml(*saved), toml);
  }
}

TEST(Recipe, EveryKeyIsDocumented) {
  const std::string docs = testing::read_file(std::string(KINORA_SOURCE_DIR) + "/docs/recipes.md");
  Recipe recipe;
  visit_recipe_fields(recipe, [&](std::string_view key, auto&&) {
    const std::string path(key);
    if (path.starts_with("catalogue.columns.") || path.starts_with("ranking.")) return;
    const std::string last = "." + path.substr(path.rfind('.') + 1) + "`";
    EXPECT_TRUE(docs.find("`" + path + "`") != std::string::npos || docs.find("`" + last) != std::string::npos) << path;
  });
}

}  // namespace
}  // namespace kinora
