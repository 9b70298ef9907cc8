#include "base/random.hpp"
#include "kinora/engine/build.hpp"
#include "kinora/engine/engine.hpp"
#include "kinora/engine/judgments.hpp"
#include "recommend/similar.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace kinora {
namespace {

namespace fs = std::filesystem;

/// The lists of `similar` as a film lover would read them: of the bundled sample, and of Kaggle's catalogue where it is.
class AlikeLists : public ::testing::TestWithParam<const char*> {
 protected:
  static bool is_sample() { return std::string(GetParam()) == "sample"; }

  void SetUp() override {
    const char* data = std::getenv("KINORA_DATA");
    if (!is_sample() && data == nullptr)
      GTEST_SKIP() << "NOT TESTED: set KINORA_DATA to the folder with the public data sets (kaggle/)";
    const fs::path source(KINORA_SOURCE_DIR);
    CatalogueFiles files{.catalogue = source / "data/sample/movies.csv"};
    if (!is_sample())
      files = {.catalogue = fs::path(data) / "kaggle/movies_metadata.csv", .keywords = fs::path(data) / "kaggle/keywords.csv"};
    const Recipe recipe = *preset_recipe("default");
    const auto summary = build_bundle({.files = files, .recipe = recipe, .output = directory_ / "b"}, {.threads = 2});
    ASSERT_TRUE(summary) << summary.error().message();
    engine_ = std::make_unique<Engine>(*Engine::open(directory_ / "b"));
  }

  std::vector<Recommendation> first(std::size_t k, const std::string& title, std::int32_t year) {
    const auto answer = engine_->similar({.liked = {{.id = {}, .title = title, .year = year}}, .k = k});
    EXPECT_TRUE(answer) << title << ": " << answer.error().message();
    return answer ? answer->results : std::vector<Recommendation>();
  }

  /// How many of the first k begin like one of these.
  std::size_t found(const std::string& title, std::int32_t year, const std::set<std::string>& wanted, std::size_t k = 10) {
    std::size_t count = 0;
    for (const Recommendation& movie : first(k, title, year))
      count += std::any_of(wanted.begin(), wanted.end(), [&](const std::string& part) { return movie.title.find(part) == 0; })
                   ? 1U
                   : 0U;
    return count;
  }

  void expect_animated_family_films_are_like_toy_story() {
    std::size_t count = 0;
    for (const Recommendation& movie : first(10, "Toy Story", 1995)) {
      const auto has = [&](const std::string& genre) { return std::count(movie.genres.begin(), movie.genres.end(), genre) > 0; };
      count += has("Animation") && has("Family") ? 1U : 0U;
    }
    EXPECT_GE(count, 6U);
    EXPECT_GE(found("Toy Story", 1995, {"Toy Story 2", "Toy Story 3", "Monsters, Inc.", "A Bug's Life"}), 3U);
  }

  void expect_samurai_films_are_like_seven_samurai() {
    EXPECT_GE(found("Seven Samurai", 1954, {"Yojimbo", "The Magnificent Seven"}), 1U);
    EXPECT_GE(
        found("Seven Samurai", 1954, {"Yojimbo", "Sanjuro", "The Hidden Fortress", "Harakiri", "Samurai", "Throne of Blood"}),
        4U);
  }

  void expect_gangsters_are_like_pulp_fiction() {
    const std::size_t wanted = found("Pulp Fiction", 1994, {"Reservoir Dogs", "Kill Bill", "Jackie Brown", "True Romance"});
    // Kaggle's catalogue has no directors here, and Jackie Brown is a comedy there: decision 1102.
    EXPECT_GE(wanted, is_sample() ? 2U : 1U);
  }

  void expect_ghiblis_films_are_like_spirited_away() {
    EXPECT_GE(found("Spirited Away", 2001,
                    {"My Neighbor Totoro", "Kiki's Delivery Service", "Howl's Moving Castle", "Princess Mononoke", "Ponyo",
                     "Arrietty", "The Cat Returns", "Castle in the Sky", "The Secret World of Arrietty", "Whisper of the Heart"}),
              is_sample() ? 4U : 2U);
  }

  void expect_sequels_and_others_are_like_die_hard() {
    EXPECT_GE(found("Die Hard", 1988, {"Die Hard", "Live Free or Die Hard", "A Good Day to Die Hard"}), 2U);
    if (is_sample()) {
      EXPECT_GE(found("Die Hard", 1988, {"Speed", "Lethal Weapon"}), 1U);
    }
  }

  void expect_british_romances_are_like_notting_hill() {
    // The sample falls short of the ten that are wanted: Four Weddings stands at rank 16 there (decision 1102).
    EXPECT_GE(found("Notting Hill", 1999, {"Four Weddings", "Bridget Jones"}, is_sample() ? 16 : 10), 1U);
  }

  void expect_a_film_by_jeunet_is_like_amelie_where_directors_are_known() {
    if (is_sample()) {
      EXPECT_GE(found("Amélie", 2001, {"Delicatessen", "The City of Lost Children", "A Very Long Engagement"}), 1U);
    }
  }

  void expect_the_terminator_belongs_to_terminator_2() {
    EXPECT_EQ(found("Terminator 2: Judgment Day", 1991, {"The Terminator"}), 1U);
  }

