#include "engine/small_catalogue.hpp"
#include "kinora/classify/genre_classifier.hpp"
#include "kinora/classify/linear_classifier.hpp"
#include "kinora/engine/build.hpp"
#include "kinora/engine/edit_bundle.hpp"
#include "kinora/engine/engine.hpp"
#include "support/recorder.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

namespace kinora {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class LinearGenresTest : public ::testing::Test {
 protected:
  Result<BuildSummary> build(const std::string& csv, const Recipe& recipe, const Execution& execution = {}) const {
    fs::remove_all(bundle_);
    const fs::path catalogue = directory_.write("films.csv", csv);
    return build_bundle({.files = {.catalogue = catalogue}, .recipe = recipe, .output = bundle_, .quarantine = {}}, execution);
  }
  Result<AddSummary> add(const std::string& csv) const {
    return add_movies(
        {.bundle = bundle_, .files = {.catalogue = directory_.write("new.csv", csv)}, .catalogue = {}, .quarantine = {}}, {});
  }
  [[nodiscard]] fs::path model(const std::string& name) const { return bundle_ / "models/1" / name; }

  testing::TempDirectory directory_;
  fs::path bundle_ = directory_ / "b";
};

Recipe with_model(GenreModelKind kind) {
  Recipe recipe = testing::quick_recipe("default");
  recipe.classifier.model = kind;
  return recipe;
}

TEST_F(LinearGenresTest, TheDefaultBuildKeepsALinearModelAndNoEncoder) {
  const auto summary = build(testing::small_catalogue(160), testing::quick_recipe("default"));
  ASSERT_TRUE(summary) << summary.error().message();
  const ClassifierFigures& figures = *summary->info.classifier;
  EXPECT_EQ(figures.model, "linear");
  EXPECT_TRUE(figures.honest);
  EXPECT_GT(figures.cost, 0);
  EXPECT_GT(figures.micro_f1, 0.9) << "each topic has words of its own";
  ASSERT_TRUE(figures.calibration_error);
  EXPECT_LT(*figures.calibration_error, 0.2);
  for (const BaselineFigures& baseline : figures.baselines) EXPECT_EQ(baseline.genre_f1.size(), figures.genres.size());
  const auto classifier = LinearClassifier::load(model("classifier.safetensors"));
  ASSERT_TRUE(classifier) << classifier.error().message();
  EXPECT_EQ(classifier->names(), summary->info.genres);
  EXPECT_EQ(classifier->cost(), figures.cost);
  EXPECT_THAT(classifier->terms(), Contains("keyword:robot"));
  EXPECT_FALSE(fs::exists(model("encoder.safetensors")));

  const auto reopened = Engine::open(bundle_);
  ASSERT_TRUE(reopened) << reopened.error().message();
  EXPECT_EQ(reopened->info().classifier->calibration_error, figures.calibration_error);
  EXPECT_EQ(reopened->info().classifier->baselines[1].genre_f1, figures.baselines[1].genre_f1);
}

TEST_F(LinearGenresTest, ANetworkIsStillAChoice) {
  const auto summary = build(testing::small_catalogue(160), with_model(GenreModelKind::kMlp));
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->info.classifier->model, "mlp");
  EXPECT_EQ(summary->info.classifier->epoch_losses.size(), 60U);
  EXPECT_TRUE(summary->info.classifier->calibration_error);
  EXPECT_TRUE(GenreClassifier::load(model("classifier.safetensors")));
  EXPECT_TRUE(fs::exists(model("encoder.safetensors")));
  EXPECT_TRUE(Engine::open(bundle_)->genres("a robot near a planet"));
}

TEST_F(LinearGenresTest, AnOlderBundleIsReadAsANetworks) {
  ASSERT_TRUE(build(testing::small_catalogue(160), with_model(GenreModelKind::kMlp)));
  const auto before = Engine::open(bundle_)->genres("a detective and a heist");
  ASSERT_TRUE(before);
  const std::regex younger_keys("(^|\n)(model = \"mlp\"|cost = .*|folds = .*|min_documents = .*|threshold_rows = .*)(?=\n)");
  const std::string recipe = std::regex_replace(testing::read_file(model("recipe.toml")), younger_keys, "$1");
  ASSERT_THAT(recipe, ::testing::Not(HasSubstr("folds")));
  testing::write_file(model("recipe.toml"), recipe);
  const std::regex younger_figures("\"(model|calibration_error|cost|genre_f1)\"");
  const std::string manifest = std::regex_replace(testing::read_file(bundle_ / "bundle.json"), younger_figures, "\"unknown_$1\"");
  testing::write_file(bundle_ / "bundle.json", manifest);

  const auto engine = Engine::open(bundle_);
  ASSERT_TRUE(engine) << engine.error().message();
  EXPECT_EQ(engine->info().classifier->model, "mlp");
  EXPECT_FALSE(engine->info().classifier->calibration_error);
  const auto after = engine->genres("a detective and a heist");
  ASSERT_TRUE(after) << after.error().message();
  EXPECT_EQ(after->genres[0].name, before->genres[0].name);
  EXPECT_EQ(after->genres[0].probability, before->genres[0].probability);
  const auto added = add("id,title,overview,keywords\n7000,Orbit,An alien starship and a robot engine,space|robot\n");
  ASSERT_TRUE(added) << added.error().message();
  EXPECT_TRUE(added->movies[0].genres_predicted);
}

