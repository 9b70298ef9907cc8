#include "recommend/similar.hpp"

#include "few_films.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SimilarTest : public FewFilms {
 protected:
  /// The weights with every part but one at 0.
  static RankingWeights only(double RankingWeights::*part) {
    RankingWeights weights = no_weights();
    weights.*part = 2;
    return weights;
  }

  /// The score of every film for one that is liked, by that part alone; 0 for the film itself.
  [[nodiscard]] std::vector<double> scores(std::size_t liked, double RankingWeights::*part) const {
    std::vector<double> all(films().size());
    for (const Recommendation& movie : rank({.liked = {liked}, .k = 10}, only(part))) all[movie.row] = movie.score;
    return all;
  }

  /// By `audience`; alike_test.cpp is about the other.
  [[nodiscard]] std::vector<Recommendation> rank(const SimilarQuestion& question,
                                                 const RankingWeights& weights = RankingWeights::audience()) const {
    return SimilarRanker(index_, vectors_.view(), {.taste = 1, .audience = weights}).rank(question);
  }
};

TEST_F(SimilarTest, SequelComesFirstAndTheFilmItselfNever) {
  const auto answer = rank({.liked = {0}, .k = 10});
  EXPECT_EQ(answer.size(), films().size() - 1);
  EXPECT_EQ(answer[0].title, "Tin Robots Two");
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
  EXPECT_THAT(all, HasSubstr("title the titles begin alike: tin robot"));
  EXPECT_THAT(all, HasSubstr("plot words in common: in, robots, the"));
  EXPECT_THAT(all, HasSubstr("decade 4 years apart"));
  EXPECT_THAT(all, HasSubstr("runtime 100 minutes long, yours 80"));
  EXPECT_THAT(all, HasSubstr("known less known: 4000 votes, yours 5000"));
  EXPECT_THAT(all, HasSubstr("rating rated 7.5 of 10 by 4000 votes, yours 8.0 by 5000 votes"));
}

TEST_F(SimilarTest, ReasonsSayWhatIsNotShared) {
  const auto answer = rank({.liked = {0, 1}, .k = 10});
  const auto ledger = std::find_if(answer.begin(), answer.end(), [](const Recommendation& movie) { return movie.id == 104; });
  const auto freight = std::find_if(answer.begin(), answer.end(), [](const Recommendation& movie) { return movie.id == 103; });
  std::string of_ledger;
  for (const Reason& reason : ledger->reasons) of_ledger += reason.kind + " " + reason.text + "\n";
  std::string of_freight;
  for (const Reason& reason : freight->reasons) of_freight += reason.kind + " " + reason.text + "\n";
  EXPECT_THAT(of_ledger, HasSubstr("known less known: 0 votes, yours 4000 to 5000"));
  EXPECT_THAT(of_ledger, HasSubstr("rating rated by nobody, lower than yours"));
  EXPECT_THAT(of_ledger, ::testing::Not(HasSubstr("genres"))) << "what is unknown is no reason";
  EXPECT_THAT(of_ledger, ::testing::Not(HasSubstr("keywords")));
  EXPECT_THAT(of_freight, HasSubstr("genres no genre in common"));
  EXPECT_THAT(of_freight, HasSubstr("keywords no keyword in common"));
  EXPECT_THAT(of_freight, HasSubstr("people nobody in common"));
  EXPECT_THAT(of_freight, HasSubstr("decade of 1995, yours of 1995 to 1999"));
  EXPECT_THAT(of_freight, HasSubstr("runtime 120 minutes long, yours 80 to 100"));
}

TEST_F(SimilarTest, GenresAreCountedAgainstTheMeanOfFilmsThatHaveAny) {
  // Jaccard indices of films 0 to 5 with film 0, genres weighing their idf: 1, 1, animation / (family + animation), 0, unknown,
  // 0.
  const double animation = std::log(6.0 / 3) + 1;
  const double family = std::log(6.0 / 2) + 1;
  const double half = animation / (family + animation);
  const double mean = (2 + half) / 5;
  EXPECT_THAT(scores(0, &RankingWeights::genres), ElementsAre(0, DoubleNear(1 - mean, 1e-6), DoubleNear(half - mean, 1e-6),
                                                              DoubleNear(-mean, 1e-6), 0, DoubleNear(-mean, 1e-6)));
}

TEST_F(SimilarTest, YearsAndRunningTimes) {
  const auto near = [](double years) { return (std::exp(-years / 8) + std::exp(-years / 25)) / 2; };
  const double mean_year = (1 + near(4) + near(1) + 1 + near(34)) / 5;
  EXPECT_THAT(scores(0, &RankingWeights::decade),
              ElementsAre(0, DoubleNear(near(4) - mean_year, 1e-6), DoubleNear(near(1) - mean_year, 1e-6),
                          DoubleNear(1 - mean_year, 1e-6), 0, DoubleNear(near(34) - mean_year, 1e-6)));
  const double long_film = 80.0 * 80 / (100 * 100);
  const double short_film = 0.25;
  const double longer_film = 80.0 * 80 / (120 * 120);
  const double mean = (1 + long_film + short_film + longer_film) / 4;
  EXPECT_THAT(scores(0, &RankingWeights::runtime),
              ElementsAre(0, DoubleNear(long_film - mean, 1e-6), DoubleNear(short_film - mean, 1e-6),
                          DoubleNear(longer_film - mean, 1e-6), 0, 0));
}