  void expect_nothing_without_anything_in_common_stands_in_a_first_ten() {
    const std::vector<std::pair<const char*, std::int32_t>> known = {{"Toy Story", 1995},
                                                                     {"Heat", 1995},
                                                                     {"Casino", 1995},
                                                                     {"Se7en", 1995},
                                                                     {"The Usual Suspects", 1995},
                                                                     {"Braveheart", 1995},
                                                                     {"Taxi Driver", 1976},
                                                                     {"Apollo 13", 1995},
                                                                     {"Pulp Fiction", 1994},
                                                                     {"The Shawshank Redemption", 1994},
                                                                     {"Forrest Gump", 1994},
                                                                     {"The Lion King", 1994},
                                                                     {"Speed", 1994},
                                                                     {"Jurassic Park", 1993},
                                                                     {"Blade Runner", 1982},
                                                                     {"Terminator 2: Judgment Day", 1991},
                                                                     {"The Silence of the Lambs", 1991},
                                                                     {"Fargo", 1996},
                                                                     {"The Godfather", 1972},
                                                                     {"Rear Window", 1954},
                                                                     {"North by Northwest", 1959},
                                                                     {"Casablanca", 1942},
                                                                     {"Citizen Kane", 1941},
                                                                     {"2001: A Space Odyssey", 1968},
                                                                     {"Die Hard", 1988},
                                                                     {"Reservoir Dogs", 1992},
                                                                     {"Goodfellas", 1990},
                                                                     {"Alien", 1979},
                                                                     {"Psycho", 1960},
                                                                     {"The Shining", 1980},
                                                                     {"Groundhog Day", 1993},
                                                                     {"Back to the Future", 1985},
                                                                     {"Jaws", 1975},
                                                                     {"Titanic", 1997},
                                                                     {"Good Will Hunting", 1997},
                                                                     {"Saving Private Ryan", 1998},
                                                                     {"American Beauty", 1999},
                                                                     {"The Matrix", 1999},
                                                                     {"Fight Club", 1999},
                                                                     {"Gladiator", 2000},
                                                                     {"Memento", 2000},
                                                                     {"Spirited Away", 2001},
                                                                     {"Amélie", 2001},
                                                                     {"The Dark Knight", 2008},
                                                                     {"Inception", 2010},
                                                                     {"Seven Samurai", 1954},
                                                                     {"Metropolis", 1927},
                                                                     {"Notting Hill", 1999},
                                                                     {"12 Angry Men", 1957},
                                                                     {"Finding Nemo", 2003}};
    std::size_t asked = 0;
    for (const auto& [title, year] : known) {
      const auto answer = engine_->similar({.liked = {{.id = {}, .title = title, .year = year}}});
      if (!answer) continue;
      ++asked;
      for (const Recommendation& movie : answer->results) {
        const bool shares = std::any_of(movie.reasons.begin(), movie.reasons.end(), [](const Reason& reason) {
          return reason.kind == "genres" || reason.kind == "keywords" || reason.kind == "people";
        });
        EXPECT_TRUE(shares) << title << " -> " << movie.title;
      }
    }
    EXPECT_GE(asked, is_sample() ? 40U : 48U);
  }

  void expect_triplets_of_common_sense() {
    const fs::path triplets = KINORA_SOURCE_DIR "/tests/engine/triplets.tsv";
    const auto report = evaluate_judgments(*engine_, {.triplets = triplets, .pairs = {}, .bootstrap = {.resamples = 100}}, {});
    ASSERT_TRUE(report) << report.error().message();
    const auto value = [&](const std::string& name) {
      for (const JudgmentFigures& method : report->triplets->methods)
        if (method.name == name) return method.value.mean;
      return 0.0;
    };
    EXPECT_GE(report->triplets->known, 70U);
    EXPECT_GE(value("own ranking"), is_sample() ? 0.97 : 0.95);
    EXPECT_GE(value("own ranking"), value("overlap of genres"));
    EXPECT_GE(value("vectors alone"), 0.95);
  }

  void expect_scores_do_not_depend_on_which_film_is_asked_about() {
    const auto index = MovieIndex::open(local_file_system(), directory_ / "b/models/1/movies.safetensors");
    const auto column = engine_->table().column("vector");
    ASSERT_TRUE(index && column);
    const SimilarRanker ranker(*index, column->vectors(), {});
    Rng rng(1);
    for (int i = 0; i < 10'000; ++i) {
      const std::size_t a = rng.below(index->size());
      const std::size_t b = rng.below(index->size());
      ASSERT_NEAR(ranker.score(a, b), ranker.score(b, a), 1e-5) << index->title(a) << " and " << index->title(b);
    }
  }

  testing::TempDirectory directory_;
  std::unique_ptr<Engine> engine_;
};

TEST_P(AlikeLists, AreWhatAFilmLoverExpects) {
  expect_animated_family_films_are_like_toy_story();
  expect_samurai_films_are_like_seven_samurai();
  expect_gangsters_are_like_pulp_fiction();
  expect_ghiblis_films_are_like_spirited_away();
  expect_sequels_and_others_are_like_die_hard();
  expect_british_romances_are_like_notting_hill();
  expect_a_film_by_jeunet_is_like_amelie_where_directors_are_known();
  expect_the_terminator_belongs_to_terminator_2();
  expect_nothing_without_anything_in_common_stands_in_a_first_ten();
  expect_triplets_of_common_sense();
  expect_scores_do_not_depend_on_which_film_is_asked_about();
}

INSTANTIATE_TEST_SUITE_P(Catalogues, AlikeLists, ::testing::Values("sample", "kaggle"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace kinora
