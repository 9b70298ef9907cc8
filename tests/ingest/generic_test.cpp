// CSV, TSV and JSON lines with Kinora's own names or with mapped columns, and files that are no catalogue.
#include "ingest/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>
#include <string>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Generic, ReadsKinorasOwnNames) {
  const auto result = ingest_text(
      "id,title,year,genres,director,keywords\n"
      "1,First,1994,Drama|Crime,Jane Doe,prison|hope\n"
      "2,\"Second, Again\",1999,[\"Sci-Fi\"],\"['A', \"\"B's\"\"]\",\n");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "csv");
  EXPECT_THAT(result->report.rejections, IsEmpty());
  const Movie first = result->catalogue.movie(0);
  EXPECT_EQ(first.year, 1994);
  EXPECT_THAT(first.genres, ElementsAre("Drama", "Crime"));
  EXPECT_THAT(first.directors, ElementsAre("Jane Doe"));
  EXPECT_THAT(first.keywords, ElementsAre("prison", "hope"));
  const Movie second = result->catalogue.movie(1);
  EXPECT_EQ(second.title, "Second, Again");
  EXPECT_THAT(second.genres, ElementsAre("Sci-Fi"));
  EXPECT_THAT(second.keywords, IsEmpty());
  EXPECT_THAT(second.directors, ElementsAre("A", "B's"));
}

TEST(Generic, ReadsEveryFieldInAnyCaseAndOrder) {
  const auto result = ingest_text(
      "Vote_Count,TITLE,Original_Title,Overview,Tagline,IMDB_ID,Year,Genre,Keyword,Directors,Cast,Collection,Language,Runtime,"
      "Popularity,Vote_Average,Id,whatever\n"
      "10,T,O,What,Tag,0114709,1995-05-05,G,K,D1|D2,C1|C2|C3,Coll,en,90,1.5,8.5,77,x\n");
  ASSERT_TRUE(result) << result.error().message();
  const Movie movie = result->catalogue.movie(0);
  EXPECT_EQ(movie.id, 77);
  EXPECT_EQ(movie.title, "T");
  EXPECT_EQ(movie.original_title, "O");
  EXPECT_EQ(movie.overview, "What");
  EXPECT_EQ(movie.tagline, "Tag");
  EXPECT_EQ(movie.imdb_id, "tt0114709");
  EXPECT_EQ(movie.year, 1995);
  EXPECT_THAT(movie.genres, ElementsAre("G"));
  EXPECT_THAT(movie.keywords, ElementsAre("K"));
  EXPECT_THAT(movie.directors, ElementsAre("D1", "D2"));
  EXPECT_THAT(movie.cast, ElementsAre("C1", "C2", "C3"));
  EXPECT_EQ(movie.collection, "Coll");
  EXPECT_EQ(movie.language, "en");
  EXPECT_EQ(movie.runtime_minutes, 90.0F);
  EXPECT_EQ(movie.popularity, 1.5F);
  EXPECT_EQ(movie.vote_average, 8.5F);
  EXPECT_EQ(movie.vote_count, 10);
}

TEST(Generic, AnAverageWithoutACountIsKept) {
  const auto result = ingest_text("title,vote_average\nA,8.5\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->catalogue.vote_averages[0], 8.5F);
}

TEST(Generic, ReadsTabsAndSemicolons) {
  const auto tsv = ingest_text("title\tyear\nA, the film\t1990\n");
  ASSERT_TRUE(tsv);
  EXPECT_EQ(tsv->report.format, "tsv");
  EXPECT_EQ(tsv->catalogue.titles[0], "A, the film");
  const auto semicolons = ingest_text("title;year\nB;1991\n");
  ASSERT_TRUE(semicolons);
  EXPECT_EQ(semicolons->report.format, "csv");
  EXPECT_EQ(semicolons->catalogue.years[0], 1991);
}

TEST(Generic, RowsWithoutAnIdColumnAreNumberedFromOne) {
  const auto result = ingest_text("title,year\nA,1990\n\nB,1991,extra\nC,1992\n");
  ASSERT_TRUE(result);
  EXPECT_THAT(result->catalogue.ids, ElementsAre(1, 3)) << "a row that is rejected keeps its number";
  EXPECT_THAT(result->catalogue.source_rows, ElementsAre(0U, 2U));
  EXPECT_THAT(reasons(result->report), ElementsAre("fields"));
  EXPECT_EQ(result->report.rejections[0].line, 4U);
}

TEST(Generic, CastIsCutAtItsLimit) {
  IngestOptions options;
  options.cast_limit = 2;
  const auto result = ingest_text("title,cast\nA,X|Y|Z\n", options);
  ASSERT_TRUE(result);
  EXPECT_THAT(result->catalogue.cast.names(0), ElementsAre("X", "Y"));
}

IngestOptions mapped() {
  IngestOptions options;
  options.columns.id = "Nr";
  options.columns.title = "Filmtitel";
  options.columns.year = "Jahr";
  options.columns.genres = "Art";
  options.columns.list_separator = " / ";
  return options;
}

TEST(Generic, ReadsMappedColumns) {
  const auto result = ingest_text("Nr,Filmtitel,Jahr,Art,title\n5,Das Boot,1981,Drama / Krieg,ignored\n", mapped());
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "csv");
  EXPECT_EQ(result->catalogue.ids[0], 5);
  EXPECT_EQ(result->catalogue.titles[0], "Das Boot");
  EXPECT_THAT(result->catalogue.genres.names(0), ElementsAre("Drama", "Krieg"));
}

