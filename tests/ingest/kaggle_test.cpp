// Kaggle's form and its oddities, in rows of our own making.
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

const std::string kHeader =
    "adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview,popularity,"
    "poster_path,production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,"
    "video,vote_average,vote_count\n";

constexpr const char* kDrama = "[{'id': 18, 'name': 'Drama'}]";

/// The cells of a row that tests vary; the others are as in most rows.
struct Row {
  std::string id = "1";
  std::string title = "A Film";
  std::string genres = kDrama;
  std::string collection = {};
  std::string overview = "Something happens.";
  std::string date = "1995-10-30";
  std::string runtime = "81.0";
  std::string popularity = "8.2e-05";
  std::string average = "7.7";
  std::string count = "5415";

  [[nodiscard]] std::string text() const {
    return "False,\"" + collection + "\",0,\"" + genres + "\",," + id + ",tt0114709,en,Original,\"" + overview + "\"," +
           popularity + ",/p.jpg,\"[{'name': 'A Studio', 'id': 3}]\",[]," + date + ",0," + runtime +
           ",[],Released,\"It's \"\"here\"\"\",\"" + title + "\",False," + average + "," + count + "\n";
  }
};

IngestedCatalogue ingest_rows(const std::vector<Row>& rows, const IngestOptions& options = {}) {
  std::string text = kHeader;
  for (const Row& row : rows) text += row.text();
  auto result = ingest_text(text, options);
  EXPECT_TRUE(result) << result.error().message();
  return std::move(*result);
}

constexpr IngestOptions article_options() {
  IngestOptions options;
  options.key = CatalogueKey::kTitle;
  options.require_genres = true;
  return options;
}

TEST(Kaggle, ReadsEveryFieldThatACatalogueHas) {
  const auto result = ingest_rows({{.id = "862",
                                    .title = "O Brother, Where Art Thou?",
                                    .genres = "[{'id': 16, 'name': 'Animation'}, {'name': 'Comedy', 'id': 35}]",
                                    .collection = "{'id': 1, 'name': \"\"Nobody's Collection\"\", 'poster_path': None}",
                                    .overview = "Two lines,\nboth \"\"quoted\"\" &amp; kept"}});
  EXPECT_EQ(result.report.format, "kaggle");
  EXPECT_EQ(result.report.rows_read, 1U);
  ASSERT_EQ(result.report.rows_kept, 1U);
  EXPECT_THAT(result.report.rejections, IsEmpty());
  const Movie movie = result.catalogue.movie(0);
  EXPECT_EQ(movie.id, 862);
  EXPECT_EQ(movie.title, "O Brother, Where Art Thou?");
  EXPECT_EQ(movie.original_title, "Original");
  EXPECT_EQ(movie.overview, "Two lines,\nboth \"quoted\" &amp; kept");
  EXPECT_EQ(movie.tagline, "It's \"here\"");
  EXPECT_EQ(movie.imdb_id, "tt0114709");
  EXPECT_EQ(movie.year, 1995);
  EXPECT_THAT(movie.genres, ElementsAre("Animation", "Comedy"));
  EXPECT_EQ(movie.collection, "Nobody's Collection");
  EXPECT_EQ(movie.language, "en");
  EXPECT_EQ(movie.runtime_minutes, 81.0F);
  EXPECT_EQ(movie.popularity, 8.2e-05F);
  EXPECT_EQ(movie.vote_average, 7.7F);
  EXPECT_EQ(movie.vote_count, 5415);
}

TEST(Kaggle, ARecordSplitInTwoIsRejectedTwiceAndNamed) {
  const std::string first = "False,,0,\"" + std::string(kDrama) + "\",,82663,,,Midnight,\n";
  const std::string second =
      " - Written by,0.065736,/p.jpg,\"[{'name': 'GoHands', 'id': 0}]\",[],1997-08-20,0,,[],Released,,Midnight,False,,1\n";
  auto result = ingest_text(kHeader + Row{.id = "1"}.text() + first + second + Row{.id = "2"}.text());
  ASSERT_TRUE(result);
  EXPECT_EQ(result->report.rows_read, 4U);
  EXPECT_EQ(result->report.rows_kept, 2U);
  EXPECT_THAT(result->report.rejected_by_reason, ElementsAre(Pair("fields", 2U)));
  const auto& rejections = result->report.rejections;
  ASSERT_EQ(rejections.size(), 2U);
  EXPECT_EQ(rejections[0].line, 3U);
  EXPECT_EQ(rejections[0].record, 1U);
  EXPECT_EQ(rejections[0].detail, "expected 24 fields, found 10");
  EXPECT_EQ(rejections[0].raw + "\n", first);
  EXPECT_EQ(rejections[1].line, 4U);
  EXPECT_EQ(rejections[1].detail, "expected 24 fields, found 15");
  EXPECT_EQ(result->catalogue.genres.find("GoHands"), std::nullopt);
  EXPECT_EQ(result->catalogue.genres.label_count(), 1U);
  EXPECT_THAT(result->catalogue.source_rows, ElementsAre(0U, 3U)) << "halves count as records";
}

