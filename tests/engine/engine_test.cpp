#include "kinora/engine/engine.hpp"

#include "engine/small_catalogue.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>

namespace kinora {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

/// Both recipes' bundles of one catalogue, built once for all tests.
class EngineTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<testing::TempDirectory>();
    const auto catalogue = directory_->write("films.csv", testing::small_catalogue(160));
    for (const std::string name : {"default", "article"}) {
      const auto built =
          build_bundle({.files = {.catalogue = catalogue}, .recipe = testing::quick_recipe(name), .output = *directory_ / name},
                       {.threads = 2});
      ASSERT_TRUE(built) << built.error().message();
    }
  }
  static void TearDownTestSuite() { directory_.reset(); }

  static Engine open(const std::string& name = "default") { return *Engine::open(*directory_ / name); }

  static std::unique_ptr<testing::TempDirectory> directory_;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
};

std::unique_ptr<testing::TempDirectory> EngineTest::directory_;

MovieReference titled(const std::string& title) { return {.id = {}, .title = title, .year = {}}; }

TEST_F(EngineTest, FindsATitleWhateverCaseAndAccents) {
  const Engine engine = open();
  for (const char* title : {"Café Lumière", "cafe lumiere", "CAFÉ LUMIÈRE"}) {
    const auto answer = engine.similar({.liked = {titled(title)}});
    ASSERT_TRUE(answer) << title;
    EXPECT_EQ(answer->liked[0].id, 1005);
    EXPECT_THAT(answer->results, SizeIs(10));
    EXPECT_THAT(answer->notes, SizeIs(0));
  }
}

TEST_F(EngineTest, TypoIsCorrectedAndSaid) {
  const auto answer = open().similar({.liked = {titled("Cafe Lumeire")}});
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_EQ(answer->liked[0].id, 1005);
  EXPECT_THAT(answer->notes, Contains(HasSubstr("Café Lumière")));
}

