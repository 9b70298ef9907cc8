#include "evaluate/related.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace kinora {
namespace {

using Film = RelatedTask::Film;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

/// Person i of `likes` rates each of these films 5, and film 99 once 3.
Ratings ratings_of(const std::vector<std::vector<std::int64_t>>& likes) {
  std::vector<Rating> ratings;
  for (std::size_t person = 0; person < likes.size(); ++person) {
    for (const std::int64_t film : likes[person])
      ratings.push_back({.user = static_cast<std::int64_t>(person), .movie = film, .value = 5});
    ratings.push_back({.user = static_cast<std::int64_t>(person), .movie = 99, .value = 3});
  }
  return Ratings(std::move(ratings));
}

/// Films 10 and 20 are liked by the same three, 30 by two of them and another, 40 by one who likes nothing else, 50 by one of the
/// three.
const std::vector<std::vector<std::int64_t>> kLikes = {{10, 20, 30, 50}, {10, 20, 30}, {10, 20}, {30}, {40}};

TEST(RelatedTask, ByHand) {
  const auto task = make_related_task(ratings_of(kLikes), {.min_likes = 1, .relatives = 2}, {});
  ASSERT_TRUE(task);
  EXPECT_THAT(task->ids, ElementsAre(10, 20, 30, 40, 50)) << "nobody likes 99";
  EXPECT_THAT(task->likes, ElementsAre(3, 3, 3, 1, 1));
  EXPECT_THAT(task->truth[0], ElementsAre(1, 2)) << "3/13, 2/13, 1/(sqrt 3 + 10)";
  EXPECT_THAT(task->truth[1], ElementsAre(0, 2));
  EXPECT_THAT(task->truth[2], ElementsAre(0, 1)) << "equal ones, both wanted";
  EXPECT_THAT(task->truth[3], IsEmpty()) << "nobody who likes 40 likes another film";
  EXPECT_THAT(task->truth[4], ElementsAre(0, 1)) << "three equal ones: the two of the lowest ids";
  EXPECT_THAT(task->queries, ElementsAre(0, 1, 2, 4));
}

TEST(RelatedTask, FewerLikesThanAskedTakeNoPart) {
  const auto task = make_related_task(ratings_of(kLikes), {.min_likes = 3, .relatives = 2}, {});
  ASSERT_TRUE(task);
  EXPECT_THAT(task->ids, ElementsAre(10, 20, 30));
}

TEST(RelatedTask, IsThatOfAMatrixProduct) {
  const auto golden = nlohmann::json::parse(std::ifstream(KINORA_SOURCE_DIR "/tests/evaluate/related_golden.json"))["relatives"];
  std::vector<Rating> ratings;
  for (const auto& row : golden["ratings"])
    ratings.push_back({.user = row[0], .movie = row[1], .value = row[2].get<float>(), .time = row[3]});
  for (const unsigned threads : {1U, 3U}) {
    const auto task = make_related_task(Ratings(ratings), {.min_likes = golden["min_likes"], .relatives = golden["relatives"]},
                                        {.threads = threads});
    ASSERT_TRUE(task);
    ASSERT_EQ(task->size(), golden["truth"].size());
    for (Film film = 0; film < task->size(); ++film) {
      std::vector<std::int64_t> ids;
      for (const Film relative : task->truth[film]) ids.push_back(task->ids[relative]);
      EXPECT_EQ(ids, golden["truth"][std::to_string(task->ids[film])].get<std::vector<std::int64_t>>());
    }
  }
}

TEST(ScoreMethods, RanksTheOthersByScoreThenTieOrderThenId) {
  const auto task = make_related_task(ratings_of(kLikes), {.min_likes = 1, .relatives = 2, .k = 3}, {});
  ASSERT_TRUE(task);
  const auto scorer = [](Film, std::span<double> scores) {
    const std::vector<double> all = {9, 1, 2, 2, 2};
    std::copy(all.begin(), all.end(), scores.begin());
  };
  EXPECT_THAT(*rank_by_score(*task, scorer)(0), ElementsAre(2, 3, 4)) << "never itself, though it scores highest";
  EXPECT_THAT(*rank_by_score(*task, scorer)(3), ElementsAre(0, 2, 4));
  EXPECT_THAT(*rank_by_score(*task, scorer, {0, 0, 2, 1, 0})(0), ElementsAre(4, 3, 2));
}

TEST(ScoreMethods, MeasuresEachQuery) {
  const auto task = make_related_task(ratings_of(kLikes), {.min_likes = 1, .relatives = 2}, {});
  ASSERT_TRUE(task);
  const RelatedMethod by_id = rank_by_score(*task, [](Film, std::span<double>) {});
  const RelatedMethod nothing = [](Film) -> Result<std::vector<Film>> { return std::vector<Film>(); };
  const std::vector<RelatedMethod> methods = {by_id, nothing};
  const auto scores = score_methods(*task, methods, {.threads = 2});
  ASSERT_TRUE(scores);
  const double second = 1 / std::log2(3);
  const double both = 1 + second;
  // By id 10's relatives stand first and second; for 30 and 50 as well.
  EXPECT_THAT((*scores)[0], ElementsAre(DoubleNear(1, 1e-12), DoubleNear(1, 1e-12), DoubleNear(1, 1e-12), DoubleNear(1, 1e-12)));
  EXPECT_THAT((*scores)[1], ElementsAre(0, 0, 0, 0));
  const RelatedMethod backwards =
      rank_by_score(*task, [](Film, std::span<double> out) { std::iota(out.begin(), out.end(), 0.0); });
  const auto reversed = score_methods(*task, std::vector{backwards}, {});
  ASSERT_TRUE(reversed);
  EXPECT_NEAR((*reversed)[0][0], (1 / std::log2(4) + 1 / std::log2(5)) / both, 1e-12) << "50, 40, 30, 20: hits at 3 and 4";
}

TEST(ScoreMethods, TheFirstErrorIsReturned) {
  const auto task = make_related_task(ratings_of(kLikes), {.min_likes = 1}, {});
  const RelatedMethod failing = [](Film film) -> Result<std::vector<Film>> {
    return fail({.code = ErrorCode::kBundleCorrupt, .what = "film " + std::to_string(film)});
  };
  const auto scores = score_methods(*task, std::vector{failing}, {.threads = 4});
  ASSERT_FALSE(scores);
  EXPECT_EQ(scores.error().what, "film 0");
}

TEST(ScoreMethods, StopsWhenAsked) {
  const auto task = make_related_task(ratings_of(kLikes), {.min_likes = 1}, {});
  CancellationToken token;
  token.request();
  const Execution execution{.cancellation = &token};
  EXPECT_EQ(make_related_task(ratings_of(kLikes), {.min_likes = 1}, execution).error().code, ErrorCode::kCancelled);
  const std::vector<RelatedMethod> methods = {rank_by_score(*task, [](Film, std::span<double>) {})};
  EXPECT_EQ(score_methods(*task, methods, execution).error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace kinora
