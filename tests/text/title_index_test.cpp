#include "text/title_index.hpp"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <string>
#include <vector>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Film {
  std::string title;
  std::int64_t votes = 0;
  std::string original = {};
};

Catalogue catalogue_of(const std::vector<Film>& films) {
  Catalogue catalogue;
  for (const Film& film : films) {
    Movie movie;
    movie.title = film.title;
    movie.original_title = film.original;
    movie.vote_count = film.votes;
    catalogue.append(movie, 0);
  }
  return catalogue;
}

/// The films of this very title; empty where only another one comes near.
std::vector<std::size_t> films_called(const TitleIndex& index, std::string_view title) {
  const FoundTitle found = index.find(title, {}, {});
  return found.sureness == FoundTitle::Sureness::kSame ? found.rows : std::vector<std::size_t>();
}

class FilmTitles : public ::testing::Test {
 protected:
  FilmTitles() : catalogue_(catalogue_of(films())), index_(TitleIndex::build(catalogue_)) {}

  static std::vector<Film> films() {
    return {{"Toy Story", 5415, "Toy Story"},
            {"Toy Story 2", 3914},
            {"Amélie", 3403, "Le fabuleux destin d'Amélie Poulain"},
            {"The Godfather", 6024},
            {"Tokyo Godfathers", 220, "東京ゴッドファーザーズ"},
            {"Harry Potter and the Philosopher's Stone", 7188},
            {"Harry Potter and the Chamber of Secrets", 5966},
            {"The Lord of the Rings: The Fellowship of the Ring", 8892},
            {"The Lord of the Rings", 202},
            {"It", 4000},
            {"It", 450},
            {"M", 465},
            {"Up", 7048},
            {"8½", 367, "8½"},
            {"Die Hard", 4005},
            {"Hard", 1},
            {"東京物語", 300},
            {"Москва слезам не верит", 55},
            {"???", 3},
            {"Mr. & Mrs. Smith", 2965},
            {"E.T. the Extra-Terrestrial", 3359},
            {"War of the Worlds", 2400},
            {"", 10},
            {"The The", 1},
            {"Sabrina", 150},
            {"Sabrina", 284}};
  }
  std::string title(std::size_t row) const { return std::string(catalogue_.titles[row]); }
  std::vector<std::string> found(std::string_view query, std::size_t k = 3) const {
    std::vector<std::string> titles;
    for (const TitleHit& hit : index_.search(query, k)) titles.push_back(title(hit.row));
    return titles;
  }
  TitleHit best(std::string_view query) const {
    const auto hits = index_.search(query, 1);
    EXPECT_EQ(hits.size(), 1U) << query;
    return hits.empty() ? TitleHit{} : hits.front();
  }

  Catalogue catalogue_;
  TitleIndex index_;
};

TEST_F(FilmTitles, AreFoundHoweverTheyAreWritten) {
  struct Case {
    std::string query;
    std::string title;
    TitleMatch match;
  };
  const std::vector<Case> cases = {
      {"Toy Story", "Toy Story", TitleMatch::kExact},
      {"toy story", "Toy Story", TitleMatch::kNormalised},
      {"toy stroy", "Toy Story", TitleMatch::kTypo},
      {"the toy stroy", "Toy Story", TitleMatch::kTypo},
      {"amelie", "Amélie", TitleMatch::kNormalised},
      {"le fabuleux destin d'amelie poulain", "Amélie", TitleMatch::kNormalised},
      {"fabuleux destin", "Amélie", TitleMatch::kPrefix},
      {"godfather", "The Godfather", TitleMatch::kNormalised},
      {"Godfather, The", "The Godfather", TitleMatch::kNormalised},
      {"teh godfather", "The Godfather", TitleMatch::kTypo},
      {"tokyo godfather", "Tokyo Godfathers", TitleMatch::kPrefix},
      {"harry potter philosophers stone", "Harry Potter and the Philosopher's Stone", TitleMatch::kWords},
      {"chamber secrets harry poter", "Harry Potter and the Chamber of Secrets", TitleMatch::kWords},
      {"harry potter sorcerers stone", "Harry Potter and the Philosopher's Stone", TitleMatch::kWords},
      {"lord of the rings fellowship", "The Lord of the Rings: The Fellowship of the Ring", TitleMatch::kWords},
      {"lord of the rings", "The Lord of the Rings", TitleMatch::kNormalised},
      {"worlds war", "War of the Worlds", TitleMatch::kWords},
      {"fellow", "The Lord of the Rings: The Fellowship of the Ring", TitleMatch::kWords},
      {"m", "M", TitleMatch::kNormalised},
      {"up", "Up", TitleMatch::kNormalised},
      {"8½", "8½", TitleMatch::kExact},
      {"8 1/2", "8½", TitleMatch::kNormalised},
      {"東京物語", "東京物語", TitleMatch::kExact},
      {"東京物", "東京物語", TitleMatch::kPrefix},
      {"京東物語", "東京物語", TitleMatch::kTypo},
      {"МОСКВА слезам НЕ верит", "Москва слезам не верит", TitleMatch::kNormalised},
      {"верит москва", "Москва слезам не верит", TitleMatch::kWords},
      {"???", "???", TitleMatch::kExact},
      {"mr and mrs smith", "Mr. & Mrs. Smith", TitleMatch::kNormalised},
      {"et", "E.T. the Extra-Terrestrial", TitleMatch::kPrefix},
      {"the the", "The The", TitleMatch::kNormalised},
  };
  for (const Case& each : cases) {
    const TitleHit hit = best(each.query);
    EXPECT_EQ(title(hit.row), each.title) << each.query;
    EXPECT_EQ(hit.match, each.match) << each.query;
    EXPECT_GT(hit.similarity, 0) << each.query;
    EXPECT_LE(hit.similarity, 1) << each.query;
  }
}