TEST_F(EngineTest, HomonymsAreListedAndTheBestKnownIsTaken) {
  const Engine engine = open();
  const auto answer = engine.similar({.liked = {titled("Harbour Lights")}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->liked[0].id, 1030) << "the one with more votes";
  EXPECT_THAT(answer->notes, Contains(HasSubstr("1956 (id 1006)")));
  const auto by_year = engine.similar({.liked = {{.id = {}, .title = "Harbour Lights", .year = 1956}}});
  ASSERT_TRUE(by_year);
  EXPECT_EQ(by_year->liked[0].id, 1006);
  EXPECT_THAT(by_year->notes, SizeIs(0));
}

TEST_F(EngineTest, UnknownTitleSuggestsNearOnes) {
  const auto answer = open().similar({.liked = {titled("Xyzzy Qwertyuiop Plugh")}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kMovieNotFound);
}

TEST_F(EngineTest, IdThatIsNoIdIsTriedAsATitle) {
  const auto answer = open().similar({.liked = {{.id = 1917, .title = "Harbour Lights", .year = {}}}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->liked[0].title, "Harbour Lights");
}

TEST_F(EngineTest, UnknownIdsAmongSeveralAreNotedNotFatal) {
  const auto answer = open().similar({.liked = {{.id = 1000}, {.id = 77}}, .excluded = {{.id = 78}, {.id = 1004}}});
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->liked, SizeIs(1));
  EXPECT_THAT(answer->notes, Contains(HasSubstr("id 77")));
  EXPECT_THAT(answer->notes, Contains(HasSubstr("id 78")));
  EXPECT_THAT(answer->results, Each(Field(&Recommendation::id, ::testing::Ne(1004))));
}

TEST_F(EngineTest, WhereFiltersFirstAndAlwaysGivesKWhereKExist) {
  const Engine engine = open();
  const auto answer = engine.similar({.liked = {{.id = 1000}}, .k = 20, .where = "array_has(genres, 'Romance')"});
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_THAT(answer->results, SizeIs(20));
  EXPECT_THAT(answer->results, Each(Field(&Recommendation::genres, Contains("Romance"))));
  EXPECT_EQ(engine.similar({.liked = {{.id = 1000}}, .where = "genres LIKE"}).error().code, ErrorCode::kFilterSyntax);
  EXPECT_EQ(engine.similar({.liked = {{.id = 1000}}, .where = "year = 'old'"}).error().code, ErrorCode::kFilterType);
  const auto few = engine.similar({.liked = {{.id = 1000}}, .where = "id <= 1003"});
  ASSERT_TRUE(few);
  EXPECT_THAT(few->results, SizeIs(3));
  EXPECT_THAT(few->notes, Contains(HasSubstr("only 3 films")));
}

TEST_F(EngineTest, SameTopicComesFirst) {
  const auto answer = open().similar({.liked = {{.id = 1001}}, .k = 5});
  ASSERT_TRUE(answer);
  for (const Recommendation& movie : answer->results) EXPECT_EQ(movie.id % 4, 1001 % 4) << movie.title;
}

TEST_F(EngineTest, ArticleFiltersByPredictedGenresAndKeepsTheFilmItself) {
  const auto answer = open("article").similar({.liked = {{.id = 1000}}});
  ASSERT_TRUE(answer) << answer.error().message();
  ASSERT_FALSE(answer->results.empty());
  EXPECT_EQ(answer->results[0].id, 1000) << "the article's first hit is the film itself";
  EXPECT_NEAR(answer->results[0].score, 1, 1e-5);
  if (!answer->genres.empty()) {
    EXPECT_EQ(answer->genres[0].source, "predicted");
    ASSERT_TRUE(answer->where);
    EXPECT_THAT(*answer->where, HasSubstr("genres LIKE '%" + answer->genres[0].name + "%'"));
  }
}

TEST_F(EngineTest, ArticleTableIsTheArticles) {
  const Engine engine = open("article");
  const Schema& schema = engine.table().schema();
  ASSERT_EQ(schema.fields.size(), 3U);
  EXPECT_EQ(schema.fields[0].name, "title");
  EXPECT_EQ(schema.fields[1].name, "genres");
  EXPECT_EQ(schema.fields[1].type, DataType::kString);
  EXPECT_EQ(schema.fields[2].name, "vector");
  EXPECT_EQ(engine.info().table_name, "doc2vec_embeddings");
}

TEST_F(EngineTest, GenresOfATextAreThoseOfItsTopic) {
  const auto answer = open().genres("a starship and an alien robot near a planet");
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_GT(answer->known_words, 3U);
  EXPECT_THAT((std::vector<std::string>{answer->genres[0].name, answer->genres[1].name}),
              ::testing::UnorderedElementsAre("Action", "Science Fiction"));
  const auto nothing = open().genres("qqqq wwww");
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->known_words, 0U);
}

TEST_F(EngineTest, SearchFindsTypos) {
  const auto found = open().search_titles("harbor lihgts", 5);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].movie.title, "Harbour Lights");
}

TEST_F(EngineTest, ExportsWhatItSays) {
  const testing::TempDirectory out;
  const auto written = open().export_to(out / "x");
  ASSERT_TRUE(written) << written.error().message();
  for (const auto& path : *written) EXPECT_GT(std::filesystem::file_size(path), 0U) << path;
  const std::string vectors = testing::read_file(out / "x/vectors.txt");
  EXPECT_EQ(vectors.substr(0, vectors.find('\n')), "160 16");
  const std::string catalogue = testing::read_file(out / "x/catalogue.csv");
  EXPECT_THAT(catalogue, HasSubstr("Café Lumière"));
  EXPECT_THAT(testing::read_file(out / "x/catalogue.jsonl"), HasSubstr("\"genres\":[\"Animation\",\"Family\"]"));
  EXPECT_THAT(testing::read_file(out / "x/labels.csv"), HasSubstr("id,title,actual,predicted\n"));
}

TEST_F(EngineTest, BadNumbersOfResultsAreRefused) {
  const Engine engine = open();
  EXPECT_EQ(engine.similar({.liked = {{.id = 1000}}, .k = 0}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(engine.similar({.liked = {}}).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace kinora
