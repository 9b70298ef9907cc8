// The films that are scored are chosen by bounds: the answer is the same as if every film were scored.

#include "recommend/part_scorer.hpp"
#include "recommend/similar.hpp"

#include "base/random.hpp"
#include "support/temp_directory.hpp"
#include "text/documents.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <memory>
#include <optional>

namespace kinora {
namespace {

constexpr std::size_t kDimension = 20;

std::vector<std::string> random_names(const char* kind, std::size_t most, std::size_t names, Rng& rng) {
  std::vector<std::string> list;
  for (std::size_t i = rng.below(most + 1); i > 0; --i)
    list.push_back(kind + std::to_string(rng.below(1 + rng.below(names))));  // low numbers are frequent
  return list;
}

Movie random_movie(std::int64_t id, Rng& rng) {
  Movie movie;
  movie.id = id;
  movie.title = "film" + std::to_string(rng.below(300));
  for (const std::string& word : random_names("word", 30, 2000, rng)) movie.overview += word + " ";
  movie.year = rng.below(20) == 0 ? kUnknownYear : 1900 + static_cast<std::int32_t>(rng.below(120));
  movie.genres = random_names("genre", 4, 20, rng);
  movie.keywords = random_names("keyword", 5, 500, rng);
  movie.directors = random_names("director", 2, 400, rng);
  movie.cast = random_names("actor", 5, 900, rng);
  if (rng.below(10) == 0) movie.collection = "series" + std::to_string(rng.below(30));
  movie.vote_count = static_cast<std::int64_t>(rng.below(1 + rng.below(5000)));
  if (movie.vote_count > 0) movie.vote_average = 10 * rng.uniform_float();
  if (rng.below(9) != 0) movie.runtime_minutes = 60 + static_cast<float>(rng.below(120));
  return movie;
}

/// A catalogue of random films with its index and vectors.
class RandomFilms {
 public:
  RandomFilms(std::size_t rows, std::uint64_t seed) : vectors_(rows, kDimension) {
    Rng rng(seed);
    Catalogue catalogue;
    for (std::size_t row = 0; row < rows; ++row) {
      catalogue.append(random_movie(static_cast<std::int64_t>(7 * row + rng.below(7)), rng), static_cast<std::uint32_t>(row));
      if (rng.below(50) == 0) continue;  // a vector of zeros
      for (float& value : vectors_.row(row)) value = rng.uniform_float() - 0.4F;
    }
    const std::vector<std::uint8_t> predicted(rows, 0);
    const TextOptions plots = {
        .genres = false, .title = false, .keywords = false, .people = false, .collection = false, .decade = false};
    const auto documents = tokenize_catalogue(catalogue, plots, {});
    const auto path = directory_ / "movies.safetensors";
    const auto written = MovieIndex::write(
        local_file_system(), path,
        {.catalogue = catalogue, .genres = catalogue.genres, .genres_predicted = predicted, .plots = *documents});
    EXPECT_TRUE(written) << written.error().message();
    auto opened = MovieIndex::open(local_file_system(), path);
    EXPECT_TRUE(opened) << opened.error().message();
    index_ = *std::move(opened);
  }

  [[nodiscard]] const MovieIndex& index() const { return index_; }
  [[nodiscard]] MatrixView vectors() const { return vectors_.view(); }
  [[nodiscard]] std::vector<Recommendation> rank(SimilarQuestion question, std::size_t k,
                                                 const RankingOptions& options = {}) const {
    question.k = k;
    return SimilarRanker(index_, vectors_.view(), options).rank(question);
  }

