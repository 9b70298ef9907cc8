// The public data sets themselves, where KINORA_DATA says that they are (they are not part of the project).
#include "ingest/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class RealDataTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("KINORA_DATA");
    if (folder == nullptr)
      GTEST_SKIP() << "NOT TESTED: set KINORA_DATA to the folder with the public data sets (kaggle/, movielens-latest-small/, "
                      "imdb-sample/)";
    data_ = folder;
  }

  IngestedCatalogue run(const CatalogueFiles& files, const IngestOptions& options = {}) {
    auto result = read_catalogue(files, options, {.threads = 2});
    EXPECT_TRUE(result) << result.error().message();
    return result ? std::move(*result) : IngestedCatalogue{};
  }
  [[nodiscard]] CatalogueFiles kaggle() const { return {.catalogue = data_ / "kaggle/movies_metadata.csv"}; }

  std::filesystem::path data_;
};

IngestOptions article() {
  IngestOptions options;
  options.key = CatalogueKey::kTitle;
  options.require_genres = true;
  return options;
}

std::vector<std::uint64_t> rows_of(const IngestReport& report, std::string_view reason) {
  std::vector<std::uint64_t> rows;
  for (const Rejection& rejection : report.rejections)
    if (rejection.reason == reason) rows.push_back(rejection.record);
  return rows;
}

std::map<std::string, int> films_by_genre(const Catalogue& catalogue) {
  std::map<std::string, int> counts;
  for (std::size_t row = 0; row < catalogue.size(); ++row)
    for (const auto label : catalogue.genres[row]) ++counts[std::string(catalogue.genres.name(label))];
  return counts;
}

template <class Holds>
std::size_t count_rows(const Catalogue& catalogue, const Holds& holds) {
  std::size_t count = 0;
  for (std::size_t row = 0; row < catalogue.size(); ++row) count += holds(row) ? 1U : 0U;
  return count;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool is_ascii_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

TEST_F(RealDataTest, KaggleByIdKeepsEveryFilm) {
  const auto result = run(kaggle());
  EXPECT_EQ(result.report.format, "kaggle");
  EXPECT_EQ(result.report.rows_read, 45466U);
  EXPECT_EQ(result.report.rows_kept, 45430U);
  EXPECT_THAT(result.report.rejected_by_reason, ElementsAre(Pair("duplicate id", 30U), Pair("fields", 6U)));
  EXPECT_THAT(rows_of(result.report, "fields"), ElementsAre(19729, 19730, 29502, 29503, 35586, 35587));
  EXPECT_EQ(result.report.cells_passed_over, 0U);
  EXPECT_EQ(result.report.inputs[0].bytes, 9961482U);
  const Catalogue& catalogue = result.catalogue;
  EXPECT_EQ(std::set(catalogue.ids.begin(), catalogue.ids.end()).size(), catalogue.size());
  std::set<std::string_view> titles;
  for (std::size_t row = 0; row < catalogue.size(); ++row) titles.insert(catalogue.titles[row]);
  EXPECT_EQ(titles.size(), 42277U);
  EXPECT_EQ(catalogue.titles[0], "Toy Story");
  EXPECT_THAT(catalogue.genres.names(0), ElementsAre("Animation", "Comedy", "Family"));
  EXPECT_EQ(catalogue.collections.names(0), std::vector<std::string>{"Toy Story Collection"});
  std::vector<std::int32_t> years = catalogue.years;
  std::erase(years, kUnknownYear);
  EXPECT_EQ(*std::min_element(years.begin(), years.end()), 1874);
  EXPECT_EQ(*std::max_element(years.begin(), years.end()), 2020);
}

/// The public numbers, less those of the 30 second records of an id.
TEST_F(RealDataTest, KaggleHasTwentyGenresAndNoStudioIsOne) {
  const auto result = run(kaggle());
  const std::map<std::string, int> expected = {
      {"Action", 6590},          {"Adventure", 3490}, {"Animation", 1930}, {"Comedy", 13176}, {"Crime", 4304},
      {"Documentary", 3930},     {"Drama", 20243},    {"Family", 2767},    {"Fantasy", 2309}, {"Foreign", 1619},
      {"History", 1398},         {"Horror", 4670},    {"Music", 1597},     {"Mystery", 2464}, {"Romance", 6730},
      {"Science Fiction", 3042}, {"TV Movie", 765},   {"Thriller", 7618},  {"War", 1322},     {"Western", 1042}};
  EXPECT_EQ(films_by_genre(result.catalogue), expected);
  EXPECT_EQ(count_rows(result.catalogue, [&](std::size_t row) { return result.catalogue.genres[row].empty(); }), 2442U);
}

TEST_F(RealDataTest, KagglesTitlesAreNoKeyAndStayAsTheyAre) {
  const Catalogue catalogue = run(kaggle()).catalogue;
  std::map<std::string_view, int> films_of_title;
  std::map<std::pair<std::string_view, std::int32_t>, int> films_of_title_and_year;
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    ++films_of_title[catalogue.titles[row]];
    ++films_of_title_and_year[{catalogue.titles[row], catalogue.years[row]}];
  }
  const auto is_shared = [](const auto& films) { return films.second > 1; };
  EXPECT_EQ(std::count_if(films_of_title.begin(), films_of_title.end(), is_shared), 2307);
  EXPECT_EQ(std::count_if(films_of_title_and_year.begin(), films_of_title_and_year.end(), is_shared), 50);
  EXPECT_EQ(films_of_title.at("Cinderella"), 11);

  const auto titles_with = [&](auto has) {
    return count_rows(catalogue, [&](std::size_t row) { return has(catalogue.titles[row]); });
  };
  EXPECT_EQ(titles_with([](std::string_view t) { return !std::all_of(t.begin(), t.end(), is_ascii); }), 827U);
  EXPECT_EQ(titles_with([](std::string_view t) { return std::none_of(t.begin(), t.end(), is_ascii_letter_or_digit); }), 33U);
  EXPECT_EQ(titles_with([](std::string_view t) { return t.find("  ") != std::string_view::npos; }), 22U);
  EXPECT_EQ(titles_with([](std::string_view t) { return t.ends_with("\u200e\u200e"); }), 1U);
}

