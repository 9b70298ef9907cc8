#include "kinora/ingest/ratings.hpp"

#include "ingest/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

Result<ReadRatings> read(std::string_view text, const Execution& execution = {}) {
  const testing::TempDirectory directory;
  return read_ratings(directory.write("ratings.csv", text), execution);
}

Result<ReadLinks> read_links_of(std::string_view text) {
  const testing::TempDirectory directory;
  return read_links(directory.write("links.csv", text), {});
}

void expect_two_ratings(const Result<ReadRatings>& read) {
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_THAT(read->ratings.users(), ElementsAre(1, 12));
  EXPECT_THAT(read->ratings.movies(), ElementsAre(31, 1029));
  EXPECT_EQ(read->ratings.of_user(0)[0].value, 2.5F);
  EXPECT_EQ(read->ratings.of_user(0)[0].time, 1260759144);
  EXPECT_EQ(read->ratings.of_user(1)[0].value, 3);
  EXPECT_EQ(read->report.rows_read, 2U);
  EXPECT_EQ(read->report.rows_kept, 2U);
  EXPECT_THAT(read->report.rejections, IsEmpty());
}

TEST(ReadRatings, EveryForm) {
  expect_two_ratings(read("userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n12,1029,3,1260759179\n"));
  expect_two_ratings(read("userId,movieId,rating,timestamp\r\n1,31,2.5,1260759144\r\n12,1029,3.0,1260759179\r\n"));
  expect_two_ratings(read("1::31::2.5::1260759144\n12::1029::3::1260759179\n"));
  expect_two_ratings(read("1\t31\t2.5\t1260759144\n12\t1029\t3\t1260759179\n"));
}

TEST(ReadRatings, ColumnsInAnyOrderQuotedAndAmongOthers) {
  expect_two_ratings(
      read("\xEF\xBB\xBFrating;note;\"movieId\";USERID;timestamp\n"
           "2.5;\"a; b\";\"31\";1;1260759144\n 3 ;;1029; 12;1260759179"));
}