 private:
  testing::TempDirectory directory_;
  Matrix vectors_;
  MovieIndex index_;
};

/// With k = every film nothing is passed over: its first ten are what the plain way gives.
void expect_exact(const RandomFilms& films, const SimilarQuestion& question, const RankingOptions& options = {}) {
  const auto all = films.rank(question, films.index().size(), options);
  for (const std::size_t k : {1U, 10U, 300U}) {
    const auto best = films.rank(question, k, options);
    ASSERT_EQ(best.size(), std::min(k, all.size()));
    for (std::size_t i = 0; i < best.size(); ++i) {
      ASSERT_EQ(best[i].row, all[i].row) << "place " << i << " of " << k;
      ASSERT_EQ(best[i].score, all[i].score);
    }
  }
}

TEST(ExactRanking, SameAsScoringEveryFilm) {
  const RandomFilms films(20'000, 1);
  Rng rng(2);
  const auto row = [&] { return static_cast<std::size_t>(rng.below(films.index().size())); };
  for (const Metric metric : {Metric::kCosine, Metric::kL2, Metric::kDot}) {
    for (const double taste : {0.0, 0.4, 1.0}) {
      expect_exact(films, {.liked = {row()}, .metric = metric}, {.taste = taste});
      expect_exact(films, {.liked = {row(), row(), row()}, .disliked = {row()}, .excluded = {row()}, .metric = metric},
                   {.taste = taste});
    }
  }
}

TEST(ExactRanking, SameUnderAFilterAndOtherWeights) {
  const RandomFilms films(9'000, 3);
  Rng rng(4);
  RowSelection selection(films.index().size());
  for (std::uint8_t& chosen : selection) chosen = rng.below(3) == 0 ? 1 : 0;
  expect_exact(films, {.liked = {17}, .selection = selection});
  for (const double taste : {0.0, 0.7, 1.0}) {
    RankingOptions by_text{.taste = taste};
    by_text.alike.text = by_text.audience.text = 900;
    expect_exact(films, {.liked = {17}, .disliked = {5, 6}, .selection = selection}, by_text);
    RankingOptions without_text{.taste = taste};
    without_text.alike.text = without_text.audience.text = 0;
    without_text.alike.dislike = without_text.audience.dislike = 40;
    expect_exact(films, {.liked = {17, 18}, .disliked = {5, 6}}, without_text);
  }
}

TEST(ExactRanking, SameWhereSeveralThreadsShareTheFilms) {
  const RandomFilms films(120'000, 5);
  expect_exact(films, {.liked = {100'000, 3}, .disliked = {77}});
}

TEST(ExactRanking, PartsOfABlockAreThoseOfItsRowsAndTheTextIsBounded) {
  const RandomFilms films(10'000, 6);
  for (const auto& [metric, centred] : {std::pair(Metric::kCosine, false), std::pair(Metric::kCosine, true),
                                        std::pair(Metric::kL2, true), std::pair(Metric::kDot, true)}) {
    PartScorer scorer(films.index(), films.vectors(), {4, 9'000, 77}, metric);
    PartBlock upper;
    PartBlock lower;
    upper.rows = lower.rows = 1000;
    scorer.bound_raw_parts(8'500, TextBound::kUpper, upper);
    scorer.bound_raw_parts(8'500, TextBound::kLower, lower);
    if (centred) {
      scorer.find_means();
      scorer.centre_block(8'500, upper);
      scorer.centre_block(8'500, lower);
    }
    for (std::size_t i = 0; i < upper.rows; ++i) {
      ScoreParts parts = scorer.raw_parts(8'500 + i);
      if (centred) scorer.centre(8'500 + i, parts);
      for (std::size_t part = 0; part < kScorePartCount; ++part) {
        const auto which = static_cast<ScorePart>(part);
        if (which == ScorePart::kKnown || which == ScorePart::kRating || which == ScorePart::kDislike) continue;
        if (which == ScorePart::kText) {
          ASSERT_LE(parts[part], upper.of(which)[i]);
          ASSERT_GE(parts[part], lower.of(which)[i]);
        } else {
          ASSERT_EQ(parts[part], upper.of(which)[i]) << score_part_name(which) << " of row " << 8'500 + i;
        }
      }
    }
  }
}

}  // namespace
}  // namespace kinora
