// What is found in files of no known form: separators, columns, kinds of titles.
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
using ::testing::Pair;

const ColumnUse& use_of(const IngestReport& report, std::string_view column) {
  static const ColumnUse kNone;
  for (const ColumnUse& use : report.columns)
    if (use.column == column) return use;
  return kNone;
}

TEST(ListSeparators, AreFoundByTheEvidenceOfTheColumn) {
  const auto result = ingest_text(
      "title,genres,keywords,cast,directors\n"
      "A,\"Drama, Crime\",prison/hope,\"Ann One, Bob Two\",\"Ann One; Bob Two\"\n"
      "B,\"Comedy\",\"long, a word/x\",\"Robert Downey, Jr., Cy Three\",\"Downey, Jr.\"\n"
      "C,\"Crime,Comedy\",a/b,Dee Four,Dee Four\n");
  ASSERT_TRUE(result) << result.error().message();
  const Catalogue& catalogue = result->catalogue;
  EXPECT_THAT(catalogue.genres.names(0), ElementsAre("Drama", "Crime"));
  EXPECT_THAT(catalogue.genres.names(2), ElementsAre("Crime", "Comedy"));
  EXPECT_THAT(catalogue.keywords.names(1), ElementsAre("long, a word", "x"));
  EXPECT_THAT(catalogue.cast.names(0), ElementsAre("Ann One", "Bob Two"));
  EXPECT_THAT(catalogue.cast.names(1), ElementsAre("Robert Downey, Jr.", "Cy Three"));
  EXPECT_THAT(catalogue.directors.names(0), ElementsAre("Ann One", "Bob Two"));
  EXPECT_THAT(catalogue.directors.names(1), ElementsAre("Downey, Jr."));
}

TEST(ListSeparators, OneInsideOfNamesSplitsWhatIsKnownAlone) {
  const auto result = ingest_text(
      "title,genre\nA,\"comedy, drama\"\nB,comedy/drama\nC,\"western, sci-fi/fantasy\"\nD,\"drama, western\"\nE,drama\n");
  ASSERT_TRUE(result);
  EXPECT_THAT(result->catalogue.genres.names(1), ElementsAre("comedy", "drama"));
}

