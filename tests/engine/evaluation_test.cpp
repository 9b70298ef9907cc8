#include "kinora/engine/evaluation.hpp"

#include "engine/small_catalogue.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <set>

namespace kinora {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr std::int64_t kFirstId = 1000;
constexpr int kEvaluatedFilms = 160;
constexpr int kPeople = 120;

/// Everybody likes films of one of the catalogue's four topics, and few others. `id_of` names the films.
std::string made_up_ratings(std::int64_t (*id_of)(int)) {
  std::string csv = "userId,movieId,rating,timestamp\r\n";
  for (int person = 0; person < kPeople; ++person)
    for (int i = 0; i < 120; ++i) {
      const int film = (person * 31 + i * 17) % kEvaluatedFilms;
      const bool like = (film % 4 == person % 4) != ((person + i) % 11 == 0);
      csv += std::to_string(person + 1) + "," + std::to_string(id_of(film)) + "," + (like ? "4.5" : "2.0") + ",1000\r\n";
    }
  return csv;
}

std::int64_t own_id(int film) { return kFirstId + film; }
std::int64_t other_id(int film) { return 1 + film * 3; }

std::string made_up_links() {
  std::string csv = "movieId,imdbId,tmdbId\r\n";
  for (int film = 0; film < kEvaluatedFilms; ++film)
    csv += std::to_string(other_id(film)) + ",0" + std::to_string(film) + "," + std::to_string(own_id(film)) + "\r\n";
  return csv + "9999,0000001,\r\n";
}

class EvaluationTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<testing::TempDirectory>();
    build("default", testing::small_catalogue(kEvaluatedFilms), "default");
    build("article", testing::small_catalogue(kEvaluatedFilms), "article");
    ASSERT_TRUE(write("ratings.csv", made_up_ratings(other_id)));
    ASSERT_TRUE(write("own.csv", made_up_ratings(own_id)));
    ASSERT_TRUE(write("links.csv", made_up_links()));
  }
  static void TearDownTestSuite() { directory_.reset(); }

  static void build(const std::string& name, const std::string& catalogue, const std::string& recipe) {
    const auto path = directory_->write(name + ".csv", catalogue);
    const auto built = build_bundle(
        {.files = {.catalogue = path}, .recipe = testing::quick_recipe(recipe), .output = *directory_ / (name + ".kinora")},
        {.threads = 2});
    ASSERT_TRUE(built) << built.error().message();
  }
  static bool write(const std::string& name, const std::string& text) { return exists(directory_->write(name, text)); }
  static Engine open(const std::string& name) { return *Engine::open(*directory_ / (name + ".kinora")); }

  static RelatedRequest request() {
    return {.ratings = *directory_ / "ratings.csv",
            .links = *directory_ / "links.csv",
            .against = {},
            .quarantine = {},
            .bootstrap = {.resamples = 200}};
  }

  static const RelatedFigures& figures(const RelatedReport& report, const std::string& name) {
    const auto found = std::find_if(report.methods.begin(), report.methods.end(),
                                    [&](const RelatedFigures& method) { return method.name == name; });
    EXPECT_NE(found, report.methods.end()) << name;
    return *found;
  }

  static std::unique_ptr<testing::TempDirectory> directory_;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
};

std::unique_ptr<testing::TempDirectory> EvaluationTest::directory_;

