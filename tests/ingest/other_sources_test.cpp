// TMDB 5000, MovieLens in its three forms, and IMDb, in rows of our own making.
#include "ingest/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <string>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const std::string kTmdbHeader =
    "budget,genres,homepage,id,keywords,original_language,original_title,overview,popularity,production_companies,"
    "production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,vote_average,vote_count\n";

std::string tmdb_row(const std::string& genres, const std::string& keywords, const std::string& overview) {
  return "1,\"" + genres + "\",,19995,\"" + keywords + "\",en,Le Film,\"" + overview +
         "\",150.4,[],[],2009-12-10,0,162,[],Released,Tag,A Film,7.2,11800\n";
}

TEST(Tmdb5000, ReadsJsonCellsAndItsOwnKeywords) {
  const auto result =
      ingest_text(kTmdbHeader +
                  tmdb_row(R"([{""id"": 28, ""name"": ""Action""}, {""id"": 12, ""name"": ""Adventure""}])",
                           R"([{""id"": 1463, ""name"": ""culture clash""}, {""id"": 2, ""name"": ""caf\u00e9 \ud83d\ude00""}])",
                           "A bare\rCR and a\r\nCRLF inside"));
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "tmdb5000");
  EXPECT_THAT(result->report.rejections, IsEmpty());
  const Movie movie = result->catalogue.movie(0);
  EXPECT_EQ(movie.id, 19995);
  EXPECT_EQ(movie.year, 2009);
  EXPECT_THAT(movie.genres, ElementsAre("Action", "Adventure"));
  EXPECT_THAT(movie.keywords, ElementsAre("culture clash", "caf\u00e9 \U0001F600"));
  EXPECT_EQ(movie.overview, "A bare\rCR and a\r\nCRLF inside");
  EXPECT_EQ(movie.runtime_minutes, 162.0F);
}

TEST(Tmdb5000, ReadsNamesWithCommasAsLaterCopiesOfTheSetHaveThem) {
  const auto result = ingest_text(kTmdbHeader + tmdb_row("Action, Science Fiction", "space, dream", ""));
  ASSERT_TRUE(result);
  EXPECT_THAT(result->catalogue.genres.names(0), ElementsAre("Action", "Science Fiction"));
  EXPECT_THAT(result->catalogue.keywords.names(0), ElementsAre("space", "dream"));
}

TEST(MovieLens, ReadsMoviesCsv) {
  const auto result = ingest_text(
      "movieId,title,genres\r\n"
      "1,Toy Story (1995),Adventure|Animation|Children\r\n"
      "11,\"American President, The (1995)\",Comedy|Drama|Romance\r\n"
      "40697,Babylon 5,Sci-Fi\r\n"
      "143410,Hyena Road,(no genres listed)\r\n"
      "6,\"Say \"\"Yes\"\" (2001)\",IMAX\r\n");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "movielens");
  EXPECT_THAT(result->report.rejections, IsEmpty());
  const Catalogue& catalogue = result->catalogue;
  EXPECT_THAT(catalogue.ids, ElementsAre(1, 11, 40697, 143410, 6));
  EXPECT_THAT(titles(catalogue), ElementsAre("Toy Story", "The American President", "Babylon 5", "Hyena Road", "Say \"Yes\""));
  EXPECT_THAT(catalogue.years, ElementsAre(1995, 1995, kUnknownYear, kUnknownYear, 2001));
  EXPECT_THAT(catalogue.genres.names(0), ElementsAre("Adventure", "Animation", "Children"));
  EXPECT_THAT(catalogue.genres.names(3), IsEmpty());
  EXPECT_EQ(catalogue.genres.find("(no genres listed)"), std::nullopt);
}

TEST(MovieLens, ReadsMoviesDatOf1M) {
  const auto result = ingest_text(
      "1::Toy Story (1995)::Animation|Children's|Comedy\n"
      "73::Mis\xE9rables, Les (1995)::Drama|Musical\n"
      "260::Star Wars: Episode IV :: A New Hope (1977)::Sci-Fi\n"
      "broken line\n"
      "9::two fields\n");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "movielens");
  EXPECT_THAT(titles(result->catalogue), ElementsAre("Toy Story", "Les Misérables", "Star Wars: Episode IV :: A New Hope"));
  EXPECT_THAT(result->catalogue.genres.names(0), ElementsAre("Animation", "Children's", "Comedy"));
  EXPECT_THAT(result->catalogue.source_rows, ElementsAre(0U, 1U, 2U)) << "there is no header";
  EXPECT_THAT(reasons(result->report), ElementsAre("fields", "fields"));
  EXPECT_EQ(result->report.rejections[1].detail, "expected 3 fields between '::', found 2");
}

