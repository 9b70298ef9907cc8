#pragma once

#include "recommend/similar.hpp"
#include "support/temp_directory.hpp"
#include "text/documents.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace kinora {

/// Few films with every field.
struct Film {
  const char* title;
  std::int32_t year;
  std::vector<std::string> genres;
  std::vector<std::string> keywords;
  std::vector<std::string> directors;
  const char* collection;
  float vote;
  std::int64_t votes;
  float minutes;
  const char* overview;
  std::vector<float> vector;
};

inline constexpr float kNoMinutes = std::numeric_limits<float>::quiet_NaN();

inline const std::vector<Film>& films() {
  static const std::vector<Film> kFilms = {
      {"Tin Robots",
       1995,
       {"Animation", "Family"},
       {"toy", "friendship"},
       {"Ada Moor"},
       "Tin Robots",
       8.0F,
       5000,
       80,
       "Robots in the attic",
       {1, 0, 0}},
      {"Tin Robots Two",
       1999,
       {"Animation", "Family"},
       {"toy", "museum"},
       {"Ada Moor"},
       "Tin Robots",
       7.5F,
       4000,
       100,
       "Robots in the museum",
       {0.9F, 0.1F, 0}},
      {"Paper Dolls", 1996, {"Animation"}, {"toy"}, {"Bo Lund"}, "", 6.0F, 40, 40, "", {0.8F, 0, 0.3F}},
      {"Night Freight", 1995, {"Thriller"}, {"train", "heist"}, {"Cy Vance"}, "", 7.0F, 900, 120, "A train at night", {0, 1, 0}},
      {"Lost Ledger", kUnknownYear, {}, {}, {}, "", 0.0F, 0, kNoMinutes, "", {0, 0, 1}},
      {"Night Freight", 1961, {"Thriller", "Crime"}, {"train"}, {"Di Ruiz"}, "", 6.5F, 90, kNoMinutes, "", {0, 0.9F, 0.2F}},
  };
  return kFilms;
}

/// Weights of which none counts.
inline RankingWeights no_weights() {
  RankingWeights weights;
  for (const PartSpec& spec : kPartSpecs) weights.*spec.weight = 0;
  return weights;
}

/// An index of those films.
class FewFilms : public ::testing::Test {
 protected:
  FewFilms() : vectors_(films().size(), 3) {
    Catalogue catalogue;
    for (std::size_t row = 0; row < films().size(); ++row) {
      const Film& film = films()[row];
      Movie movie;
      movie.id = 100 + static_cast<std::int64_t>(row);
      movie.title = film.title;
      movie.year = film.year;
      movie.genres = film.genres;
      movie.keywords = film.keywords;
      movie.directors = film.directors;
      movie.collection = film.collection;
      movie.overview = film.overview;
      movie.runtime_minutes = film.minutes;
      movie.vote_count = film.votes;
      if (film.votes > 0) movie.vote_average = film.vote;
      catalogue.append(movie, static_cast<std::uint32_t>(row));
      std::copy(film.vector.begin(), film.vector.end(), vectors_.row(row).begin());
    }
    const std::vector<std::uint8_t> predicted(catalogue.size(), 0);
    const TextOptions plots = {
        .genres = false, .title = false, .keywords = false, .people = false, .collection = false, .decade = false};
    const auto documents = tokenize_catalogue(catalogue, plots, {});
    const auto written = MovieIndex::write(
        local_file_system(), directory_ / "movies.safetensors",
        {.catalogue = catalogue, .genres = catalogue.genres, .genres_predicted = predicted, .plots = *documents});
    EXPECT_TRUE(written) << written.error().message();
    auto index = MovieIndex::open(local_file_system(), directory_ / "movies.safetensors");
    EXPECT_TRUE(index) << index.error().message();
    index_ = *std::move(index);
  }

  static std::vector<std::int64_t> ids(const std::vector<Recommendation>& answer) {
    std::vector<std::int64_t> result;
    for (const Recommendation& movie : answer) result.push_back(movie.id);
    return result;
  }

  static double weight_of(const Recommendation& movie, const std::string& kind) {
    for (const Reason& reason : movie.reasons)
      if (reason.kind == kind) return reason.weight;
    return 0;
  }

  testing::TempDirectory directory_;
  Matrix vectors_;
  MovieIndex index_;
};

}  // namespace kinora