TEST_F(EvaluationTest, FindsWhatTheSamePeopleLike) {
  const Engine engine = open("default");
  const auto report = evaluate_related(engine, request(), {.threads = 2});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->joined_by, "tmdbId");
  EXPECT_EQ(report->people, 120U);
  EXPECT_EQ(report->ratings, 14400U);
  EXPECT_EQ(report->joined_films, static_cast<std::size_t>(kEvaluatedFilms));
  EXPECT_GT(report->films, 100U);
  EXPECT_EQ(report->queries, report->films);
  const RelatedFigures& own = report->methods.front();
  EXPECT_EQ(own.name, "own ranking");
  EXPECT_FALSE(own.behind);
  EXPECT_GT(own.ndcg.mean, 0.5) << "topics are people's tastes here";
  EXPECT_LE(own.ndcg.low, own.ndcg.mean);
  EXPECT_GE(own.ndcg.high, own.ndcg.mean);
  const RelatedFigures& random = figures(*report, "random order");
  EXPECT_NEAR(random.ndcg.mean, report->random_expected, 0.05);
  ASSERT_TRUE(random.behind);
  EXPECT_NEAR(random.behind->mean, own.ndcg.mean - random.ndcg.mean, 1e-12);
  EXPECT_GT(random.behind->low, 0);
  EXPECT_GT(figures(*report, "TF-IDF of genres").ndcg.mean, random.ndcg.mean);
  EXPECT_TRUE(figures(*report, "popularity: most likes").knows_ratings);
  EXPECT_THAT(report->inputs,
              ElementsAre(Field(&InputFile::path, HasSubstr("ratings.csv")), Field(&InputFile::path, HasSubstr("links.csv"))));
  for (const FieldCoverage& field : report->coverage) {
    EXPECT_LE(field.films, report->films);
    EXPECT_LE(field.catalogue, report->catalogue_films);
  }
}

TEST_F(EvaluationTest, IsTheSameAtAnyNumberOfThreads) {
  const Engine engine = open("default");
  const auto alone = evaluate_related(engine, request(), {.threads = 1});
  const auto together = evaluate_related(engine, request(), {.threads = 4});
  ASSERT_TRUE(alone && together);
  ASSERT_EQ(alone->methods.size(), together->methods.size());
  for (std::size_t i = 0; i < alone->methods.size(); ++i) {
    EXPECT_EQ(alone->methods[i].ndcg.mean, together->methods[i].ndcg.mean);
    EXPECT_EQ(alone->methods[i].ndcg.low, together->methods[i].ndcg.low);
    EXPECT_EQ(alone->methods[i].ndcg.high, together->methods[i].ndcg.high);
  }
}

TEST_F(EvaluationTest, OtherBundlesAreJoinedByIdAndWhatTheyLackIsSaid) {
  build("half", testing::small_catalogue(kEvaluatedFilms / 2), "default");
  RelatedRequest wanted = request();
  wanted.against = {*directory_ / "article.kinora", *directory_ / "half.kinora/", *directory_ / "." / "article.kinora"};
  const auto report = evaluate_related(open("default"), wanted, {.threads = 2});
  ASSERT_TRUE(report) << report.error().message();
  ASSERT_EQ(report->against.size(), 3U);
  EXPECT_EQ(report->against[0].name, "article");
  EXPECT_GT(report->against[0].films_missing, 0U) << "films without genres, and of equal titles";
  EXPECT_GT(figures(*report, "article: own ranking").ndcg.mean, 0);
  EXPECT_GT(figures(*report, "article: vectors alone").ndcg.mean, 0);
  EXPECT_EQ(report->against[1].name, "half");
  EXPECT_EQ(report->against[2].name, wanted.against[2].string()) << "the short name is taken";
  EXPECT_GT(report->against[1].films_missing, report->films / 3);
  EXPECT_LT(figures(*report, "half: own ranking").ndcg.mean, report->methods.front().ndcg.mean);
}

TEST_F(EvaluationTest, ABundleThatRanksByVectors) {
  const auto report = evaluate_related(open("article"), request(), {.threads = 2});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_LT(report->joined_films, static_cast<std::size_t>(kEvaluatedFilms));
  EXPECT_EQ(std::count_if(report->methods.begin(), report->methods.end(),
                          [](const RelatedFigures& method) { return method.name.starts_with("own ranking"); }),
            1)
      << "it has no parts to switch off";
}