TEST(ReadRatings, TheTimeMayBeMissing) {
  const auto result = read("userId,movieId,rating\n1,31,2\n1,31,4\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->ratings.of_user(0)[0].value, 4) << "the later row counts";
  EXPECT_EQ(result->ratings.replaced(), 1U);
}

TEST(ReadRatings, Gzip) {
  const testing::TempDirectory directory;
  const auto path = directory / "ratings.csv.gz";
  const std::string text = "userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n12,1029,3,1260759179\n";
  const gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  expect_two_ratings(read_ratings(path, {}));
}

TEST(ReadRatings, BadRowsAreReportedAndPassedOver) {
  const auto result = read(
      "userId,movieId,rating,timestamp\n"
      "1,31,2.5,9\n"
      "1,32,2.5\n"
      "one,33,2.5,9\n"
      "1,,2.5,9\n"
      "1,34,great,9\n"
      "1,35,nan,9\n"
      "1,36,5.5,9\n"
      "1,37,-1,9\n"
      "1,38,4,yesterday\n"
      "99999999999999999999,39,4,9\n"
      "2,40,0.5,9\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->ratings.size(), 2U);
  EXPECT_THAT(reasons(result->report),
              ElementsAre("fields", "user id", "id", "rating", "rating", "rating", "rating", "timestamp", "user id"));
  EXPECT_THAT(result->report.rejected_by_reason,
              ElementsAre(Pair("rating", 4U), Pair("user id", 2U), Pair("fields", 1U), Pair("id", 1U), Pair("timestamp", 1U)));
  const Rejection& first = result->report.rejections.front();
  EXPECT_EQ(first.line, 3U);
  EXPECT_EQ(first.raw, "1,32,2.5");
  EXPECT_EQ(result->report.rows_read, result->report.rows_kept + result->report.rejections.size());
}

TEST(ReadRatings, BadRowsOfTheFormsWithoutHeader) {
  const auto colons = read("1::31::2.5::9\n1::32::2.5\n1::33::2::9::9\n1::::2::9\n1::34:::9\n");
  ASSERT_TRUE(colons);
  EXPECT_EQ(colons->ratings.size(), 1U);
  EXPECT_THAT(reasons(colons->report), ElementsAre("fields", "fields", "id", "fields"));
  const auto tabs = read("1\t31\t2.5\t9\n1\t32\t2.5\nuser\titem\trating\ttime\n");
  ASSERT_TRUE(tabs);
  EXPECT_THAT(reasons(tabs->report), ElementsAre("fields", "user id"));
}

TEST(ReadRatings, OtherFilesAreNamed) {
  const auto code_and_message = [](std::string_view text) {
    const auto result = read(text);
    return result ? std::pair(ErrorCode::kAlreadyExists, std::string())
                  : std::pair(result.error().code, result.error().message());
  };
  EXPECT_THAT(code_and_message("userId,movie_id,rating\n1,2,3\n"),
              Pair(ErrorCode::kFormatUnknown, AllOf(HasSubstr("'movie_id'"), HasSubstr("userId, movieId, rating"))));
  EXPECT_THAT(code_and_message("movieId,imdbId,tmdbId\n1,0114709,862\n"),
              Pair(ErrorCode::kFormatUnknown, HasSubstr("links between ids, no ratings")));
  EXPECT_THAT(code_and_message("userId,movieId,tag,timestamp\n1,2,fun,3\n"),
              Pair(ErrorCode::kFormatUnknown, HasSubstr("tags, no ratings")));
  EXPECT_THAT(code_and_message("movieId,title,genres\n1,Toy,Drama\n"),
              Pair(ErrorCode::kFormatUnknown, HasSubstr("films, no ratings")));
  EXPECT_THAT(code_and_message("userId,movieId,rating,timestamp\n"), Pair(ErrorCode::kNoUsableRow, HasSubstr("0 rows")));
  EXPECT_THAT(code_and_message("userId,movieId,rating\na,b,c\n"),
              Pair(ErrorCode::kNoUsableRow, HasSubstr("first one for user id")));
  EXPECT_EQ(code_and_message("").first, ErrorCode::kFileEmpty);
  EXPECT_EQ(code_and_message(std::string_view("\0\1\2", 3)).first, ErrorCode::kFileBinary);
  EXPECT_EQ(code_and_message("userId,movieId,rating\n1,2,\"3\n").first, ErrorCode::kFileTruncated);
  EXPECT_EQ(read_ratings("/nowhere/ratings.csv", {}).error().code, ErrorCode::kFileNotFound);
}

TEST(ReadRatings, IsObservedAndStopsWhenAsked) {
  std::string text = "userId,movieId,rating\n";
  for (int row = 0; row < 5000; ++row) text += "1," + std::to_string(row) + ",4\n";
  Recorder recorder;
  ASSERT_TRUE(read(text, {.observer = &recorder}));
  EXPECT_THAT(recorder.stages, ElementsAre("read"));
  EXPECT_EQ(recorder.stage_done, text.size());
  CancellationToken token;
  Recorder stopper;
  stopper.cancel_at_progress = &token;
  EXPECT_EQ(read(text, {.observer = &stopper, .cancellation = &token}).error().code, ErrorCode::kCancelled);
}

TEST(ReadLinks, SortedByFilmTheFirstRowCounts) {
  const auto result = read_links_of("movieId,imdbId,tmdbId\r\n9,0114709,862\r\n2,0113497,\r\n9,1,1\r\n5,tt0000007,12.0\r\n");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->links.size(), 3U);
  EXPECT_EQ(result->links[0].movie, 2);
  EXPECT_EQ(result->links[0].imdb, 113497);
  EXPECT_EQ(result->links[0].tmdb, std::nullopt) << "blank";
  EXPECT_EQ(result->links[1].imdb, 7);
  EXPECT_EQ(result->links[1].tmdb, 12);
  EXPECT_EQ(result->links[2].tmdb, 862);
  EXPECT_THAT(reasons(result->report), ElementsAre("duplicate id"));
  EXPECT_EQ(result->report.rows_kept, 3U);
}

TEST(ReadLinks, UnreadableCellsArePassedOver) {
  const auto result = read_links_of("movieId,imdbId,tmdbId\n1,0114709,soon\nx,1,2\n3,4\n");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->links.size(), 1U);
  EXPECT_EQ(result->links[0].tmdb, std::nullopt);
  EXPECT_EQ(result->report.cells_passed_over, 1U);
  EXPECT_THAT(reasons(result->report), ElementsAre("id cell", "id", "fields"));
}

TEST(ReadLinks, OtherFilesAreNamed) {
  EXPECT_THAT(read_links_of("userId,movieId,rating,timestamp\n1,2,3,4\n").error().message(),
              HasSubstr("this file holds ratings, no links"));
  EXPECT_THAT(read_links_of("movieId,title\n1,2\n").error().message(), HasSubstr("'title'"));
  EXPECT_EQ(read_links_of("movieId,tmdbId\n").error().code, ErrorCode::kNoUsableRow);
}

TEST(ReadRatings, RealFiles) {
  const char* const data = std::getenv("KINORA_DATA");
  if (data == nullptr) GTEST_SKIP() << "KINORA_DATA is not set: the real ratings were NOT read";
  const std::filesystem::path root(data);
  const auto latest = read_ratings(root / "movielens-latest-small/ratings.csv", {.threads = 2});
  ASSERT_TRUE(latest) << latest.error().message();
  EXPECT_EQ(latest->ratings.size(), 100'836U);
  EXPECT_EQ(latest->ratings.users().size(), 610U);
  EXPECT_EQ(latest->ratings.movies().size(), 9'724U);
  EXPECT_THAT(latest->report.rejections, IsEmpty());
  const auto small = read_ratings(root / "kaggle/ratings_small.csv", {});
  ASSERT_TRUE(small) << small.error().message();
  EXPECT_EQ(small->ratings.size(), 100'004U);
  EXPECT_EQ(small->ratings.users().size(), 671U);
  const auto links = read_links(root / "kaggle/links.csv", {});
  ASSERT_TRUE(links) << links.error().message();
  EXPECT_EQ(links->links.size(), 45'843U);
  EXPECT_EQ(std::count_if(links->links.begin(), links->links.end(), [](const MovieLink& link) { return !link.tmdb; }), 219);
  EXPECT_THAT(links->report.rejections, IsEmpty());
}

}  // namespace
}  // namespace kinora