TEST(Generic, AMappingWinsOverAKnownHeader) {
  IngestOptions options;
  options.columns.title = "genres";
  const auto result = ingest_text("movieId,title,genres\n9,Toy Story (1995),Comedy\n", options);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->report.format, "csv");
  EXPECT_EQ(result->catalogue.titles[0], "Comedy");
  EXPECT_EQ(result->catalogue.ids[0], 9) << "the columns that are not mapped are still found by their names";
}

TEST(Generic, AMappedColumnMustBeThere) {
  const auto result = ingest_text("Nr,Filmtitel,Jahr\n5,Das Boot,1981\n", mapped());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kFormatUnknown);
  EXPECT_EQ(result.error().expected, "a column 'Art'");
  EXPECT_EQ(result.error().found, "the columns 'Nr', 'Filmtitel', 'Jahr'");
}

TEST(Jsonl, ReadsOneObjectALine) {
  const auto result = ingest_text(
      R"({"id": 5, "title": "Caf\u00e9", "year": 1990, "genres": ["Drama", "War"], "directors": "A|B", "keywords": [{"name": "k"}], "x": {"y": [1]}})"
      "\n\n"
      R"({"title": "B", "id": "6", "genres": null, "vote_average": 7.5, "collection": {"id": 1, "name": "C"}, "runtime": 100})"
      "\r\n");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "jsonl");
  EXPECT_THAT(result->report.rejections, IsEmpty());
  EXPECT_EQ(result->report.rows_read, 2U);
  const Movie first = result->catalogue.movie(0);
  EXPECT_EQ(first.id, 5);
  EXPECT_EQ(first.title, "Café");
  EXPECT_THAT(first.genres, ElementsAre("Drama", "War"));
  EXPECT_THAT(first.directors, ElementsAre("A", "B"));
  EXPECT_THAT(first.keywords, ElementsAre("k"));
  const Movie second = result->catalogue.movie(1);
  EXPECT_EQ(second.id, 6);
  EXPECT_EQ(second.collection, "C");
  EXPECT_EQ(second.runtime_minutes, 100.0F);
}

TEST(Jsonl, RejectsLinesThatAreNoObject) {
  const auto result = ingest_text(
      "{\"id\": 1, \"title\": \"A\"}\n{\"id\": 2, \"title\"\n[3]\n{\"title\": \"no id\"}\n{\"id\": 5, \"title\": [\"A\"]}\n");
  ASSERT_TRUE(result);
  EXPECT_THAT(reasons(result->report), ElementsAre("json", "json", "id", "title"));
  EXPECT_EQ(result->report.rejections[0].detail, "expected ':' at byte 17");
  EXPECT_EQ(result->report.rejections[0].line, 2U);
}

TEST(Jsonl, NumbersRowsIfTheFirstHasNoId) {
  const auto result = ingest_text("{\"title\": \"A\"}\n{\"title\": \"B\", \"id\": 700}\n");
  ASSERT_TRUE(result);
  EXPECT_THAT(result->catalogue.ids, ElementsAre(1, 2));
}

TEST(Jsonl, ReadsMappedKeys) {
  const auto result =
      ingest_text(R"({"Nr": 5, "Filmtitel": "Das Boot", "Jahr": "1981", "Art": "Drama / Krieg", "title": "ignored"})", mapped());
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->catalogue.titles[0], "Das Boot");
  EXPECT_THAT(result->catalogue.genres.names(0), ElementsAre("Drama", "Krieg"));
}

TEST(Json, ReadsAnArrayAnAnswerAndOneFilm) {
  for (const char* text : {"[{\"title\": \"A\", \"year\": 1990}]\n", "[\n  {\"title\": \"A\",\n \"year\": 1990}\n]\n",
                           "\n{\n  \"title\": \"A\",\n  \"year\": 1990\n}\n",
                           "{\"page\": 1, \"results\": [{\"title\": \"A\", \"release_date\": \"1990-05-01\"}]}"}) {
    const auto result = ingest_text(text);
    ASSERT_TRUE(result) << text << result.error().message();
    EXPECT_EQ(result->report.format, "json");
    EXPECT_EQ(result->report.rows_read, 1U);
    EXPECT_THAT(titles(result->catalogue), ElementsAre("A"));
    EXPECT_THAT(result->catalogue.years, ElementsAre(1990));
  }
}

TEST(Jsonl, RawControlCharactersAreNamed) {
  const auto result = ingest_text("{\"title\": \"A\", \"year\": 1990}\n{\"title\": \"B\x01\"}\n{\"title\": \"C\td\"}\n");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->report.rejections.size(), 2U);
  EXPECT_THAT(result->report.rejections[0].detail, HasSubstr("no raw control character"));
  EXPECT_THAT(result->report.rejections[1].detail, HasSubstr("no raw tab"));
}

