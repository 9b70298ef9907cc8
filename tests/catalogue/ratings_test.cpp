#include "kinora/catalogue/ratings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The ratings as (user id, movie id, value), in their order.
std::vector<std::tuple<std::int64_t, std::int64_t, float>> triples(const Ratings& ratings) {
  std::vector<std::tuple<std::int64_t, std::int64_t, float>> all;
  for (std::size_t user = 0; user < ratings.users().size(); ++user)
    for (const Ratings::Entry& entry : ratings.of_user(user))
      all.emplace_back(ratings.users()[user], ratings.movies()[entry.movie], entry.value);
  return all;
}

using Triple = std::tuple<std::int64_t, std::int64_t, float>;

TEST(Ratings, AreOrderedByPersonAndFilm) {
  const Ratings ratings({{.user = 7, .movie = 30, .value = 1},
                         {.user = -2, .movie = 10, .value = 2},
                         {.user = 7, .movie = 10, .value = 3, .time = 9},
                         {.user = 7, .movie = 20, .value = 4}});
  EXPECT_EQ(ratings.size(), 4U);
  EXPECT_THAT(ratings.users(), ElementsAre(-2, 7));
  EXPECT_THAT(ratings.movies(), ElementsAre(10, 20, 30));
  EXPECT_THAT(triples(ratings), ElementsAre(Triple(-2, 10, 2), Triple(7, 10, 3), Triple(7, 20, 4), Triple(7, 30, 1)));
  EXPECT_EQ(ratings.of_user(1)[0].time, 9);
  EXPECT_EQ(ratings.replaced(), 0U);
}

TEST(Ratings, LatestOfAPersonForAFilmCounts) {
  const Ratings ratings({{.user = 1, .movie = 5, .value = 3, .time = 200},
                         {.user = 1, .movie = 5, .value = 1, .time = 100},
                         {.user = 1, .movie = 6, .value = 1, .time = 50},
                         {.user = 1, .movie = 6, .value = 2, .time = 50},
                         {.user = 2, .movie = 5, .value = 4, .time = 10}});
  EXPECT_THAT(triples(ratings), ElementsAre(Triple(1, 5, 3), Triple(1, 6, 2), Triple(2, 5, 4)));
  EXPECT_EQ(ratings.replaced(), 2U);
}

TEST(Ratings, WithOtherIds) {
  const Ratings ratings({{.user = 1, .movie = 5, .value = 3, .time = 200},
                         {.user = 1, .movie = 6, .value = 5, .time = 300},
                         {.user = 1, .movie = 7, .value = 2},
                         {.user = 2, .movie = 8, .value = 1}});
  const Ratings joined = ratings.with_movies([](std::int64_t movie) -> std::optional<std::int64_t> {
    if (movie == 8) return std::nullopt;
    return movie == 7 ? 3 : 900;
  });
  EXPECT_THAT(joined.users(), ElementsAre(1)) << "nobody is left without a rating";
  EXPECT_THAT(triples(joined), ElementsAre(Triple(1, 3, 2), Triple(1, 900, 5)));
  EXPECT_EQ(joined.replaced(), 1U) << "5 and 6 are one film now";
}

TEST(Ratings, None) {
  const Ratings ratings;
  EXPECT_TRUE(ratings.empty());
  EXPECT_THAT(ratings.users(), IsEmpty());
  EXPECT_TRUE(Ratings(std::vector<Rating>()).with_movies([](std::int64_t id) { return std::optional(id); }).empty());
}

}  // namespace
}  // namespace kinora
