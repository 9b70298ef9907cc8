// Joins, the report, the quarantine file, progress and cancellation.
#include "base/file_system.hpp"
#include "ingest/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <array>
#include <cstdio>
#include <memory>
#include <string>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kCatalogue =
    "id,title,genres,keywords,cast\n"
    "10,A,Drama,own,Old Actor\n"
    "20,B,Comedy,own too,\n"
    "30,C,War,,\n";

class JoinTest : public ::testing::Test {
 protected:
  testing::TempDirectory directory_;
  Recorder recorder_;
  CatalogueFiles files_{.catalogue = directory_.write("catalogue.csv", kCatalogue)};

  Result<IngestedCatalogue> run(const IngestOptions& options = {}) {
    return read_catalogue(files_, options, {.observer = &recorder_});
  }
};

TEST_F(JoinTest, KeywordsReplaceThoseOfTheCatalogueAndTheFirstRowCounts) {
  files_.keywords = directory_.write("keywords.csv",
                                     "id,keywords\n"
                                     "30,\"[{'id': 1, 'name': 'late'}, {'id': 2, 'name': \"\"it's\"\"}]\"\n"
                                     "10,\"[{'id': 3, 'name': 'joined'}]\"\n"
                                     "10,\"[{'id': 4, 'name': 'again'}]\"\n"
                                     "99,\"[{'id': 5, 'name': 'nobody'}]\"\n");
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message();
  const Catalogue& catalogue = result->catalogue;
  EXPECT_THAT(catalogue.keywords.names(0), ElementsAre("joined"));
  EXPECT_THAT(catalogue.keywords.names(1), ElementsAre("own too")) << "a film without a row keeps what it has";
  EXPECT_THAT(catalogue.keywords.names(2), ElementsAre("late", "it's"));
  EXPECT_EQ(catalogue.keywords.find("nobody"), std::nullopt);
  EXPECT_EQ(catalogue.keywords.find("own"), std::nullopt);
  EXPECT_EQ(catalogue.keywords.name(0), "joined") << "labels are numbered in the order of the films";
  ASSERT_THAT(result->report.joined, SizeIs(1));
  const JoinedFile& joined = result->report.joined[0];
  EXPECT_EQ(joined.holds, "keywords");
  EXPECT_EQ(joined.rows_read, 4U);
  EXPECT_EQ(joined.films_joined, 2U);
  EXPECT_EQ(joined.unknown_ids, 1U);
  EXPECT_EQ(joined.duplicate_ids, 1U);
  EXPECT_EQ(joined.rows_rejected, 0U);
  EXPECT_THAT(result->report.rejections, IsEmpty());
  EXPECT_THAT(result->report.inputs, SizeIs(2));
}

TEST_F(JoinTest, CreditsGiveCastAndDirectorsInAnyOrderOfColumns) {
  files_.credits = directory_.write("credits.csv",
                                    "cast,crew,tmdb_id\n"
                                    "\"[{'name': 'Second', 'order': 1}, {'name': 'First', 'order': 0}]\",\"[{'job': 'Director', "
                                    "'name': 'D'}, {'job': 'Writer', 'name': 'W'}]\",10\n"
                                    "[],[],20\n");
  IngestOptions options;
  options.cast_limit = 1;
  const auto result = run(options);
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_THAT(result->catalogue.cast.names(0), ElementsAre("First"));
  EXPECT_THAT(result->catalogue.directors.names(0), ElementsAre("D"));
  EXPECT_THAT(result->catalogue.cast.names(1), IsEmpty());
  EXPECT_EQ(result->report.joined[0].films_joined, 2U);
}

TEST_F(JoinTest, ReadsTmdb5000sCreditsInJson) {
  files_.credits = directory_.write("credits.csv",
                                    "movie_id,title,cast,crew\n"
                                    "20,B,\"[{\"\"name\"\": \"\"Z\"\", \"\"order\"\": 0, \"\"x\"\": null}]\",\"[{\"\"job\"\": "
                                    "\"\"Director\"\", \"\"name\"\": \"\"Y\"\"}]\"\n");
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_THAT(result->catalogue.cast.names(1), ElementsAre("Z"));
  EXPECT_THAT(result->catalogue.directors.names(1), ElementsAre("Y"));
}

TEST_F(JoinTest, BadRowsAndCellsAreReportedAndCostNoFilm) {
  files_.keywords = directory_.write("keywords.csv",
                                     "id,keywords\n"
                                     "30,\"[{'name': 'fine'}]\"\n"
                                     "x,[]\n"
                                     "1,2,3\n"
                                     "20,\"[{'name': eval('1')}]\"\n"
                                     "10,\"[{'name'\"\n");
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->catalogue.size(), 3U);
  EXPECT_THAT(result->catalogue.keywords.names(1), ElementsAre("own too"));
  EXPECT_THAT(reasons(result->report), ElementsAre("id", "fields", "keywords cell", "keywords cell"));
  EXPECT_THAT(result->report.rejected_by_reason, IsEmpty()) << "that is about the catalogue file";
  EXPECT_EQ(result->report.cells_passed_over, 2U);
  EXPECT_EQ(result->report.joined[0].rows_rejected, 2U);
  EXPECT_EQ(result->report.rejections[2].line, 5U);
  EXPECT_THAT(result->report.rejections[2].file, HasSubstr("keywords.csv"));
  EXPECT_THAT(result->report.rejections[2].raw, HasSubstr("eval"));
}