TEST(Kaggle, HalvesThatAProgramFilledUpAreRejectedByWhatTheyHold) {
  const auto result = ingest_rows({{.id = "1"},
                                   {.id = "82663", .title = ""},
                                   {.id = "1997-08-20", .title = "", .genres = "[{'name': 'GoHands', 'id': 0}]"},
                                   {.id = "", .title = "No Id"},
                                   {.id = "5", .title = "  "}});
  EXPECT_THAT(reasons(result.report), ElementsAre("title", "id", "id", "title"));
  EXPECT_THAT(result.report.rejections[1].detail, HasSubstr("found '1997-08-20'"));
  EXPECT_THAT(result.report.rejected_by_reason, ElementsAre(Pair("id", 2U), Pair("title", 2U)));
  EXPECT_EQ(result.catalogue.genres.label_count(), 1U);
}

TEST(Kaggle, OfAnIdTheFirstRecordStays) {
  const auto result =
      ingest_rows({{.id = "7", .title = "First", .count = "1"}, {.id = "8"}, {.id = "7", .title = "Second", .count = "2"}});
  EXPECT_THAT(titles(result.catalogue), ElementsAre("First", "A Film"));
  EXPECT_THAT(reasons(result.report), ElementsAre("duplicate id"));
  EXPECT_EQ(result.report.rejections[0].record, 2U);
  EXPECT_THAT(result.report.rejections[0].detail, HasSubstr("record 0"));
}

TEST(Kaggle, ATitleIsNoKeyUnlessItIsAskedFor) {
  const std::vector<Row> rows = {{.id = "1", .title = "Cinderella", .date = "1950-03-04"},
                                 {.id = "2", .title = "Cinderella", .date = "2015-03-12"},
                                 {.id = "3", .title = "cinderella"},
                                 {.id = "4", .title = "Cinderella "}};
  EXPECT_EQ(ingest_rows(rows).catalogue.size(), 4U);
  const auto article = ingest_rows(rows, article_options());
  EXPECT_THAT(titles(article.catalogue), ElementsAre("Cinderella", "cinderella", "Cinderella ")) << "titles are compared exactly";
  EXPECT_THAT(reasons(article.report), ElementsAre("duplicate title"));
}

TEST(Kaggle, WithTitlesAsKeyIdsStayDistinctToo) {
  const auto result = ingest_rows({{.id = "1", .title = "A"}, {.id = "1", .title = "B"}}, article_options());
  EXPECT_THAT(titles(result.catalogue), ElementsAre("A"));
  EXPECT_THAT(reasons(result.report), ElementsAre("duplicate id"));
}

TEST(Kaggle, RowsWithoutGenresAreKeptUnlessGenresAreRequired) {
  const std::vector<Row> rows = {{.id = "1", .title = "A", .genres = "[]"},
                                 {.id = "2", .title = "A"},
                                 {.id = "3", .title = "B", .genres = ""},
                                 {.id = "4", .title = "C", .genres = "[{'id': 18, 'name'"}};
  const auto all = ingest_rows(rows);
  EXPECT_EQ(all.catalogue.size(), 4U);
  EXPECT_THAT(reasons(all.report), ElementsAre("genres cell"));
  const auto article = ingest_rows(rows, article_options());
  EXPECT_THAT(article.catalogue.ids, ElementsAre(2)) << "a title counts as taken only by a row that is kept";
  EXPECT_THAT(reasons(article.report), ElementsAre("genres", "genres", "genres"));
  EXPECT_THAT(article.report.rejections[2].detail, HasSubstr("expected ':'"));
}