TEST(ListSeparators, WordsForNothingAreNoNames) {
  const auto result = ingest_text("title,genres,year\nA,nan,1990\nB,\"Drama, None\",1991\nC,False,1992\nD,unknown,1993\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->catalogue.genres.label_count(), 1U);
  EXPECT_THAT(result->catalogue.genres.names(1), ElementsAre("Drama"));
}

TEST(ColumnPlan, ReadsOddCellsAndSaysWhatItCouldNot) {
  std::string text = "Name;Released_Year;Runtime;Votes;Score\n";
  for (int i = 0; i < 18; ++i) text += "Film\xC2\xA0;(1999);1h 30m;1,086;7,3\n";
  text += "Last;PG;90 min;12;8,1\nOne;2001;soon;3;9\n";
  Recorder recorder;
  const auto result = ingest_text(text, {}, {.observer = &recorder});
  ASSERT_TRUE(result) << result.error().message();
  const Movie movie = result->catalogue.movie(0);
  EXPECT_EQ(movie.title, "Film");
  EXPECT_EQ(movie.year, 1999);
  EXPECT_EQ(movie.runtime_minutes, 90.0F);
  EXPECT_EQ(movie.vote_count, 1086);
  EXPECT_FLOAT_EQ(movie.vote_average, 7.3F);
  EXPECT_EQ(result->report.cells_passed_over, 2U);
  EXPECT_THAT(recorder.warnings, ElementsAre(HasSubstr("1 cell of runtime (column 'Runtime') could not be read"),
                                             HasSubstr("1 cell of year (column 'Released_Year') could not be read")));
  EXPECT_THAT(recorder.warnings[1], HasSubstr("found 'PG'"));
}

TEST(ColumnPlan, ACertificateIsNoRatingAndTheNextNameIsTaken) {
  const auto result = ingest_text("name,rating,score,duration\nA,PG-13,7.5,2 Seasons\nB,R,8,1 Season\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(use_of(result->report, "rating").field, "");
  EXPECT_THAT(use_of(result->report, "rating").why_not, HasSubstr("found 'PG-13' (0 of 2 cells can be read)"));
  EXPECT_EQ(use_of(result->report, "score").field, "vote_average");
  EXPECT_EQ(use_of(result->report, "duration").field, "");
  EXPECT_EQ(result->catalogue.vote_averages[0], 7.5F);
  EXPECT_EQ(result->report.cells_passed_over, 0U);
}

TEST(ColumnPlan, VotesUpTo100AreScaled) {
  const auto result = ingest_text("names,score,date_x\nA,73.0,03/02/2023 \nB,78.0,12/15/2022 \nC,8,1/1/2000\n");
  ASSERT_TRUE(result);
  EXPECT_FLOAT_EQ(result->catalogue.vote_averages[0], 7.3F);
  EXPECT_EQ(use_of(result->report, "score").note, "of 100");
  EXPECT_THAT(result->catalogue.years, ElementsAre(2023, 2022, 2000));
}

TEST(ColumnPlan, SeveralColumnsFeedOneField) {
  const auto result = ingest_text(
      "Series_Title,actor_2_name,actor_1_name,Actor 3,year,release_date\n"
      "A,Two,One,Three,,1990-01-01\nB,nan,One,,1991,1992-01-01\n");
  ASSERT_TRUE(result);
  EXPECT_THAT(result->catalogue.cast.names(0), ElementsAre("One", "Two", "Three"));
  EXPECT_THAT(result->catalogue.cast.names(1), ElementsAre("One"));
  EXPECT_THAT(result->catalogue.years, ElementsAre(1990, 1991));
}

TEST(ColumnPlan, SeriesAreCountedAndLeftOut) {
  const auto result = ingest_text(
      "show_id,type,title,duration\ns1,Movie,A,90 min\ns2,TV Show,B,2 Seasons\ns3,Movie,C,1h\ns4,TV Show,D,1 Season\n");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_THAT(titles(result->catalogue), ElementsAre("A", "C"));
  EXPECT_THAT(result->report.rejected_by_reason, ElementsAre(Pair("title type", 2U)));
  EXPECT_THAT(result->report.rejections, IsEmpty());
  EXPECT_EQ(result->catalogue.runtimes_minutes[0], 90.0F) << "the series' seasons are no evidence against it";
  EXPECT_TRUE(result->report.rows_are_numbered);
}

TEST(ColumnPlan, TextIdsGiveWayToNumbers) {
  const auto result = ingest_text("id,title,year\n0b1c-9f,A,1990\nffee-01,B,1991\n");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_THAT(result->catalogue.ids, ElementsAre(1, 2));
  EXPECT_THAT(use_of(result->report, "id").why_not, HasSubstr("found '0b1c-9f'"));
}

TEST(ColumnPlan, AMappedColumnLeavesTheOthersOn) {
  IngestOptions options;
  options.columns.overview = "Inhalt";
  const auto result = ingest_text("Title,Inhalt,Release Year,Description\nA,Text,1990,other\n", options);
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->catalogue.overviews[0], "Text");
  EXPECT_EQ(result->catalogue.years[0], 1990);
}

/// Catalogues that many people have, a row of each in our own words.
struct Wild {
  const char* name;
  const char* text;
  const char* title;
  std::int32_t year;
  std::vector<std::string> genres;
  std::size_t cast;
  float runtime;  // 0: unknown, as the next two
  float votes;
  std::int64_t count;
};

void PrintTo(const Wild& each, std::ostream* out) { *out << each.name; }

class WildTest : public ::testing::TestWithParam<Wild> {};

TEST_P(WildTest, IsReadWithoutARecipe) {
  const Wild& wild = GetParam();
  const auto result = ingest_text(wild.text);
  ASSERT_TRUE(result) << result.error().message();
  const Movie movie = result->catalogue.movie(0);
  EXPECT_EQ(movie.title, wild.title);
  EXPECT_EQ(movie.year, wild.year);
  EXPECT_EQ(movie.genres, wild.genres);
  EXPECT_EQ(movie.cast.size(), wild.cast);
  EXPECT_EQ(std::isnan(movie.runtime_minutes) ? 0 : movie.runtime_minutes, wild.runtime);
  EXPECT_FLOAT_EQ(std::isnan(movie.vote_average) ? 0 : movie.vote_average, wild.votes);
  EXPECT_EQ(movie.vote_count, wild.count);
}

const std::vector<Wild> kWild = {
    {"IMDB-Movie-Data",
     "Rank,Title,Genre,Description,Director,Actors,Year,Runtime (Minutes),Rating,Votes,Revenue (Millions),Metascore\n"
     "1,A,\"Action,Sci-Fi\",Text.,Jo Doe,\"Al One, Bo Two\",2014,121,8.1,757074,333.13,76\n",
     "A",
     2014,
     {"Action", "Sci-Fi"},
     2,
     121,
     8.1F,
     757074},
    {"netflix",
     "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description\n"
     "s1,Movie,A,Jo Doe,\"Al One, Bo Two\",Peru,\"September 25, 2021\",2020,PG-13,90 min,\"Dramas, Comedies\",Text.\n"
     "s2,TV Show,B,,,Peru,\"September 25, 2021\",2021,TV-MA,2 Seasons,TV Dramas,Text.\n",
     "A",
     2020,
     {"Dramas", "Comedies"},
     2,
     90,
     0,
     0},
    {"imdb_top_1000",
     "Poster_Link,Series_Title,Released_Year,Certificate,Runtime,Genre,IMDB_Rating,Overview,Meta_score,Director,Star1,Star2,"
     "Star3,Star4,No_of_Votes,Gross\n"
     "http://x,A,1994,A,142 min,\"Crime, Drama\",9.3,Text.,80.0,Jo Doe,Al,Bo,Cy,Di,2343110,\"28,341,469\"\n",
     "A",
     1994,
     {"Crime", "Drama"},
     4,
     142,
     9.3F,
     2343110},
    {"movie_metadata",
     "index;color;director_name;duration;actor_2_name;genres;actor_1_name;movie_title;num_voted_users;actor_3_name;"
     "plot_keywords;movie_imdb_link;title_year;imdb_score\n"
     "1;Color;Jo Doe;178;Bo;Action|Fantasy;Al;A\xC2\xA0;886204;Cy;x|y;http://www.imdb.com/title/tt0499549/?ref_=z;2009;7.9\n",
     "A",
     2009,
     {"Action", "Fantasy"},
     3,
     178,
     7.9F,
     886204},
    {"TMDB_movie_dataset_v11",
     "id,title,vote_average,vote_count,status,release_date,revenue,runtime,adult,imdb_id,original_language,original_title,"
     "overview,popularity,tagline,genres,production_companies,keywords\n"
     "27205,A,8.364,34495,Released,2010-07-15,8,148,False,tt1375666,en,A,Text.,83.9,T,\"Action, Science Fiction\",X,\"a, b\"\n",
     "A",
     2010,
     {"Action", "Science Fiction"},
     0,
     148,
     8.364F,
     34495},
    {"rotten_tomatoes",
     "rotten_tomatoes_link,movie_title,movie_info,content_rating,genres,directors,authors,actors,original_release_date,runtime,"
     "tomatometer_rating,audience_rating,audience_count\n"
     "m/a,A,Text.,PG,\"Comedy, Drama\",Jo Doe,X,\"Al, Bo\",2010-02-12,119,49,53,254421\n",
     "A",
     2010,
     {"Comedy", "Drama"},
     2,
     119,
     5.3F,
     254421},
    {"wiki_movie_plots",
     "Release Year,Title,Origin/Ethnicity,Director,Cast,Genre,Wiki Page,Plot\n"
     "1950,A,American,Unknown,\"Al, Bo\",\"comedy, drama\",http://x,Text.\n",
     "A",
     1950,
     {"comedy", "drama"},
     2,
     0,
     0,
     0},
    {"mymoviedb",
     "Release_Date;Title;Overview;Popularity;Vote_Count;Vote_Average;Original_Language;Genre;Poster_Url;;\n"
     "15/12/2021;A;Text.;5.083.954;8940;8.3;en;Action, Adventure;http://x;;\n",
     "A",
     2021,
     {"Action", "Adventure"},
     0,
     0,
     8.3F,
     8940},
    {"top10K",
     "id,title,genre,original_language,overview,popularity,release_date,vote_average,vote_count\n"
     "278,A,\"Drama,Crime\",en,Text.,94.075,1994-09-23,8.7,21862\n",
     "A",
     1994,
     {"Drama", "Crime"},
     0,
     0,
     8.7F,
     21862},
    {"hetrec",
     "id\ttitle\timdbID\tspanishTitle\timdbPictureURL\tyear\trtID\trtAllCriticsRating\n"
     "1\tA\t0114709\tB\thttp://x\t1995\ttoy\t9\n",
     "A",
     1995,
     {},
     0,
     0,
     0,
     0},
    {"movie_industry",
     "name,rating,genre,year,released,score,votes,director,writer,star,country,budget,gross,company,runtime\n"
     "A,R,Drama,1980,\"June 13, 1980 (United States)\",8.4,927000.0,Jo Doe,X,Al,Peru,1,2,Y,146.0\n",
     "A",
     1980,
     {"Drama"},
     1,
     146,
     8.4F,
     927000},
    {"IMDb_India",
     "Name,Year,Duration,Genre,Rating,Votes,Director,Actor 1,Actor 2,Actor 3\n"
     "A,(2019),109 min,\"Comedy, Musical\",7.0,\"1,086\",Jo Doe,Al,Bo,Cy\n",
     "A",
     2019,
     {"Comedy", "Musical"},
     3,
     109,
     7.0F,
     1086},
    {"imdb_movies",
     "names,date_x,score,genre,overview,crew,orig_title,status,orig_lang,budget_x,revenue,country\n"
     "A,03/02/2023 ,73.0,\"Drama,\xC2\xA0"
     "Action\",Text.,\"Al, Hero, Bo, Villain\",A, Released, English,1.0,2.0,AU\n",
     "A",
     2023,
     {"Drama", "Action"},
     0,
     0,
     7.3F,
     0},
    {"vega",
     R"([{"Title":"A","US Gross":1,"Release Date":"Jun 12 1998","MPAA Rating":"R","Running Time min":90,"Director":null,)"
     R"("Major Genre":"Drama","IMDB Rating":6.1,"IMDB Votes":1071}])",
     "A",
     1998,
     {"Drama"},
     0,
     90,
     6.1F,
     1071},
    {"tmdb_answer",
     R"({"page":1,"results":[{"adult":false,"genre_ids":[18,80],"id":278,"original_language":"en","original_title":"A",)"
     R"("overview":"Text.","popularity":94.1,"release_date":"1994-09-23","title":"A","vote_average":8.7,"vote_count":26000}]})",
     "A",
     1994,
     {"Drama", "Crime"},
     0,
     0,
     8.7F,
     26000},
    {"radarr",
     R"([{"title":"A","originalTitle":"A","year":1979,"imdbId":"tt0078748","tmdbId":348,"runtime":117,)"
     R"("originalLanguage":{"id":1,"name":"English"},"genres":["Horror","Science Fiction"]}])",
     "A",
     1979,
     {"Horror", "Science Fiction"},
     0,
     117,
     0,
     0},
    {"wikipedia_movie_data",
     R"([{"title":"A","year":1990,"cast":["Al","Bo"],"genres":["Drama"],"href":"A","extract":"Text."}])",
     "A",
     1990,
     {"Drama"},
     2,
     0,
     0,
     0},
};

INSTANTIATE_TEST_SUITE_P(, WildTest, ::testing::ValuesIn(kWild), [](const auto& each) {
  std::string name = each.param.name;
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
});

}  // namespace
}  // namespace kinora