TEST_F(SimilarTest, KeywordsAreTheCosineOfTfIdfWithFourKeywordsUnseen) {
  const double once = std::log(6.0 / 1) + 1;  // friendship, museum, heist
  const double train = std::log(6.0 / 2) + 1;
  const double toy = std::log(6.0 / 3) + 1;
  const double unseen = 4 * (3 * once * once + 2 * train * train + 3 * toy * toy) / 8;
  const auto norm = [&](std::initializer_list<double> weights) {
    double sum = unseen;
    for (const double weight : weights) sum += weight * weight;
    return std::sqrt(sum);
  };
  const double itself = (train * train + once * once) / norm({train, once}) / norm({train, once});
  const double other = train * train / norm({train, once}) / norm({train});
  const double mean = (itself + other) / 5;
  EXPECT_THAT(scores(3, &RankingWeights::keywords), ElementsAre(DoubleNear(-mean, 1e-6), DoubleNear(-mean, 1e-6),
                                                                DoubleNear(-mean, 1e-6), 0, 0, DoubleNear(other - mean, 1e-6)));
}

TEST_F(SimilarTest, VectorsAreCountedAgainstFilmsWithDocumentsOfTheirKind) {
  const double cosine_one = 0.9 / std::hypot(0.9, 0.1);
  const double cosine_two = 0.8 / std::hypot(0.8, 0.3);
  const double overall = (1 + cosine_one + cosine_two) / 6;
  const auto against = [&](double sum, double films) { return (sum + 10 * overall) / (films + 10); };
  const double told = against(1 + cosine_one, 3);  // films 0, 1 and 3 have an overview and keywords
  const double keywords = against(cosine_two, 2);  // 2 and 5 have keywords alone
  const double neither = against(0, 1);
  EXPECT_THAT(scores(0, &RankingWeights::text),
              ElementsAre(0, DoubleNear(cosine_one - told, 1e-6), DoubleNear(cosine_two - keywords, 1e-6),
                          DoubleNear(-told, 1e-6), DoubleNear(-neither, 1e-6), DoubleNear(-keywords, 1e-6)));
}

TEST_F(SimilarTest, TitlesAndCollections) {
  EXPECT_THAT(scores(0, &RankingWeights::collection), ElementsAre(0, DoubleNear(1, 1e-6), 0, 0, 0, 0));
  EXPECT_THAT(scores(0, &RankingWeights::title), ElementsAre(0, DoubleNear(0.5, 1e-6), 0, 0, 0, 0)) << "they begin alike";
  EXPECT_THAT(scores(3, &RankingWeights::title), ElementsAre(0, 0, 0, 0, 0, DoubleNear(1, 1e-6))) << "two of one main title";
}

TEST_F(SimilarTest, OnlyLessKnownAndLowerRatedFilmsLose) {
  double logs = 0;
  double votes = 0;
  for (const Film& film : films()) {
    const auto count = static_cast<double>(film.votes);
    logs += count * std::log1p(count);
    votes += count;
  }
  const double middle = std::exp(logs / votes / 2);
  const auto fame = [&](double count) { return std::sqrt(1 + count) / (std::sqrt(1 + count) + middle); };
  EXPECT_THAT(scores(3, &RankingWeights::known),
              ElementsAre(0, 0, DoubleNear(fame(40) - fame(900), 1e-5), 0, DoubleNear(fame(0) - fame(900), 1e-5),
                          DoubleNear(fame(90) - fame(900), 1e-5)));
  const double mean = (8 + 7.5 + 6 + 7 + 6.5) / 5;
  const auto rating = [&](double count, double vote) { return (count * vote + 50 * mean) / (count + 50); };
  EXPECT_THAT(scores(3, &RankingWeights::rating), ElementsAre(0, 0, DoubleNear((rating(40, 6) - rating(900, 7)) / 2, 1e-5), 0,
                                                              DoubleNear((rating(0, 0) - rating(900, 7)) / 2, 1e-5),
                                                              DoubleNear((rating(90, 6.5) - rating(900, 7)) / 2, 1e-5)));
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
  EXPECT_THAT(ids(rank({.liked = {3}, .k = 5}, only(&RankingWeights::collection))), ElementsAre(100, 101, 102, 104, 105));
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

TEST_F(SimilarTest, FilmsLikeDislikedOnesGainNothingByBeingUnlikeThem) {
  for (const Recommendation& movie : rank({.liked = {0}, .disliked = {3}, .k = 10}))
    EXPECT_LE(weight_of(movie, "dislike"), 0) << movie.title;
}

TEST_F(SimilarTest, IndexOfAnotherVersionIsRefused) {
  const auto path = directory_ / "old.safetensors";
  SafetensorsWriter old;
  const std::array<std::int64_t, 1> ids = {1};
  old.add("ids", std::span<const std::int64_t>(ids));
  old.set_metadata("format", "kinora movie index 1");
  ASSERT_TRUE(old.write(local_file_system(), path));
  const auto index = MovieIndex::open(local_file_system(), path);
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().code, ErrorCode::kBundleForeign);
  EXPECT_EQ(index.error().next_step, "Build the bundle again");
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
      EXPECT_THAT(index.error().code, ::testing::AnyOf(ErrorCode::kBundleCorrupt, ErrorCode::kBundleForeign))
          << index.error().message();
    }
  }
  for (std::size_t size = 0; size < good.size(); size += 101)
    EXPECT_FALSE(MovieIndex::open(local_file_system(), directory_.write("bad.safetensors", good.substr(0, size))));
}

}  // namespace
}  // namespace kinora