TEST(Kaggle, ACellThatCannotBeReadCostsTheCellAndNotTheFilm) {
  const auto result = ingest_rows({{.id = "1",
                                    .genres = "[{'name': open('x')}]",
                                    .collection = "{'name'",
                                    .date = "soon",
                                    .runtime = "long",
                                    .popularity = "nan",
                                    .average = "11",
                                    .count = "many"}});
  ASSERT_EQ(result.catalogue.size(), 1U);
  EXPECT_EQ(result.report.rows_kept, 1U);
  EXPECT_THAT(result.report.rejected_by_reason, IsEmpty());
  EXPECT_EQ(result.report.cells_passed_over, 7U);
  EXPECT_THAT(reasons(result.report),
              ::testing::UnorderedElementsAre("genres cell", "collection cell", "year cell", "runtime cell", "popularity cell",
                                              "vote_average cell", "vote_count cell"));
  for (const Rejection& rejection : result.report.rejections) {
    EXPECT_TRUE(rejection.is_cell);
    EXPECT_EQ(rejection.line, 2U);
  }
  const Movie movie = result.catalogue.movie(0);
  EXPECT_EQ(movie.title, "A Film");
  EXPECT_EQ(movie.year, kUnknownYear);
  EXPECT_TRUE(std::isnan(movie.runtime_minutes));
  EXPECT_TRUE(std::isnan(movie.vote_average));
  EXPECT_EQ(movie.vote_count, 0);
  EXPECT_THAT(movie.genres, IsEmpty());
}

TEST(Kaggle, WhatIsZeroOrBlankIsUnknown) {
  const auto result = ingest_rows({{.id = "1", .date = "", .runtime = "0.0", .popularity = "", .average = "0.0", .count = "0"},
                                   {.id = "2", .average = "0.0", .count = "3"}});
  EXPECT_THAT(result.report.rejections, IsEmpty());
  const Movie movie = result.catalogue.movie(0);
  EXPECT_EQ(movie.year, kUnknownYear);
  EXPECT_TRUE(std::isnan(movie.runtime_minutes));
  EXPECT_TRUE(std::isnan(movie.popularity));
  EXPECT_TRUE(std::isnan(movie.vote_average));
  EXPECT_EQ(result.catalogue.vote_averages[1], 0.0F) << "three people may agree on 0";
}

TEST(Kaggle, KeepsTitlesAsTheyAre) {
  const auto result = ingest_rows({{.id = "1", .title = "Two  spaces"},
                                   {.id = "2", .title = "marks\u200e\u200e"},
                                   {.id = "3", .title = "日本語"},
                                   {.id = "4", .title = " padded "}});
  EXPECT_THAT(titles(result.catalogue), ElementsAre("Two  spaces", "marks\u200e\u200e", "日本語", " padded "));
}

TEST(Kaggle, AByteOrderMarkAndCrLfChangeNothing) {
  std::string text = "\xEF\xBB\xBF" + kHeader + Row{}.text();
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) text.insert(at, "\r");
  const auto result = ingest_text(text);
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->catalogue.vote_counts[0], 5415);
}

TEST(Kaggle, TheIdColumnMayBeCalledTmdbId) {
  std::string text = kHeader + Row{.id = "862"}.text();
  text.replace(text.find(",id,"), 4, ",tmdb_id,");
  const auto result = ingest_text(text);
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->report.format, "kaggle");
  EXPECT_EQ(result->catalogue.ids[0], 862);
}

TEST(Kaggle, AnOpenQuoteIsATruncatedFile) {
  std::string text = kHeader + Row{.id = "1"}.text() + Row{.id = "2", .overview = "cut"}.text();
  text.resize(text.find("cut") + 2);
  const auto result = ingest_text(text);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kFileTruncated);
  EXPECT_THAT(result.error().where, ::testing::EndsWith(", line 3"));
}

TEST(Kaggle, AHeaderAloneIsNoCatalogue) {
  const auto result = ingest_text(kHeader);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNoUsableRow);
}

TEST(Kaggle, WhenNothingIsUsableTheReasonsAreCounted) {
  const auto result = ingest_text(kHeader + Row{.id = "x"}.text() + Row{.id = "y"}.text() + Row{.title = ""}.text());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNoUsableRow);
  EXPECT_TRUE(result.error().found.starts_with("3 rows, 2 rejected for id, 1 rejected for title; on line 2: "))
      << result.error().found;
}

}  // namespace
}  // namespace kinora