TEST_F(EvaluationTest, RatingsWithTheCataloguesOwnIdsNeedNoLinks) {
  RelatedRequest own = request();
  own.ratings = *directory_ / "own.csv";
  own.links.reset();
  const auto report = evaluate_related(open("default"), own, {.threads = 2});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->joined_by, "movieId");
  const auto linked = evaluate_related(open("default"), request(), {.threads = 2});
  ASSERT_TRUE(linked);
  EXPECT_EQ(report->methods.front().ndcg.mean, linked->methods.front().ndcg.mean);
}

TEST_F(EvaluationTest, FilmsThatShareALinkAreOne) {
  std::string links = made_up_links();
  links += "2,0000002," + std::to_string(own_id(0)) + "\r\n";
  std::string ratings = made_up_ratings(other_id);
  ratings += "500,2,5,1\r\n500," + std::to_string(other_id(0)) + ",1,2\r\n";
  RelatedRequest merged = request();
  merged.ratings = directory_->write("merged.csv", ratings);
  merged.links = directory_->write("merged_links.csv", links);
  const auto report = evaluate_related(open("default"), merged, {.threads = 2});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->merged_films, 1U);
  EXPECT_EQ(report->joined_films, static_cast<std::size_t>(kEvaluatedFilms) + 1);
}

TEST_F(EvaluationTest, BadRowsAreWarnedOfAndQuarantined) {
  RelatedRequest odd = request();
  odd.ratings = directory_->write("odd.csv", made_up_ratings(other_id) + "x,1,4,1\r\n1,1,40,1\r\n");
  odd.quarantine = *directory_ / "rejected.csv";
  class BadRowWarnings final : public Observer {
   public:
    void warning(std::string_view message) override { all.emplace_back(message); }
    std::vector<std::string> all;
  } warnings;
  const auto report = evaluate_related(open("default"), odd, {.threads = 1, .observer = &warnings});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_THAT(report->rejected_by_reason, ElementsAre(Pair("rating", 1U), Pair("user id", 1U)));
  EXPECT_THAT(warnings.all, ElementsAre(HasSubstr("1 for rating, 1 for user id")));
  EXPECT_THAT(testing::read_file(*odd.quarantine), AllOf(HasSubstr("x,1,4,1"), HasSubstr("from 0 to 5")));
}

TEST_F(EvaluationTest, Refusals) {
  const Engine engine = open("default");
  const auto error_of = [&](const RelatedRequest& bad) {
    const auto report = evaluate_related(engine, bad, {});
    return report ? Error{.code = ErrorCode::kAlreadyExists, .what = "no error"} : report.error();
  };
  RelatedRequest bad = request();
  bad.ratings = *directory_ / "none.csv";
  EXPECT_EQ(error_of(bad).code, ErrorCode::kFileNotFound);
  bad = request();
  bad.ratings = *bad.links;
  EXPECT_THAT(error_of(bad).what, HasSubstr("links between ids, no ratings"));
  bad = request();
  bad.links = bad.ratings;
  EXPECT_THAT(error_of(bad).what, HasSubstr("ratings, no links"));
  bad = request();
  bad.links.reset();
  EXPECT_EQ(error_of(bad).code, ErrorCode::kNoUsableRow);
  EXPECT_THAT(error_of(bad).message(), AllOf(HasSubstr("160 films in the ratings"), HasSubstr("--links")));
  bad = request();
  bad.links = directory_->write("wrong_links.csv", "movieId,imdbId,tmdbId\n1,1,1\n4,2,2\n");
  EXPECT_THAT(error_of(bad).message(), AllOf(HasSubstr("2 of them with a tmdbId"), HasSubstr("belong together")));
  bad = request();
  bad.min_likes = 10'000;
  EXPECT_THAT(error_of(bad).message(), AllOf(HasSubstr("0 of 160"), HasSubstr("--min-likes")));
  bad.min_likes = 0;
  EXPECT_EQ(error_of(bad).code, ErrorCode::kInvalidArgument);
  bad = request();
  bad.bootstrap.resamples = 1;
  EXPECT_EQ(error_of(bad).where, "--resamples");
  bad = request();
  bad.against = {*directory_ / "none.kinora"};
  EXPECT_EQ(error_of(bad).code, ErrorCode::kBundleMissing);
  CancellationToken token;
  token.request();
  EXPECT_EQ(evaluate_related(engine, request(), {.cancellation = &token}).error().code, ErrorCode::kCancelled);
}