TEST(Json, ABrokenArrayIsRefusedWithTheWayOut) {
  const auto result = ingest_text("[{\"title\": \"A\", \"year\": 1990},\n{\"title\"\n]\n");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kFormatUnknown);
  EXPECT_THAT(result.error().next_step, HasSubstr("one JSON object a line"));
}

TEST(Generic, AFileCutOutsideQuotesLosesItsLastRowAndSaysSo) {
  const auto result = ingest_text("id,title,year\n1,A,1990\n2,B,1991\n3,C");
  ASSERT_TRUE(result);
  EXPECT_THAT(result->catalogue.ids, ElementsAre(1, 2));
  EXPECT_THAT(reasons(result->report), ElementsAre("fields"));
  EXPECT_EQ(result->report.rejections[0].line, 4U);
}

struct NoCatalogue {
  const char* text;
  const char* what;
  const char* next_step;
};

void PrintTo(const NoCatalogue& each, std::ostream* out) { *out << each.text; }

class NoCatalogueTest : public ::testing::TestWithParam<NoCatalogue> {};

TEST_P(NoCatalogueTest, IsRefusedByNameWithTheWayOut) {
  const auto result = ingest_text(GetParam().text);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kFormatUnknown);
  EXPECT_THAT(result.error().what, HasSubstr(GetParam().what));
  EXPECT_THAT(result.error().next_step, HasSubstr(GetParam().next_step));
}

INSTANTIATE_TEST_SUITE_P(
    , NoCatalogueTest,
    ::testing::Values(NoCatalogue{"userId,movieId,rating,timestamp\r\n1,1,4.0,9\r\n", "ratings", "movies.csv"},
                      NoCatalogue{"userId,movieId,tag,timestamp\n1,1,a,9\n", "tags", "movies.csv"},
                      NoCatalogue{"movieId,imdbId,tmdbId\n1,0114709,862\n", "links", "movies.csv"},
                      NoCatalogue{"id,keywords\n1,[]\n", "keywords", "--keywords"},
                      NoCatalogue{"cast,crew,id\n[],[],1\n", "credits", "--credits"},
                      NoCatalogue{"movie_id,title,cast,crew\n1,A,[],[]\n", "credits", "--credits"},
                      NoCatalogue{"tconst\taverageRating\tnumVotes\ntt1\t1\t1\n", "IMDb's ratings", "title.basics.tsv"},
                      NoCatalogue{"Date,Name,Year,Letterboxd URI,Rating\r\n", "Letterboxd", "catalogue"},
                      NoCatalogue{"Const,Your Rating,Date Rated,Title,Year,Genres\ntt1,9,2020-01-01,A,1999,Drama\n",
                                  "IMDb ratings", "catalogue"},
                      NoCatalogue{"titel,jahr\nA,1990\n", "no known form", "[catalogue.columns]"},
                      NoCatalogue{"title\nA\n", "no known form", "[catalogue.columns]"},
                      NoCatalogue{"{\"name\": \"A\"}\n", "these keys", "[catalogue.columns]"},
                      NoCatalogue{"some prose that is no table at all\n", "no known form", "[catalogue.columns]"}));

TEST(UnknownFormat, ListsWhatWasFoundAndWhatIsKnown) {
  const auto result = ingest_text("titel,jahr\nA,1990\n");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().found, "the columns 'titel', 'jahr'");
  for (const char* known : {"Kaggle", "MovieLens", "IMDb", "tmdb_5000", "belongs_to_collection", "a column title"})
    EXPECT_THAT(result.error().expected, HasSubstr(known));
}

TEST(UnknownFormat, StaysReadableWhateverTheHeaderHolds) {
  std::string header = "\x01\x1b[31m" + std::string(1000, 'x');
  for (int i = 0; i < 5000; ++i) header += ",c" + std::to_string(i);
  const auto result = ingest_text(header + "\n");
  ASSERT_FALSE(result);
  EXPECT_LT(result.error().message().size(), 3000U);
  EXPECT_EQ(result.error().message().find('\x1b'), std::string::npos);
  EXPECT_THAT(result.error().found, HasSubstr("more"));
}

TEST(IngestOptions, AreValidated) {
  IngestOptions options;
  EXPECT_TRUE(options.validate());
  EXPECT_FALSE(options.columns.any());
  options.cast_limit = 101;
  ASSERT_FALSE(options.validate());
  EXPECT_EQ(options.validate().error().where, "catalogue.cast_limit");
  options = {};
  options.columns.list_separator = "";
  ASSERT_FALSE(options.validate());
  EXPECT_EQ(options.validate().error().where, "catalogue.columns.list_separator");
  options = {};
  options.columns.year = "Jahr";
  EXPECT_TRUE(options.columns.any());
  EXPECT_TRUE(options.validate()) << "titles may be found by their column's name";
}

}  // namespace
}  // namespace kinora
