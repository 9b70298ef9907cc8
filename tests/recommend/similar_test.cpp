#include "recommend/similar.hpp"

#include "support/temp_directory.hpp"
#include "text/documents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Film {
  const char* title;
  std::int32_t year;
  std::vector<std::string> genres;
  std::vector<std::string> keywords;
  std::vector<std::string> directors;
  const char* collection;
  float vote;
  std::int64_t votes;
  std::vector<float> vector;
};

const std::vector<Film>& films() {
  static const std::vector<Film> kFilms = {
      {"Tin Robots", 1995, {"Animation", "Family"}, {"toy", "friendship"}, {"Ada Moor"}, "Tin Robots", 8.0F, 5000, {1, 0, 0}},
      {"Tin Robots Two",
       1999,
       {"Animation", "Family"},
       {"toy", "museum"},
       {"Ada Moor"},
       "Tin Robots",
       7.5F,
       4000,
       {0.9F, 0.1F, 0}},
      {"Paper Dolls", 1996, {"Animation"}, {"toy"}, {"Bo Lund"}, "", 6.0F, 40, {0.8F, 0, 0.3F}},
      {"Night Freight", 1995, {"Thriller"}, {"train", "heist"}, {"Cy Vance"}, "", 7.0F, 900, {0, 1, 0}},
      {"Lost Ledger", kUnknownYear, {}, {}, {}, "", 0.0F, 0, {0, 0, 1}},
      {"Night Freight", 1961, {"Thriller", "Crime"}, {"train"}, {"Di Ruiz"}, "", 6.5F, 90, {0, 0.9F, 0.2F}},
  };
  return kFilms;
}

class SimilarTest : public ::testing::Test {
 protected:
  SimilarTest() : vectors_(films().size(), 3) {
    Catalogue catalogue;
    for (std::size_t row = 0; row < films().size(); ++row) {
      const Film& film = films()[row];
      Movie movie;
      movie.id = 100 + static_cast<std::int64_t>(row);
      movie.title = film.title;
      movie.year = film.year;
      movie.genres = film.genres;
      movie.keywords = film.keywords;
      movie.directors = film.directors;
      movie.collection = film.collection;
      movie.vote_count = film.votes;
      if (film.votes > 0) movie.vote_average = film.vote;
      catalogue.append(movie, static_cast<std::uint32_t>(row));
      std::copy(film.vector.begin(), film.vector.end(), vectors_.row(row).begin());
    }
    const std::vector<std::uint8_t> predicted(catalogue.size(), 0);
    const TextOptions plots = {.genres = false, .keywords = false, .people = false, .collection = false, .decade = false};
    const auto documents = tokenize_catalogue(catalogue, plots, {});
    const auto written = MovieIndex::write(
        local_file_system(), directory_ / "movies.safetensors",
        {.catalogue = catalogue, .genres = catalogue.genres, .genres_predicted = predicted, .plots = *documents});
    EXPECT_TRUE(written) << written.error().message();
    auto index = MovieIndex::open(local_file_system(), directory_ / "movies.safetensors");
    EXPECT_TRUE(index) << index.error().message();
    index_ = *std::move(index);
  }

  [[nodiscard]] std::vector<Recommendation> rank(const SimilarQuestion& question, const RankingWeights& weights = {}) const {
    return SimilarRanker(index_, vectors_.view(), weights).rank(question);
  }

  static std::vector<std::int64_t> ids(const std::vector<Recommendation>& answer) {
    std::vector<std::int64_t> result;
    for (const Recommendation& movie : answer) result.push_back(movie.id);
    return result;
  }

  static double weight_of(const Recommendation& movie, const std::string& kind) {
    for (const Reason& reason : movie.reasons)
      if (reason.kind == kind) return reason.weight;
    return 0;
  }

  testing::TempDirectory directory_;
  Matrix vectors_;
  MovieIndex index_;
};

TEST_F(SimilarTest, SequelComesFirstAndTheFilmItselfNever) {
  const auto answer = rank({.liked = {0}, .k = 10});
  EXPECT_EQ(answer.size(), films().size() - 1);
  EXPECT_EQ(answer[0].title, "Tin Robots Two");
  EXPECT_EQ(answer[1].title, "Paper Dolls");
  EXPECT_THAT(ids(answer), ::testing::Not(::testing::Contains(100)));
}

TEST_F(SimilarTest, ReasonsAddUpToTheScoreAndTheScoreIsInRange) {
  for (std::size_t row = 0; row < films().size(); ++row)
    for (const Recommendation& movie : rank({.liked = {row}, .disliked = {(row + 1) % films().size()}, .k = 10})) {
      const double sum = std::accumulate(movie.reasons.begin(), movie.reasons.end(), 0.0,
                                         [](double total, const Reason& reason) { return total + reason.weight; });
      EXPECT_NEAR(sum, movie.score, 1e-6) << movie.title;
      EXPECT_LE(movie.score, 1 + 1e-6);
      EXPECT_EQ(movie.reasons.empty(), movie.score == 0) << movie.title;
    }
}

TEST_F(SimilarTest, ReasonsNameWhatIsShared) {
  const auto answer = rank({.liked = {0}, .k = 1});
  std::string all;
  for (const Reason& reason : answer[0].reasons) all += reason.kind + " " + reason.text + "\n";
  EXPECT_THAT(all, HasSubstr("genres both: Family, Animation"));
  EXPECT_THAT(all, HasSubstr("keywords both about: toy"));
  EXPECT_THAT(all, HasSubstr("people both with: Ada Moor"));
  EXPECT_THAT(all, HasSubstr("collection both in: Tin Robots"));
  EXPECT_THAT(all, HasSubstr("decade 4 years apart"));
}