TEST_F(RealDataTest, KagglesNumbersAreKnownOrUnknownAsTheyStand) {
  const Catalogue catalogue = run(kaggle()).catalogue;
  const auto count = [&](const auto& column, auto holds) {
    return count_rows(catalogue, [&](std::size_t row) { return holds(column[row]); });
  };
  const auto is_unknown = [](float number) { return std::isnan(number); };
  EXPECT_EQ(count(catalogue.years, [](std::int32_t year) { return year == kUnknownYear; }), 84U);
  EXPECT_EQ(count(catalogue.runtimes_minutes, is_unknown), 257U + 1558U) << "blank, or 0.0";
  EXPECT_EQ(count(catalogue.runtimes_minutes, [](float minutes) { return minutes == 1256.0F; }), 1U);
  EXPECT_EQ(count(catalogue.vote_averages, is_unknown), 2896U) << "nobody voted";
  EXPECT_EQ(count(catalogue.vote_averages, [](float average) { return average == 0; }), 2995U - 2896U);
  EXPECT_EQ(count(catalogue.popularities, is_unknown), 45430U - 5888U) << "blank in this copy";
}

TEST_F(RealDataTest, KaggleInTheArticlesViewHas40035Films) {
  const auto result = run(kaggle(), article());
  EXPECT_EQ(result.report.rows_kept, 40035U);
  EXPECT_EQ(rows_of(result.report, "duplicate title").size() + result.catalogue.size(), 43018U) << "rows with title and genre";
  EXPECT_EQ(rows_of(result.report, "genres").size(), 2442U);
  EXPECT_THAT(rows_of(result.report, "duplicate id"), IsEmpty());
}