TEST_F(EvaluationTest, ABundleOfMovieLensNeedsNoLinksAndTakesNone) {
  std::string catalogue = "movieId,title,genres\n";
  for (int film = 0; film < kEvaluatedFilms; ++film)
    catalogue += std::to_string(other_id(film)) + ",The Film " + std::to_string(film) + " (19" + std::to_string(10 + film % 90) +
                 ")," +
                 (film % 4 == 0   ? "Drama"
                  : film % 4 == 1 ? "Comedy|Romance"
                  : film % 4 == 2 ? "War"
                                  : "Horror") +
                 "\n";
  build("movielens", catalogue, "default");
  RelatedRequest own = request();
  own.links.reset();
  const auto report = evaluate_related(open("movielens"), own, {.threads = 2});
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->joined_films, static_cast<std::size_t>(kEvaluatedFilms));
  EXPECT_GT(figures(*report, "TF-IDF of genres").ndcg.mean, 0.5);
  own.ratings = *request().links;
  EXPECT_THAT(evaluate_related(open("movielens"), own, {}).error().what, HasSubstr("links between ids"));
  const auto refused = evaluate_related(open("movielens"), request(), {});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().next_step, HasSubstr("Leave out --links"));
}

TEST_F(EvaluationTest, AQuestionAmongSomeFilms) {
  const Engine engine = open("default");
  SimilarRequest question{.liked = {{.id = kFirstId, .title = {}, .year = {}}}, .k = 10};
  question.among = {1004, 1003, 1008, 77, kFirstId};
  const auto answer = engine.similar(question);
  ASSERT_TRUE(answer);
  std::set<std::int64_t> ids;
  for (const Recommendation& result : answer->results) ids.insert(result.id);
  EXPECT_THAT(ids, ElementsAre(1003, 1004, 1008));
  question.where = "id != 1004";
  EXPECT_EQ(engine.similar(question)->results.size(), 2U);
  question.among = std::vector<std::int64_t>();
  EXPECT_THAT(engine.similar(question)->results, IsEmpty());
}

TEST_F(EvaluationTest, AQuestionWithOtherWeights) {
  const Engine engine = open("default");
  SimilarRequest question{.liked = {{.id = kFirstId, .title = {}, .year = {}}}, .k = 20};
  RankingOptions by_genre = testing::quick_recipe("default").ranking;
  for (double RankingWeights::*part :
       {&RankingWeights::text, &RankingWeights::keywords, &RankingWeights::plot, &RankingWeights::people, &RankingWeights::title,
        &RankingWeights::collection, &RankingWeights::decade, &RankingWeights::known})
    by_genre.alike.*part = 0;
  question.ranking = by_genre;
  const auto answer = engine.similar(question);
  ASSERT_TRUE(answer) << answer.error().message();
  for (const Recommendation& result : answer->results)
    EXPECT_THAT(result.reasons, Each(Field(&Reason::kind, "genres"))) << result.title;
  question.ranking->alike.genres = 0;
  EXPECT_EQ(engine.similar(question).error().code, ErrorCode::kRecipeValue);
  question.ranking->alike.genres = 1;
  question.taste = 1.5;
  EXPECT_EQ(engine.similar(question).error().where, "ranking.taste");
  question.taste = 1;
  EXPECT_NE(engine.similar(question)->results.front().score, answer->results.front().score);
}

}  // namespace
}  // namespace kinora