TEST_F(SimilarTest, PartsHaveTheirStatedValues) {
  const RankingWeights only_genres = {.text = 0,
                                      .genres = 1,
                                      .keywords = 0,
                                      .plot = 0,
                                      .people = 0,
                                      .collection = 0,
                                      .decade = 0,
                                      .known = 0,
                                      .rating = 0,
                                      .dislike = 0};
  const auto by_genre = rank({.liked = {0}, .k = 2}, only_genres);
  EXPECT_NEAR(by_genre[0].score, 1, 1e-6);
  EXPECT_NEAR(by_genre[1].score, 0.5, 1e-6);
  RankingWeights only_decade = only_genres;
  only_decade.genres = 0;
  only_decade.decade = 2;
  const auto by_year = rank({.liked = {0}, .k = 10}, only_decade);
  EXPECT_EQ(by_year[0].title, "Night Freight");
  EXPECT_NEAR(by_year[0].score, 1, 1e-6);
  EXPECT_NEAR(by_year[1].score, std::exp(-1.0 / 8), 1e-6);
  EXPECT_EQ(by_year.back().score, 0) << "an unknown year adds nothing";
}

TEST_F(SimilarTest, KeywordPartIsTheCosineOfTfIdf) {
  RankingWeights only_keywords = {.text = 0,
                                  .genres = 0,
                                  .keywords = 1,
                                  .plot = 0,
                                  .people = 0,
                                  .collection = 0,
                                  .decade = 0,
                                  .known = 0,
                                  .rating = 0,
                                  .dislike = 0};
  const auto answer = rank({.liked = {3}, .k = 1}, only_keywords);
  const double train = std::log(6.0 / 2) + 1;
  const double heist = std::log(6.0 / 1) + 1;
  EXPECT_EQ(answer[0].id, 105);
  EXPECT_NEAR(answer[0].score, train / std::hypot(train, heist), 1e-6);
}

TEST_F(SimilarTest, DislikesTakeOff) {
  const auto without = rank({.liked = {3}, .k = 10});
  const auto with = rank({.liked = {3}, .disliked = {0}, .k = 10});
  EXPECT_THAT(ids(with), ::testing::Not(::testing::Contains(100)));
  const auto find = [](const std::vector<Recommendation>& answer, std::int64_t id) {
    return *std::find_if(answer.begin(), answer.end(), [&](const Recommendation& movie) { return movie.id == id; });
  };
  EXPECT_LT(find(with, 101).score, find(without, 101).score);
  EXPECT_LT(weight_of(find(with, 101), "dislike"), 0);
}

TEST_F(SimilarTest, SelectionExclusionAndEmptyFieldsAreHonoured) {
  RowSelection selection(films().size(), 1);
  selection[1] = 0;
  EXPECT_THAT(ids(rank({.liked = {0}, .excluded = {2}, .selection = selection, .k = 10})),
              ::testing::UnorderedElementsAre(103, 104, 105));
  EXPECT_EQ(rank({.liked = {4}, .k = 10}).size(), films().size() - 1) << "a film without any field still gets neighbours";
}

TEST_F(SimilarTest, EqualScoresAreOrderedById) {
  const RankingWeights only_people = {.text = 0,
                                      .genres = 0,
                                      .keywords = 0,
                                      .plot = 0,
                                      .people = 1,
                                      .collection = 0,
                                      .decade = 0,
                                      .known = 0,
                                      .rating = 0,
                                      .dislike = 0};
  EXPECT_THAT(ids(rank({.liked = {3}, .k = 3}, only_people)), ElementsAre(100, 101, 102));
}

TEST_F(SimilarTest, SeveralLikedFilmsAreAMean) {
  const auto first = rank({.liked = {0}, .k = 10});
  const auto second = rank({.liked = {3}, .k = 10});
  const auto both = rank({.liked = {0, 3}, .k = 10});
  const auto score = [](const std::vector<Recommendation>& answer, std::int64_t id) {
    return std::find_if(answer.begin(), answer.end(), [&](const Recommendation& movie) { return movie.id == id; })->score;
  };
  for (const std::int64_t id : {101, 102, 104, 105})
    EXPECT_NEAR(score(both, id), (score(first, id) + score(second, id)) / 2, 1e-5);
}

TEST_F(SimilarTest, IndexFindsIdsAndTheBestKnown) {
  EXPECT_EQ(index_.find_id(103), 3U);
  EXPECT_EQ(index_.find_id(99), std::nullopt);
  EXPECT_EQ(index_.best_known(), 0U);
  EXPECT_TRUE(std::isnan(index_.vote_averages()[4]));
}

TEST_F(SimilarTest, EveryFlippedByteOfTheIndexIsAnErrorOrHarmless) {
  const auto path = directory_ / "movies.safetensors";
  const std::string good = testing::read_file(path);
  for (std::size_t i = 0; i < good.size(); i += 7) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x5A);
    const auto index = MovieIndex::open(local_file_system(), directory_.write("bad.safetensors", bad));
    if (!index) {
      EXPECT_EQ(index.error().code, ErrorCode::kBundleCorrupt) << index.error().message();
    }
  }
  for (std::size_t size = 0; size < good.size(); size += 101)
    EXPECT_FALSE(MovieIndex::open(local_file_system(), directory_.write("bad.safetensors", good.substr(0, size))));
}

}  // namespace
}  // namespace kinora