TEST(MovieLens, ReadsItemsOf100K) {
  const auto result = ingest_text(
      "1|Toy Story (1995)|01-Jan-1995||http://example.org/?Toy|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n"
      "267|unknown||||1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0\n"
      "543|Mis\xE9rables, Les (1995)|01-Jan-1995||x|0|0|0|0|0|0|0|0|1|0|0|0|1|0|0|0|0|0|0\n");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "movielens");
  EXPECT_THAT(titles(result->catalogue), ElementsAre("Toy Story", "unknown", "Les Misérables"));
  EXPECT_THAT(result->catalogue.genres.names(0), ElementsAre("Animation", "Children's", "Comedy"));
  EXPECT_THAT(result->catalogue.genres.names(1), IsEmpty());
  EXPECT_THAT(result->catalogue.genres.names(2), ElementsAre("Drama", "Musical"));
}

const std::string kImdbHeader =
    "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n";

TEST(Imdb, KeepsFilmsOfEveryKindAndCountsTheRest) {
  const auto result = ingest_text(kImdbHeader +
                                  "tt0000009\tmovie\tMiss Jerry\tMiss Jerry\t0\t1894\t\\N\t45\tRomance\n"
                                  "tt0000001\tshort\tCarmencita\tCarmencita\t0\t1894\t\\N\t1\tDocumentary,Short\n"
                                  "tt0000010\ttvMovie\tOn TV\tIm Fernsehen\t0\t\\N\t\\N\t\\N\t\\N\n"
                                  "tt0000011\ttvEpisode\tEpisode\tEpisode\t0\t1999\t\\N\t25\tDrama\n"
                                  "tt12345678\tvideo\t\"Quoted\" start\t\"unclosed\t1\t2001\t\\N\t90\tAdult,Drama\n"
                                  "tt0000012\tvideoGame\tGame\tGame\t0\t1999\t\\N\t\\N\tAction\n");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "imdb");
  EXPECT_EQ(result->report.rows_read, 6U);
  EXPECT_THAT(result->report.rejected_by_reason, ElementsAre(Pair("title type", 3U)));
  EXPECT_THAT(result->report.rejections, IsEmpty());
  const Catalogue& catalogue = result->catalogue;
  EXPECT_THAT(catalogue.ids, ElementsAre(9, 10, 12345678));
  EXPECT_THAT(titles(catalogue), ElementsAre("Miss Jerry", "On TV", "\"Quoted\" start"));
  EXPECT_EQ(catalogue.imdb_ids[2], "tt12345678");
  EXPECT_EQ(catalogue.original_titles[1], "Im Fernsehen");
  EXPECT_EQ(catalogue.original_titles[2], "\"unclosed");
  EXPECT_THAT(catalogue.years, ElementsAre(1894, kUnknownYear, 2001));
  EXPECT_EQ(catalogue.runtimes_minutes[0], 45.0F);
  EXPECT_TRUE(std::isnan(catalogue.runtimes_minutes[1]));
  EXPECT_THAT(catalogue.genres.names(1), IsEmpty());
  EXPECT_THAT(catalogue.genres.names(2), ElementsAre("Adult", "Drama"));
  EXPECT_EQ(catalogue.genres.find("Short"), std::nullopt);
}

TEST(Imdb, RejectsRowsWithAMissingTitleOrField) {
  const auto result = ingest_text(kImdbHeader +
                                  "tt0000009\tmovie\tMiss Jerry\tMiss Jerry\t0\t1894\t\\N\t45\tRomance\n"
                                  "tt0000010\tmovie\t\\N\t\\N\t0\t1894\t\\N\t45\tRomance\n"
                                  "tt0000011\tmovie\tShort of fields\n"
                                  "nm0000012\tmovie\tA Person\tA Person\t0\t1894\t\\N\t45\tRomance\n");
  ASSERT_TRUE(result);
  EXPECT_THAT(reasons(result->report), ElementsAre("title", "fields", "id"));
}

}  // namespace
}  // namespace kinora
