#include "text/documents.hpp"

#include "text/oracle.hpp"
#include "text/token_interner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <vector>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Movie movie(std::int64_t id, std::string title, std::vector<std::string> genres) {
  Movie film;
  film.id = id;
  film.title = std::move(title);
  film.genres = std::move(genres);
  return film;
}

Catalogue catalogue_of(const std::vector<Movie>& movies) {
  Catalogue catalogue;
  for (const Movie& each : movies) catalogue.append(each, static_cast<std::uint32_t>(catalogue.size()));
  return catalogue;
}

Movie rich_movie() {
  Movie film = movie(7, "The Watch: 2 o'Clock", {"Science Fiction", "War"});
  film.tagline = "Time is up!";
  film.overview = "A watchmaker -- who can't wait -- goes back. To the U.S. keyword:3d.";
  film.keywords = {"time travel", "Paris"};
  film.directors = {"Ann Émile"};
  film.cast = {"Bo Σας", "Cy"};
  film.collection = "The Watch Collection";
  film.year = 1987;
  return film;
}

TokenizedDocuments tokenized(const Catalogue& catalogue, const TextOptions& options, unsigned threads = 1) {
  auto documents = tokenize_catalogue(catalogue, options, Execution{.threads = threads});
  EXPECT_TRUE(documents.has_value());
  return *std::move(documents);
}

std::vector<std::string> tokens_of(const TokenizedDocuments& documents, std::size_t row) {
  std::vector<std::string> out;
  for (const WordId token : documents.documents[row]) out.emplace_back(documents.tokens[token]);
  return out;
}

constexpr TextOptions kArticleOptions = {.layout = DocumentLayout::kArticle};

TextOptions honest() {
  TextOptions options;
  options.genres = false;
  options.drop_genre_names = true;
  return options;
}

TEST(Documents, ArticleLayoutIsTheArticlesText) {
  const Catalogue catalogue =
      catalogue_of({movie(1, "Toy Story", {"Animation", "Science Fiction"}), movie(2, "It's ΟΔΟΣ", {"Drama"})});
  const TokenizedDocuments documents = tokenized(catalogue, kArticleOptions);
  EXPECT_THAT(tokens_of(documents, 0),
              ElementsAre("genres", ":", "animation", ",", "science", "fiction", "title", ":", "toy", "story"));
  EXPECT_THAT(tokens_of(documents, 1), ElementsAre("genres", ":", "drama", "title", ":", "it", "'s", "οδος"));
  EXPECT_EQ(documents.token_count(), 18U);
  EXPECT_EQ(documents.tokens[0], "genres");
  EXPECT_EQ(documents.counts[1], 4U);
}

TEST(Documents, FieldsLayoutHasOneTokenALabelAndNoPunctuation) {
  const TokenizedDocuments documents = tokenized(catalogue_of({rich_movie()}), TextOptions{});
  EXPECT_THAT(
      tokens_of(documents, 0),
      ElementsAre("genre:science fiction", "genre:war", "the", "watch", "2", "o'clock", "time", "is", "up", "a", "watchmaker",
                  "who", "ca", "n't", "wait", "goes", "back", "to", "the", "u.s.", "3d", "keyword:time travel", "keyword:paris",
                  "director:ann émile", "actor:bo σας", "actor:cy", "collection:the watch collection", "decade:1980s"));
}

TEST(Documents, EveryFieldCanBeLeftOut) {
  const Catalogue catalogue = catalogue_of({rich_movie()});
  TextOptions options = {.layout = DocumentLayout::kFields,
                         .genres = false,
                         .title = false,
                         .overview = false,
                         .tagline = false,
                         .keywords = false,
                         .people = false,
                         .collection = false,
                         .decade = false};
  EXPECT_THAT(tokens_of(tokenized(catalogue, options), 0), IsEmpty());
  EXPECT_FALSE(options.validate().has_value());
  options.decade = true;
  EXPECT_TRUE(options.validate().has_value());
  EXPECT_THAT(tokens_of(tokenized(catalogue, options), 0), ElementsAre("decade:1980s"));
  options = {.layout = DocumentLayout::kArticle, .genres = false};
  EXPECT_THAT(tokens_of(tokenized(catalogue, options), 0), ElementsAre("title", ":", "the", "watch", ":", "2", "o'clock"));
  options.title = false;
  EXPECT_FALSE(options.validate().has_value());
}

TEST(Documents, UnknownFieldsMakeNoTokens) {
  Movie old = movie(1, "", {});
  old.year = -5;
  const TokenizedDocuments documents = tokenized(catalogue_of({movie(1, "", {}), old}), TextOptions{});
  EXPECT_THAT(tokens_of(documents, 0), IsEmpty());
  EXPECT_THAT(tokens_of(documents, 1), ElementsAre("decade:-10s"));
  EXPECT_EQ(tokenized(Catalogue{}, TextOptions{}).size(), 0U);
}

