// Kodi's NFO files, in words of our own.
#include "ingest/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kFilm =
    "<movie>\n  <title>Tom &amp; Jerry&apos;s day</title><originaltitle>T</originaltitle>\n"
    "  <ratings><rating name=\"x\" max=\"10\"><value>6.5</value><votes>10</votes></rating>"
    "<rating name=\"imdb\" max=\"10\" default=\"true\"><value>8.300000</value><votes>1977</votes></rating></ratings>\n"
    "  <plot>One.</plot><outline>Two.</outline><tagline></tagline><runtime>142</runtime>\n"
    "  <uniqueid type=\"imdb\">tt0111161</uniqueid><uniqueid type=\"tmdb\" default=\"true\">278</uniqueid>\n"
    "  <genre>Drama</genre><genre>Crime / War</genre><tag>prison</tag><set><name>Days</name><overview>-</overview></set>\n"
    "  <director>Jo Doe</director><premiered>1994-09-23</premiered>\n"
    "  <actor><name>Al One</name><role>He</role></actor><actor><name>Bo Two</name></actor>\n"
    "  <fileinfo><streamdetails><audio><language>fre</language></audio></streamdetails></fileinfo>\n</movie>\n";

TEST(KodiNfo, ReadsEveryField) {
  const auto result = ingest_text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- by hand -->\n" + kFilm);
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "nfo");
  const Movie movie = result->catalogue.movie(0);
  EXPECT_EQ(movie.id, 278);
  EXPECT_EQ(movie.title, "Tom & Jerry's day");
  EXPECT_EQ(movie.original_title, "T");
  EXPECT_EQ(movie.overview, "One.");
  EXPECT_EQ(movie.year, 1994);
  EXPECT_EQ(movie.runtime_minutes, 142.0F);
  EXPECT_EQ(movie.imdb_id, "tt0111161");
  EXPECT_FLOAT_EQ(movie.vote_average, 8.3F);
  EXPECT_EQ(movie.vote_count, 1977);
  EXPECT_EQ(movie.collection, "Days");
  EXPECT_THAT(movie.genres, ElementsAre("Drama", "Crime", "War"));
  EXPECT_THAT(movie.keywords, ElementsAre("prison"));
  EXPECT_THAT(movie.directors, ElementsAre("Jo Doe"));
  EXPECT_THAT(movie.cast, ElementsAre("Al One", "Bo Two"));
}

TEST(KodiNfo, ReadsAnExportOfManyAndNumbersFilmsWithoutIds) {
  const auto result = ingest_text("<videodb><version>1</version>" + kFilm +
                                  "<movie><title>B</title><year>1999</year><rating>7.5</rating><votes>1,086</votes>"
                                  "<id>tt0000007</id></movie><movie><title/></movie></videodb>");
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_THAT(titles(result->catalogue), ElementsAre("Tom & Jerry's day", "B"));
  EXPECT_THAT(result->catalogue.ids, ElementsAre(1, 2));
  EXPECT_EQ(result->catalogue.vote_counts[1], 1086);
  EXPECT_EQ(result->catalogue.imdb_ids[1], "tt0000007");
  EXPECT_THAT(reasons(result->report), ElementsAre("title"));
}

TEST(KodiNfo, OtherXmlIsRefusedByName) {
  const auto result = ingest_text("<tvshow><title>A</title></tvshow>");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kFormatUnknown);
  EXPECT_THAT(result.error().what, HasSubstr("holds no films"));
}

TEST(Quarantine, IsWrittenAlsoIfNoRowCanBeUsed) {
  const testing::TempDirectory directory;
  const auto path = directory.path() / "rejected.csv";
  const auto result =
      read_catalogue({.catalogue = directory.write("catalogue", "id,title,year\n1,,1990\n2,B\n"), .quarantine = path}, {}, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNoUsableRow);
  EXPECT_THAT(result.error().found, HasSubstr("on line 2: expected a title, found '' in '1,,1990'"));
  EXPECT_TRUE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace kinora