TEST_F(FilmTitles, AreOrderedByMatchSimilarityAndFame) {
  const auto hits = index_.search("sabrina", 5);
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].row, 25U);
  EXPECT_EQ(hits[1].row, 24U);
  EXPECT_THAT(found("It"), ElementsAre("It", "It"));
  EXPECT_EQ(index_.search("It", 1).front().row, 9U);
  EXPECT_THAT(found("Toy Story"), ElementsAre("Toy Story", "Toy Story 2"));
  EXPECT_THAT(found("Hard"), ElementsAre("Hard", "Die Hard"));
  EXPECT_THAT(found("harry potter"),
              ElementsAre("Harry Potter and the Philosopher's Stone", "Harry Potter and the Chamber of Secrets"));
}

TEST_F(FilmTitles, EachFilmIsFoundOnceAndNoMoreThanAsked) {
  EXPECT_THAT(found("toy story", 1), ElementsAre("Toy Story"));
  EXPECT_THAT(found("toy story", 0), IsEmpty());
  for (const char* query : {"t", "the", "amelie", "of the", "tokyo godfathers"}) {
    const auto hits = index_.search(query, 100);
    std::vector<std::size_t> rows;
    for (const TitleHit& hit : hits) rows.push_back(hit.row);
    std::sort(rows.begin(), rows.end());
    EXPECT_EQ(std::unique(rows.begin(), rows.end()), rows.end()) << query;
    for (std::size_t k = 0; k < hits.size(); ++k) {
      const auto fewer = index_.search(query, k);
      ASSERT_EQ(fewer.size(), k);
      for (std::size_t i = 0; i < k; ++i) EXPECT_EQ(fewer[i].row, hits[i].row) << query << " " << k;
    }
  }
}

TEST_F(FilmTitles, NothingIsFoundForNothing) {
  for (const char* query : {"", "  ", "qwertyuiop asdfgh", "zzzzzzzzzzzz", "toy xyzzyx", "🙈"})
    EXPECT_THAT(found(query), IsEmpty()) << query;
  EXPECT_THAT(found(std::string(100'000, 'a')), IsEmpty());
  std::string words;
  for (int i = 0; i < 5'000; ++i) words += "the ";
  EXPECT_THAT(found(words), IsEmpty());
  const TitleIndex nothing = TitleIndex::build(Catalogue{});
  EXPECT_THAT(nothing.search("it", 3), IsEmpty());
  EXPECT_THAT(films_called(nothing, "it"), IsEmpty());
  EXPECT_EQ(nothing.rows(), 0U);
}

TEST_F(FilmTitles, AreLookedUpByTextThenByForm) {
  EXPECT_THAT(films_called(index_, "It"), ElementsAre(9, 10));
  EXPECT_THAT(films_called(index_, "sabrina"), ElementsAre(25, 24));
  EXPECT_THAT(films_called(index_, "Hard"), ElementsAre(15));
  EXPECT_THAT(films_called(index_, "the hard"), ElementsAre(14, 15));
  EXPECT_THAT(films_called(index_, "hard"), ElementsAre(14, 15));
  EXPECT_THAT(films_called(index_, "godfather"), ElementsAre(3));
  EXPECT_THAT(films_called(index_, "東京ゴッドファーザーズ"), ElementsAre(4));
  EXPECT_THAT(films_called(index_, "toy stroy"), IsEmpty());
  EXPECT_THAT(films_called(index_, ""), IsEmpty());
}

TEST_F(FilmTitles, AreTheSameFromAFile) {
  const testing::TempDirectory folder;
  const std::filesystem::path path = folder / "titles.safetensors";
  ASSERT_TRUE(index_.save(local_file_system(), path).has_value());
  const auto opened = TitleIndex::open(local_file_system(), path);
  ASSERT_TRUE(opened.has_value()) << opened.error().message();
  EXPECT_EQ(opened->rows(), catalogue_.size());
  for (const char* query : {"toy stroy", "it", "lord of the rings", "tokyo", "amelie", "the"}) {
    const auto expected = index_.search(query, 10);
    const auto hits = opened->search(query, 10);
    ASSERT_EQ(hits.size(), expected.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      EXPECT_EQ(hits[i].row, expected[i].row);
      EXPECT_EQ(hits[i].match, expected[i].match);
      EXPECT_EQ(hits[i].similarity, expected[i].similarity);
    }
  }
}

}  // namespace
}  // namespace kinora