TEST(Documents, HonestDocumentsDoNotNameGenres) {
  Movie film = movie(1, "A Post-War Western's Science Fiction", {"War", "Western", "TV Movie", "Science Fiction"});
  film.overview = "Science without fiction; a wartime TV\nmovie, science-fiction, \"TV\" \"Movie\".";
  film.keywords = {"world war ii", "warfare", "Science-Fiction", "western", "tv", "movie business"};
  film.collection = "The War Collection";
  film.directors = {"Western War"};
  const TokenizedDocuments documents = tokenized(catalogue_of({film}), honest());
  EXPECT_THAT(tokens_of(documents, 0), ElementsAre("a", "'s", "science", "without", "fiction", "a", "wartime", "keyword:warfare",
                                                   "keyword:tv", "keyword:movie business", "director:western war"));
  EXPECT_FALSE((TextOptions{.genres = true, .drop_genre_names = true}.validate().has_value()));
  EXPECT_TRUE(honest().validate().has_value());
}

TEST(Documents, AreTheSameAtAnyNumberOfThreads) {
  std::vector<Movie> movies;
  for (int i = 0; i < 500; ++i) {
    Movie film = movie(i, "Film " + std::to_string(i * 7919 % 83) + " of " + std::to_string(i), {i % 2 == 0 ? "Drama" : "War"});
    film.keywords = {"k" + std::to_string(i % 31), "k" + std::to_string(i % 17)};
    movies.push_back(film);
  }
  const Catalogue catalogue = catalogue_of(movies);
  const TokenizedDocuments one = tokenized(catalogue, TextOptions{}, 1);
  EXPECT_EQ(std::accumulate(one.counts.begin(), one.counts.end(), std::uint64_t{0}), one.token_count());
  std::vector<std::uint8_t> seen(one.tokens.size(), 0);
  std::size_t next = 0;  // numbers are given in the order of first appearance
  for (const WordId token : one.documents.words) {
    if (seen[token] != 0) continue;
    EXPECT_EQ(token, next++);
    seen[token] = 1;
  }
  for (const unsigned threads : {2U, 5U}) {
    const TokenizedDocuments many = tokenized(catalogue, TextOptions{}, threads);
    EXPECT_EQ(many.documents.words, one.documents.words);
    EXPECT_EQ(many.documents.ends, one.documents.ends);
    EXPECT_EQ(many.counts, one.counts);
    ASSERT_EQ(many.tokens.size(), one.tokens.size());
    for (std::size_t i = 0; i < one.tokens.size(); ++i) EXPECT_EQ(many.tokens[i], one.tokens[i]);
  }
}

TEST(Documents, StopWhenCancelled) {
  CancellationToken cancellation;
  cancellation.request();
  const auto documents =
      tokenize_catalogue(catalogue_of({rich_movie()}), TextOptions{}, Execution{.cancellation = &cancellation});
  ASSERT_FALSE(documents.has_value());
  EXPECT_EQ(documents.error().code, ErrorCode::kCancelled);
}

TEST(Documents, OfTheRealCatalogueAreTheArticles) {
  const auto file = testing_oracle::kaggle_catalogue();
  if (!file) GTEST_SKIP() << testing_oracle::kNoData;
  if (const std::string missing = testing_oracle::missing_nltk(); !missing.empty()) GTEST_SKIP() << missing;
  const testing::TempDirectory folder;
  std::ifstream oracle(testing_oracle::ask("article", *file, folder));
  Catalogue catalogue;
  std::vector<std::vector<std::string>> expected;
  for (std::string line; std::getline(oracle, line);) {
    const auto film = nlohmann::json::parse(line);
    catalogue.append(movie(0, film.at("title"), film.at("genres")), 0);
    expected.push_back(film.at("tokens"));
  }
  const TokenizedDocuments documents = tokenized(catalogue, kArticleOptions, 2);
  ASSERT_EQ(documents.size(), expected.size());
  for (std::size_t row = 0; row < expected.size(); ++row) ASSERT_EQ(tokens_of(documents, row), expected[row]);
  EXPECT_EQ(documents.size(), 40'035U);
  EXPECT_EQ(documents.token_count(), 423'504U);
  EXPECT_EQ(build_vocabulary(documents, 2).size(), 8'580U);
}

TEST(TokenInterner, NumbersByFirstAppearanceAndGrows) {
  TokenInterner interner;
  constexpr std::uint32_t kTokens = 20'000;
  for (std::uint32_t i = 0; i < kTokens; ++i) ASSERT_EQ(interner.intern("t" + std::to_string(i)), i);
  for (std::uint32_t i = 0; i < kTokens; ++i) ASSERT_EQ(interner.intern("t" + std::to_string(i)), i);
  EXPECT_EQ(interner.intern(""), kTokens);
  EXPECT_EQ(interner.intern(""), kTokens);
  EXPECT_EQ(interner.tokens()[17], "t17");
}

}  // namespace
}  // namespace kinora
