#include "kinora/catalogue/catalogue.hpp"

#include <gtest/gtest.h>
#include <cmath>

namespace kinora {
namespace {

Movie full_movie() {
  return {.id = 194,
          .title = "Amélie",
          .original_title = "Le fabuleux destin d'Amélie Poulain",
          .overview = "A text.",
          .tagline = "Another.",
          .imdb_id = "tt0211915",
          .year = 2001,
          .genres = {"Comedy", "Romance"},
          .keywords = {"paris"},
          .directors = {"Jean-Pierre Jeunet"},
          .cast = {"Audrey Tautou", "Mathieu Kassovitz"},
          .collection = "None Collection",
          .language = "fr",
          .runtime_minutes = 122,
          .popularity = 12.5F,
          .vote_average = 7.8F,
          .vote_count = 3403};
}

TEST(Catalogue, GivesBackAFilmWithAllItsFields) {
  Catalogue catalogue;
  EXPECT_TRUE(catalogue.empty());
  catalogue.append(Movie{.id = 1}, 0);
  catalogue.append(full_movie(), 7);
  ASSERT_EQ(catalogue.size(), 2U);
  EXPECT_EQ(catalogue.source_rows[1], 7U);
  const Movie movie = catalogue.movie(1);
  const Movie expected = full_movie();
  EXPECT_EQ(movie.id, expected.id);
  EXPECT_EQ(movie.title, expected.title);
  EXPECT_EQ(movie.original_title, expected.original_title);
  EXPECT_EQ(movie.overview, expected.overview);
  EXPECT_EQ(movie.tagline, expected.tagline);
  EXPECT_EQ(movie.imdb_id, expected.imdb_id);
  EXPECT_EQ(movie.year, expected.year);
  EXPECT_EQ(movie.genres, expected.genres);
  EXPECT_EQ(movie.keywords, expected.keywords);
  EXPECT_EQ(movie.directors, expected.directors);
  EXPECT_EQ(movie.cast, expected.cast);
  EXPECT_EQ(movie.collection, expected.collection);
  EXPECT_EQ(movie.language, expected.language);
  EXPECT_EQ(movie.runtime_minutes, expected.runtime_minutes);
  EXPECT_EQ(movie.popularity, expected.popularity);
  EXPECT_EQ(movie.vote_average, expected.vote_average);
  EXPECT_EQ(movie.vote_count, expected.vote_count);
}

TEST(Catalogue, WhatIsNotKnownStaysUnknown) {
  Catalogue catalogue;
  catalogue.append(full_movie(), 0);
  catalogue.append(Movie{.id = 2, .title = "Only a title"}, 1);
  const Movie movie = catalogue.movie(1);
  EXPECT_EQ(movie.title, "Only a title");
  EXPECT_EQ(movie.original_title, "");
  EXPECT_EQ(movie.year, kUnknownYear);
  EXPECT_TRUE(movie.genres.empty());
  EXPECT_EQ(movie.collection, "");
  EXPECT_EQ(movie.language, "");
  EXPECT_TRUE(std::isnan(movie.runtime_minutes));
  EXPECT_TRUE(std::isnan(movie.popularity));
  EXPECT_TRUE(std::isnan(movie.vote_average));
  EXPECT_EQ(movie.vote_count, 0);
  EXPECT_TRUE(catalogue.collections[1].empty()) << "an unknown collection is no label";
}

TEST(Catalogue, EveryColumnHasEveryRow) {
  Catalogue catalogue;
  for (int i = 0; i < 3; ++i) catalogue.append(i == 1 ? Movie{.id = i} : full_movie(), static_cast<std::uint32_t>(i));
  for (const std::size_t size :
       {catalogue.source_rows.size(), catalogue.titles.size(), catalogue.original_titles.size(), catalogue.overviews.size(),
        catalogue.taglines.size(), catalogue.imdb_ids.size(), catalogue.years.size(), catalogue.genres.size(),
        catalogue.keywords.size(), catalogue.directors.size(), catalogue.cast.size(), catalogue.collections.size(),
        catalogue.languages.size(), catalogue.runtimes_minutes.size(), catalogue.popularities.size(),
        catalogue.vote_averages.size(), catalogue.vote_counts.size()})
    EXPECT_EQ(size, 3U);
}

TEST(CatalogueDeathTest, ARowThatIsNotThereIsABug) {
  EXPECT_DEATH(static_cast<void>(Catalogue().movie(0)), "check failed: row < size\\(\\) with 0 0");
}

}  // namespace
}  // namespace kinora