/// What a program prints, line by line; nothing if it fails.
std::vector<std::string> output_of(const std::string& command) {
  std::vector<std::string> lines;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return lines;
  std::string text;
  std::array<char, 65536> block{};
  while (const std::size_t read = std::fread(block.data(), 1, block.size(), pipe)) text.append(block.data(), read);
  if (::pclose(pipe) != 0) return lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

TEST_F(RealDataTest, TheArticlesViewIsThatOfPandasRowForRow) {
  const char* chosen = std::getenv("KINORA_PYTHON");
  const std::string python = chosen != nullptr ? chosen : "/usr/bin/python3";
  if (std::system((python + " -c 'import pandas' 2>/dev/null").c_str()) != 0)
    GTEST_SKIP() << "NOT TESTED: " << python << " has no pandas (set KINORA_PYTHON, or install python3-pandas)";
  const auto files = kaggle();
  const auto lines = output_of(python + " " KINORA_SOURCE_DIR "/tests/ingest/pandas_view.py '" + files.catalogue.string() + "'");
  ASSERT_EQ(lines.size(), 40035U);
  const Catalogue catalogue = run(files, article()).catalogue;
  ASSERT_EQ(catalogue.size(), lines.size());
  for (std::size_t row = 0; row < lines.size(); ++row) {
    std::string ours = std::to_string(catalogue.source_rows[row]) + "\t" + std::to_string(catalogue.ids[row]) + "\t" +
                       std::string(catalogue.titles[row]) + "\t";
    for (const std::string& genre : catalogue.genres.names(row)) ours += genre + "|";
    ASSERT_EQ(ours, lines[row]);
  }
}

TEST_F(RealDataTest, KaggleJoinsKeywordsAndCredits) {
  auto files = kaggle();
  files.keywords = data_ / "kaggle/keywords.csv";
  files.credits = data_ / "kaggle/credits.sample1000.csv";
  const auto result = run(files);
  ASSERT_EQ(result.report.joined.size(), 2U);
  const JoinedFile& keywords = result.report.joined[0];
  EXPECT_EQ(keywords.rows_read, 46419U);
  EXPECT_EQ(keywords.rows_rejected, 0U);
  EXPECT_EQ(keywords.films_joined, 45429U);
  EXPECT_EQ(keywords.duplicate_ids, 986U);
  EXPECT_EQ(keywords.unknown_ids, 4U) << "three films that the catalogue rejects, one of them twice";
  EXPECT_EQ(result.report.joined[1].rows_read, 1000U);
  EXPECT_EQ(result.report.joined[1].films_joined, 1000U);
  EXPECT_EQ(result.report.cells_passed_over, 0U);
  EXPECT_THAT(result.catalogue.keywords.names(0), ::testing::Contains("boy next door"));
  std::size_t most = 0;
  for (std::size_t row = 0; row < result.catalogue.size(); ++row) most = std::max(most, result.catalogue.keywords[row].size());
  EXPECT_EQ(most, 149U);
  const auto& all = result.catalogue.keywords;
  EXPECT_EQ(all.label_count(), 19949U) << "19,956, of which 6 are others with white space at an end, and one is nothing else";
  EXPECT_EQ(count_rows(result.catalogue, [&](std::size_t row) { return all[row].empty(); }), 14340U + 1U) << "one has no record";
}

TEST_F(RealDataTest, KaggleInTheOriginalBytesReadsEveryColumn) {
  const auto first = run({.catalogue = data_ / "kaggle/movies_metadata.first2996.csv"});
  EXPECT_EQ(first.report.rows_read, 2996U);
  EXPECT_EQ(first.report.cells_passed_over, 0U);
  EXPECT_EQ(first.catalogue.collections.label_count(), 295U);
  const auto random = run({.catalogue = data_ / "kaggle/movies_metadata.random1000.csv"});
  EXPECT_EQ(random.report.format, "kaggle");
  EXPECT_EQ(random.report.rows_kept, 1000U);
  EXPECT_EQ(random.report.cells_passed_over, 0U);
}

TEST_F(RealDataTest, MovieLensLatestSmall) {
  const auto result = run({.catalogue = data_ / "movielens-latest-small/movies.csv"});
  EXPECT_EQ(result.report.format, "movielens");
  EXPECT_EQ(result.report.rows_kept, 9742U);
  EXPECT_THAT(result.report.rejections, IsEmpty());
  EXPECT_EQ(result.catalogue.genres.label_count(), 19U);
  std::size_t without_genre = 0;
  std::size_t without_year = 0;
  std::set<std::pair<std::string_view, std::int32_t>> films;
  for (std::size_t row = 0; row < result.catalogue.size(); ++row) {
    films.insert({result.catalogue.titles[row], result.catalogue.years[row]});
    without_genre += result.catalogue.genres[row].empty() ? 1U : 0U;
    without_year += result.catalogue.years[row] == kUnknownYear ? 1U : 0U;
    EXPECT_FALSE(result.catalogue.titles[row].ends_with(", The")) << result.catalogue.titles[row];
  }
  EXPECT_EQ(without_genre, 34U);
  EXPECT_EQ(films.size(), 9742U - 5U) << "five pairs of a title and a year occur twice; each film has an id";
  EXPECT_EQ(without_year, 12U) << "of the 24 titles that do not end in (YYYY) 11 end in a space, and one in a range";
}

TEST_F(RealDataTest, MovieLensFilesThatAreNoCatalogueAreNamed) {
  for (const char* name : {"ratings.csv", "tags.csv", "links.csv"}) {
    const auto result = read_catalogue({.catalogue = data_ / "movielens-latest-small" / name}, {}, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::kFormatUnknown);
    EXPECT_THAT(result.error().next_step, ::testing::HasSubstr("movies.csv"));
  }
}

TEST_F(RealDataTest, ImdbSample) {
  const auto result = run({.catalogue = data_ / "imdb-sample/title.basics.tsv"});
  EXPECT_EQ(result.report.format, "imdb");
  EXPECT_EQ(result.report.rows_kept, 2000U);
  EXPECT_EQ(result.catalogue.imdb_ids[0], "tt9806238");
  EXPECT_THAT(result.catalogue.genres.names(1), ElementsAre("Drama", "Mystery", "Thriller"));
  const Catalogue& films = result.catalogue;
  EXPECT_EQ(count_rows(films, [&](std::size_t row) { return films.years[row] == kUnknownYear; }), 637U);
  EXPECT_EQ(count_rows(films, [&](std::size_t row) { return std::isnan(films.runtimes_minutes[row]); }), 877U);
  EXPECT_EQ(count_rows(films, [&](std::size_t row) { return films.genres[row].empty(); }), 307U);
}

}  // namespace
}  // namespace kinora
