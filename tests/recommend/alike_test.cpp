#include "few_films.hpp"
#include "recommend/popularity.hpp"
#include "recommend/scorer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::Not;

class Alike : public FewFilms {
 protected:
  [[nodiscard]] std::vector<Recommendation> rank(const SimilarQuestion& question, const RankingOptions& options = {}) const {
    return SimilarRanker(index_, vectors_.view(), options).rank(question);
  }
  [[nodiscard]] double score(std::size_t liked, std::size_t row, const RankingOptions& options = {}) const {
    return SimilarRanker(index_, vectors_.view(), options).score(liked, row);
  }
  static RankingOptions weighing(const RankingWeights& weights) { return {.taste = 0, .alike = weights}; }
};

TEST_F(Alike, ScoresAreSymmetric) {
  for (std::size_t a = 0; a < films().size(); ++a)
    for (std::size_t b = 0; b < a; ++b) EXPECT_NEAR(score(a, b), score(b, a), 1e-6) << a << " and " << b;
}

TEST_F(Alike, YearsAndFameScaleLikeness) {
  RankingWeights weights = no_weights();
  weights.genres = 1;
  EXPECT_NEAR(score(0, 1, weighing(weights)), 1, 1e-6) << "the same genres";
  weights.decade = 0.5;
  const double near = (std::exp(-4.0 / 8) + std::exp(-4.0 / 25)) / 2;
  EXPECT_NEAR(score(0, 1, weighing(weights)), (1 + 0.5 * near) / 1.5, 1e-6);
  weights.known = 2;
  const Popularity popularity(index_, {0});
  const double known = static_cast<double>(popularity.both_known(1));
  EXPECT_GT(known, 0);
  EXPECT_LT(known, 1);
  EXPECT_NEAR(score(0, 1, weighing(weights)), (1 + 0.5 * near + 2 * known) / 3.5, 1e-6);
}

TEST_F(Alike, YearsAndFameNeverStandInForLikeness) {
  RankingWeights weights = no_weights();
  weights.genres = weights.decade = weights.known = weights.runtime = weights.rating = 1;
  EXPECT_EQ(score(0, 3, weighing(weights)), 0) << "of the same year, and no genre in common";
  for (const Recommendation& movie : rank({.liked = {0}, .k = 10}, weighing(weights)))
    EXPECT_EQ(movie.reasons.empty(), movie.score == 0) << movie.title;
}

TEST_F(Alike, VectorsThatPointAwayAreNotAlikeAndNoMore) {
  RankingWeights weights = no_weights();
  weights.text = 1;
  for (float& value : vectors_.row(3)) value = -value;
  EXPECT_EQ(score(5, 3, weighing(weights)), 0);
  EXPECT_NEAR(score(0, 1, weighing(weights)), 0.9 / std::hypot(0.9, 0.1), 1e-6);
}

TEST_F(Alike, FieldsThatNoFilmHasDoNotMakeScoresSmaller) {
  const double with_people = score(0, 1);
  RankingOptions without;
  without.alike.people = 0;
  without.alike.collection = 0;
  EXPECT_NE(with_people, score(0, 1, without)) << "these films have both";
  Catalogue catalogue;
  Movie movie;
  for (int i = 0; i < 3; ++i) {
    movie.id = i;
    movie.title = "Film " + std::string(1, static_cast<char>('a' + i));
    movie.genres = {"Drama"};
    catalogue.append(movie, static_cast<std::uint32_t>(i));
  }
  const std::vector<std::uint8_t> predicted(3, 0);
  const auto documents = tokenize_catalogue(catalogue, {.genres = false, .title = false}, {});
  ASSERT_TRUE(MovieIndex::write(
      local_file_system(), directory_ / "bare.safetensors",
      {.catalogue = catalogue, .genres = catalogue.genres, .genres_predicted = predicted, .plots = *documents}));
  const auto index = MovieIndex::open(local_file_system(), directory_ / "bare.safetensors");
  ASSERT_TRUE(index) << index.error().message();
  const Matrix vectors(3, 2);
  RankingWeights weights = no_weights();
  weights.genres = 1;
  weights.keywords = weights.plot = weights.people = weights.collection = weights.known = 5;
  EXPECT_NEAR(SimilarRanker(*index, vectors.view(), weighing(weights)).score(0, 1), 1, 1e-6);
}

TEST_F(Alike, ReasonsAddUpAtEveryTaste) {
  for (const double taste : {0.0, 0.3, 1.0})
    for (const Recommendation& movie : rank({.liked = {0, 3}, .disliked = {5}, .k = 10}, {.taste = taste})) {
      const double sum = std::accumulate(movie.reasons.begin(), movie.reasons.end(), 0.0,
                                         [](double total, const Reason& reason) { return total + reason.weight; });
      EXPECT_NEAR(sum, movie.score, 1e-6) << movie.title;
      EXPECT_LE(movie.score, 1 + 1e-6);
    }
}

TEST_F(Alike, TasteIsADialBetweenTheTwo) {
  for (std::size_t row = 1; row < films().size(); ++row)
    EXPECT_NEAR(score(0, row, {.taste = 0.25}), 0.75 * score(0, row, {.taste = 0}) + 0.25 * score(0, row, {.taste = 1}), 1e-6);
}

TEST_F(Alike, WhatFilmsHaveInCommonIsNamedBeforeYearsAndFame) {
  const Recommendation sequel = rank({.liked = {0}, .k = 1}).front();
  EXPECT_EQ(sequel.title, "Tin Robots Two");
  std::vector<std::string> kinds;
  for (const Reason& reason : sequel.reasons) kinds.push_back(reason.kind);
  const auto decade = std::find(kinds.begin(), kinds.end(), "decade");
  const auto known = std::find(kinds.begin(), kinds.end(), "known");
  ASSERT_NE(decade, kinds.end());
  for (const char* likeness : {"text", "genres", "keywords", "people", "collection", "title"})
    EXPECT_LT(std::find(kinds.begin(), kinds.end(), likeness), std::min(decade, known)) << likeness;
}

TEST_F(Alike, DislikesTakeOffWhatIsLikeThem) {
  const auto answer = rank({.liked = {3}, .disliked = {5}, .k = 10});
  for (const Recommendation& movie : answer) EXPECT_LE(weight_of(movie, "dislike"), 0) << movie.title;
  EXPECT_THAT(answer, Not(Contains(Field(&Recommendation::id, 105))));
}

TEST_F(Alike, DiversityPutsOffWhatRepeatsTheListAndKeepsTheScores) {
  const auto plain = rank({.liked = {0}, .k = 3});
  const auto thinned = rank({.liked = {0}, .k = 3, .diversity = 0.9});
  ASSERT_EQ(thinned.size(), 3U);
  EXPECT_EQ(thinned.front().id, plain.front().id) << "nothing comes before the first";
  EXPECT_EQ(plain[1].title, "Paper Dolls");
  EXPECT_NE(thinned[1].id, plain[1].id) << "it is too like the first";
  for (const Recommendation& movie : thinned) EXPECT_NEAR(movie.score, score(0, movie.row), 1e-6);
  EXPECT_EQ(ids(rank({.liked = {0}, .k = 3, .diversity = 0})), ids(plain));
}

}  // namespace
}  // namespace kinora
