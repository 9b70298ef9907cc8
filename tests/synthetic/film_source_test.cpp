#include "synthetic/film_source.hpp"

#include "synthetic/distributions.hpp"
#include "synthetic/kaggle_files.hpp"
#include "synthetic/spelling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

namespace kinora::synthetic {
namespace {

using ::testing::Gt;
using ::testing::Lt;

std::vector<Film> films(std::size_t count, const FilmOptions& options = {}) {
  FilmSource source(options);
  std::vector<Film> made;
  for (std::size_t i = 0; i < count; ++i) made.push_back(source.next());
  for (Film& film : made) film.collection = nullptr;  // it dies with the source
  return made;
}

std::string records(const std::vector<Film>& made) {
  std::string text;
  for (const Film& film : made) {
    append_movie_record(film, text);
    append_keywords_record(film, text);
  }
  return text;
}

TEST(FilmSource, MakesTheSameFilmsOfTheSameSeedAndOthersOfAnother) {
  EXPECT_EQ(records(films(300)), records(films(300)));
  EXPECT_NE(records(films(300)), records(films(300, {.seed = 43})));
}

TEST(FilmSource, FirstFilmsOfMoreAreThoseOfFewer) { EXPECT_TRUE(records(films(900)).starts_with(records(films(300)))); }

TEST(FilmSource, HasTheGenresOfARealCatalogue) {
  const std::vector<Film> made = films(40'000);
  std::array<double, kGenres.size()> shares{};
  double none = 0;
  for (const Film& film : made) {
    none += film.genres.empty() ? 1.0 : 0.0;
    EXPECT_EQ(std::set<std::size_t>(film.genres.begin(), film.genres.end()).size(), film.genres.size());
    for (const std::size_t genre : film.genres) shares[genre] += 1.0 / 40'000;
  }
  EXPECT_NEAR(none / 40'000, 2442 / 45466.0, .005);
  // Drawn without repeating one, the frequent genres come a little less often than their count says and the rare ones more.
  for (std::size_t genre = 0; genre < shares.size(); ++genre)
    EXPECT_NEAR(shares[genre] / (kGenreCounts[genre] / 45466.0), 1, .25) << kGenres[genre].name;
}

TEST(FilmSource, LeavesAThirdOfTheFilmsWithoutKeywordsAndGivesTheOthersFive) {
  double empty = 0;
  double keywords = 0;
  for (const Film& film : films(40'000)) {
    empty += film.keywords.empty() ? 1.0 : 0.0;
    keywords += static_cast<double>(film.keywords.size());
  }
  EXPECT_NEAR(empty / 40'000, .319, .01);
  EXPECT_NEAR(keywords / 40'000, 3.4, .2);
}

TEST(FilmSource, DescribesTheShareAskedFor) {
  for (const unsigned percent : {0U, 13U, 100U}) {
    const std::vector<Film> made = films(5000, {.described_percent = percent});
    const auto described = std::count_if(made.begin(), made.end(), [](const Film& film) { return !film.overview.empty(); });
    EXPECT_NEAR(static_cast<double>(described) / 5000, percent / 100.0, .02);
  }
}

TEST(FilmSource, MostFilmsHaveFewVotesAndFewHaveMost) {
  std::vector<std::uint64_t> votes;
  for (const Film& film : films(20'000)) votes.push_back(film.votes);
  std::sort(votes.begin(), votes.end());
  EXPECT_NEAR(static_cast<double>(votes[10'000]), 10, 2);
  EXPECT_THAT(votes[19'800], Gt(1500U));
}

/// Distinct words among the titles of the first films.
std::size_t vocabulary(const std::vector<Film>& made, std::size_t count) {
  std::set<std::string> words;
  for (std::size_t i = 0; i < count; ++i) {
    std::istringstream title(made[i].title);
    for (std::string word; title >> word;) words.insert(word);
  }
  return words.size();
}

TEST(FilmSource, VocabularyGrowsByAPowerOfTheTitles) {
  const std::vector<Film> made = films(40'000);
  const auto few = static_cast<double>(vocabulary(made, 4000));
  const auto many = static_cast<double>(vocabulary(made, 40'000));
  const double exponent = std::log10(many / few);
  EXPECT_THAT(exponent, Gt(.55));
  EXPECT_THAT(exponent, Lt(.80));
}

TEST(RecurringChoice, FrequenciesFallByAPowerOfTheRank) {
  Rng rng(7);
  RecurringChoice choice(.6, 30);
  std::vector<double> counts;
  for (int i = 0; i < 300'000; ++i) {
    const std::uint32_t number = choice.next(rng);
    if (number == counts.size()) counts.push_back(0);
    ++counts[number];
  }
  EXPECT_EQ(choice.distinct(), counts.size());
  std::sort(counts.rbegin(), counts.rend());
  // Zipf's exponent of a Pitman–Yor process is 1 / discount.
  EXPECT_NEAR(std::log(counts[200] / counts[2000]) / std::log(10), 1 / .6, .25);
}

TEST(Spelling, GivesEveryNumberAWordOfItsOwn) {
  std::set<std::string> words;
  for (std::uint32_t number = 0; number < 700'000; ++number) words.insert(spell_word(number));
  EXPECT_EQ(words.size(), 700'000U);
}

TEST(Spelling, GivesEveryKeywordANameOfItsOwn) {
  std::set<std::string> names;
  for (std::uint32_t number = 0; number < 200'000; ++number) names.insert(spell_keyword(number));
  EXPECT_EQ(names.size(), 200'000U);
}

}  // namespace
}  // namespace kinora::synthetic