TEST_F(LinearGenresTest, AnAddedFilmIsGivenWhatTheBuildWouldHaveGivenIt) {
  const std::string header = "id,title,year,genres,director,keywords,overview,vote_count,vote_average\n";
  const std::string film = "7000,Orbit,1990,,Bo Lund,space|robot,An alien starship and a robot engine,3,6\n";
  ASSERT_TRUE(build(testing::small_catalogue(160) + film, testing::quick_recipe("default")));
  const auto built = Engine::open(bundle_)->search_titles("Orbit", 1);
  ASSERT_FALSE(built.empty());
  EXPECT_THAT(built[0].genres, UnorderedElementsAre("Action", "Science Fiction"));
  ASSERT_TRUE(build(testing::small_catalogue(160), testing::quick_recipe("default")));
  const auto added = add(header + film);
  ASSERT_TRUE(added) << added.error().message();
  EXPECT_EQ(added->movies[0].genres, built[0].genres);
  EXPECT_TRUE(added->movies[0].genres_predicted);
}

TEST_F(LinearGenresTest, AFilmOfWhichNothingIsKnownIsGivenNoGenre) {
  const std::string unknown = "7000,Zzyzx Qwfp,,,,,,,\n";
  const auto summary = build(testing::small_catalogue(160) + unknown, testing::quick_recipe("default"));
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->info.predicted_genre_rows, 12U) << "the catalogue's films without genres, and not this one";
  const auto added = add("id,title\n7001,Arstd Neio\n");
  ASSERT_TRUE(added) << added.error().message();
  EXPECT_THAT(added->movies[0].genres, IsEmpty());
  EXPECT_FALSE(added->movies[0].genres_predicted);
  const auto nothing = Engine::open(bundle_)->genres("arstd neio");
  ASSERT_TRUE(nothing);
  for (const GenreGuess& guess : nothing->genres) EXPECT_FALSE(guess.chosen);
}

/// Genres that have nothing to do with the words: most films are dramas, and which other genre a film has is by lot.
std::string meaningless_catalogue() {
  const std::vector<std::string> words = {"river", "stone", "morning", "garden", "silver", "winter", "hollow", "distant"};
  const std::vector<std::string> genres = {"Drama", "Drama", "Drama", "Comedy", "War", "Music", "Drama"};
  std::string csv = "id,title,genres\n";
  std::uint32_t state = 7;
  const auto draw = [&state](std::size_t below) {
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 16) % below;
  };
  for (int i = 0; i < 300; ++i) {
    const std::string title = words[draw(8)] + " " + words[draw(8)] + " " + words[draw(8)];
    csv += std::to_string(1 + i) + ",The " + title + "," + (i % 10 == 9 ? "" : genres[draw(7)]) + "\n";
  }
  return csv;
}

TEST_F(LinearGenresTest, AModelWorseThanABaselineIsSaidAndNotUsed) {
  Recorder warnings;
  const auto summary = build(meaningless_catalogue(), testing::quick_recipe("default"), {.observer = &warnings});
  ASSERT_TRUE(summary) << summary.error().message();
  const BaselineFigures* better = better_baseline(*summary->info.classifier);
  ASSERT_NE(better, nullptr);
  EXPECT_GT(better->micro_f1, summary->info.classifier->micro_f1);
  EXPECT_THAT(warnings.warnings, Contains(HasSubstr("worse than the baseline \"" + better->name + "\"")));
  EXPECT_EQ(summary->info.predicted_genre_rows, 0U);
  const auto added = add("id,title\n7000,The River Stone\n");
  ASSERT_TRUE(added) << added.error().message();
  EXPECT_THAT(added->movies[0].genres, IsEmpty());
  EXPECT_TRUE(Engine::open(bundle_)->genres("river")) << "who asks is answered";
}

TEST_F(LinearGenresTest, TitlesOfWordsThatOccurOnceLeaveAModelWithoutTerms) {
  std::string csv = "id,title,genres\n";
  for (int i = 0; i < 60; ++i)
    csv += std::to_string(i + 1) + ",word" + std::to_string(i) + "," + (i % 3 == 0 ? "Drama" : "Comedy") + "\n";
  const auto summary = build(csv, testing::quick_recipe("default"));
  ASSERT_TRUE(summary) << summary.error().message();
  const auto answer = Engine::open(bundle_)->genres("word3");
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_EQ(answer->known_words, 0U);
  EXPECT_EQ(answer->genres[0].name, "Comedy");
}

TEST(BetterBaseline, IsTheBestOfThoseThatDoBetterInEitherMeasure) {
  ClassifierFigures figures;
  figures.micro_f1 = 0.4;
  figures.macro_f1 = 0.2;
  figures.baselines = {{.name = "equal", .micro_f1 = 0.4, .macro_f1 = 0.2, .samples_f1 = 0, .genre_f1 = {}}};
  EXPECT_EQ(better_baseline(figures), nullptr);
  figures.baselines.push_back({.name = "macro", .micro_f1 = 0.1, .macro_f1 = 0.3, .samples_f1 = 0, .genre_f1 = {}});
  EXPECT_EQ(better_baseline(figures)->name, "macro");
  figures.baselines.push_back({.name = "micro", .micro_f1 = 0.5, .macro_f1 = 0.1, .samples_f1 = 0, .genre_f1 = {}});
  EXPECT_EQ(better_baseline(figures)->name, "micro");
}

}  // namespace
}  // namespace kinora
