// The protocol on the public ratings themselves, where KINORA_DATA says that they are (they are not part of the project).
#include "kinora/engine/build.hpp"
#include "kinora/engine/evaluation.hpp"

#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

namespace kinora {
namespace {

/// Vectors that mean nothing: what is compared here needs none.
Recipe hardly_trained() {
  Recipe recipe = *preset_recipe("default");
  recipe.doc2vec.dimension = 4;
  recipe.doc2vec.epochs = 1;
  recipe.classifier.encoder_epochs = 1;
  recipe.classifier.options.hidden = {4};
  recipe.classifier.options.epochs = 1;
  recipe.query.ranking = QueryRanking::kVector;
  return recipe;
}

double ndcg_of(const RelatedReport& report, const std::string& name) {
  const auto found = std::find_if(report.methods.begin(), report.methods.end(),
                                  [&](const RelatedFigures& method) { return method.name == name; });
  EXPECT_NE(found, report.methods.end()) << name;
  return found == report.methods.end() ? -1 : found->ndcg.mean;
}

TEST(EvaluationOfRealData, IsThatOfNumPy) {
  const char* const folder = std::getenv("KINORA_DATA");
  if (folder == nullptr)
    GTEST_SKIP() << "NOT TESTED: set KINORA_DATA to the folder with the public data sets (kaggle/, movielens-latest-small/)";
  const std::filesystem::path data(folder);
  const testing::TempDirectory directory;
  const auto built = build_bundle({.files = {.catalogue = data / "kaggle/movies_metadata.csv"},
                                   .recipe = hardly_trained(),
                                   .output = directory / "movies.kinora"},
                                  {.threads = 2});
  ASSERT_TRUE(built) << built.error().message();
  const auto engine = Engine::open(directory / "movies.kinora");
  ASSERT_TRUE(engine) << engine.error().message();
  const auto golden = nlohmann::json::parse(std::ifstream(KINORA_SOURCE_DIR "/tests/engine/related_real_golden.json"));
  const auto expect = [&](const char* set, const char* ratings, const char* links) {
    const RelatedRequest request{.ratings = data / ratings, .links = data / links, .bootstrap = {.resamples = 100}};
    const auto report = evaluate_related(*engine, request, {.threads = 2});
    ASSERT_TRUE(report) << report.error().message();
    const auto& expected = golden[set];
    EXPECT_EQ(report->films, expected["films"]);
    EXPECT_EQ(report->queries, report->films) << "every film has relatives";
    EXPECT_NEAR(ndcg_of(*report, "popularity: most votes"), expected["votes"], 1e-9);
    EXPECT_NEAR(ndcg_of(*report, "popularity: most likes"), expected["likes"], 1e-9);
    // Here the one film without a genre has a predicted one.
    EXPECT_NEAR(ndcg_of(*report, "TF-IDF of genres, ties by likes"), expected["genres_ties_by_likes"], 0.001);
    EXPECT_NEAR(ndcg_of(*report, "random order"), report->random_expected, 0.004);
  };
  expect("movielens-latest-small", "movielens-latest-small/ratings.csv", "movielens-latest-small/links.csv");
  expect("kaggle", "kaggle/ratings_small.csv", "kaggle/links.csv");
}

}  // namespace
}  // namespace kinora