TEST_F(JoinTest, AFileWithoutTheColumnsIsRefused) {
  files_.keywords = directory_.write("credits.csv", "cast,crew,id\n[],[],1\n");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kFormatUnknown);
  EXPECT_THAT(result.error().expected, HasSubstr("keywords"));
  EXPECT_THAT(result.error().found, HasSubstr("'crew'"));
}

TEST_F(JoinTest, AFileThatIsNotThereOrCutIsRefused) {
  files_.keywords = directory_.path() / "none.csv";
  EXPECT_EQ(run().error().code, ErrorCode::kFileNotFound);
  files_.keywords = directory_.write("keywords.csv", "id,keywords\n10,\"[{'na");
  EXPECT_EQ(run().error().code, ErrorCode::kFileTruncated);
}

TEST_F(JoinTest, SaysSoIfNoFilmMatches) {
  files_.keywords = directory_.write("keywords.csv", "id,keywords\n1,[]\n");
  ASSERT_TRUE(run());
  ASSERT_THAT(recorder_.warnings, SizeIs(1));
  EXPECT_THAT(recorder_.warnings[0], HasSubstr("keywords.csv"));
}

TEST_F(JoinTest, IdsOfAnotherKindAreNeverJoined) {
  files_.catalogue = directory_.write("movies.csv", "movieId,title,genres\n10,Toy Story (1995),Comedy\n");
  files_.keywords = directory_.write("keywords.csv", "id,keywords\n10,\"[{'name': 'wrong film'}]\"\n");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(result.error().found, HasSubstr("movielens"));
}

TEST(IngestReport, NamesItsInputsWithTheirHash) {
  const auto result = ingest_text("title,year\nA,1990\n");
  ASSERT_TRUE(result);
  ASSERT_THAT(result->report.inputs, SizeIs(1));
  EXPECT_EQ(result->report.inputs[0].sha256, "70d652e9671f3657a4ba2035aed93128e7a7929b6e83e623130be08eb0907cc0");
  EXPECT_EQ(result->report.inputs[0].bytes, 18U);
}

TEST(IngestReport, IsTheSameAtAnyNumberOfThreads) {
  std::string text = "id,title,genres\n";
  for (int i = 0; i < 5000; ++i)
    text += std::to_string(i % 4000) + ",Film " + std::to_string(i) + ",G" + std::to_string(i % 7) + "\n";
  const auto one = ingest_text(text, {}, {.threads = 1});
  const auto four = ingest_text(text, {}, {.threads = 4});
  ASSERT_TRUE(one);
  ASSERT_TRUE(four);
  EXPECT_EQ(one->catalogue.ids, four->catalogue.ids);
  EXPECT_EQ(titles(one->catalogue), titles(four->catalogue));
  EXPECT_EQ(one->report.rejected_by_reason, four->report.rejected_by_reason);
  EXPECT_EQ(one->report.inputs[0].sha256, four->report.inputs[0].sha256);
}

std::string many_rows() {
  std::string text = "title,year\n";
  for (int i = 0; i < 50000; ++i) text += "Film " + std::to_string(i) + ",1990\n";
  return text;
}

TEST(IngestProgress, GoesFromNothingToAllBytes) {
  Recorder recorder;
  const std::string text = many_rows();
  ASSERT_TRUE(ingest_text(text, {}, {.observer = &recorder}));
  EXPECT_THAT(recorder.stages, ElementsAre("read"));
  EXPECT_EQ(recorder.stage_unit, "bytes");
  EXPECT_EQ(recorder.stage_total, text.size());
  EXPECT_EQ(recorder.stage_done, text.size());
  EXPECT_EQ(recorder.ends, 1);
}

TEST(IngestProgress, StopsOnRequest) {
  CancellationToken cancellation;
  Recorder recorder;
  recorder.cancel_at_progress = &cancellation;
  const auto result = ingest_text(many_rows(), {}, {.observer = &recorder, .cancellation = &cancellation});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(recorder.ends, 1) << "the stage ends all the same";
}

TEST(Quarantine, IsCsvThatReadsBack) {
  const testing::TempDirectory directory;
  const auto result = ingest_text("id,title,year\n1,A,1990\nx,\"say \"\"no\"\"\",1991\n2,B\n1,\"two\nlines\",1992\n");
  ASSERT_TRUE(result);
  const auto path = directory.path() / "quarantine.csv";
  ASSERT_TRUE(write_quarantine(result->report, path));
  const auto file = local_file_system().map(path);
  ASSERT_TRUE(file);
  const std::string name = result->report.rejections[0].file;
  EXPECT_EQ((*file)->text(), "file,line,record,reason,detail,raw\n" + name +
                                 ",3,1,id,\"expected a whole number, found 'x'\",\"x,\"\"say \"\"\"\"no\"\"\"\"\"\",1991\"\n" +
                                 name + ",4,2,fields,\"expected 3 fields, found 2\",\"2,B\"\n" + name +
                                 ",5,3,duplicate id,record 0 has the id 1,\"1,\"\"two\nlines\"\",1992\"\n");
}

TEST(Quarantine, SaysSoIfItCannotBeWritten) {
  EXPECT_EQ(write_quarantine({}, "/nonexistent/directory/q.csv").error().code, ErrorCode::kOutputUnwritable);
}

}  // namespace
}  // namespace kinora
