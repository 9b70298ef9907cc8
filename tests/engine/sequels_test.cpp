/// Films that people expect beside each other, on real data: KINORA_DATA names the folder. Nothing is trained: all vectors are 0.
#include "base/file_system.hpp"
#include "kinora/ingest/ingest.hpp"
#include "recommend/similar.hpp"
#include "support/temp_directory.hpp"
#include "text/documents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <cstdlib>

namespace kinora {
namespace {

struct Expected {
  std::int64_t film;
  std::vector<std::int64_t> series;
};

const std::vector<Expected>& expected() {
  static const std::vector<Expected> kExpected = {
      {862, {863, 10193, 256835, 213121}},             // Toy Story
      {238, {240, 242}},                               // The Godfather
      {348, {679, 8077, 8078, 126889}},                // Alien
      {155, {272, 49026}},                             // The Dark Knight
      {671, {672, 673, 674, 675, 767, 12444, 12445}},  // Harry Potter and the Philosopher's Stone
  };
  return kExpected;
}

class SequelsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* data = std::getenv("KINORA_DATA");
    if (data == nullptr) GTEST_SKIP() << "KINORA_DATA is not set: sequels are NOT checked on real data";
    const std::filesystem::path kaggle = std::filesystem::path(data) / "kaggle";
    auto ingested = read_catalogue({.catalogue = kaggle / "movies_metadata.csv", .keywords = kaggle / "keywords.csv"}, {}, {});
    ASSERT_TRUE(ingested) << ingested.error().message();
    catalogue_ = std::move(ingested->catalogue);
  }

  /// How many of the first five are of the film's series, for each of the films expected.
  std::vector<std::size_t> sequels_in_five() {
    const std::vector<std::uint8_t> predicted(catalogue_.size(), 0);
    const TextOptions plots = {
        .genres = false, .title = false, .keywords = false, .people = false, .collection = false, .decade = false};
    const auto documents = tokenize_catalogue(catalogue_, plots, {});
    const auto path = directory_ / "movies.safetensors";
    EXPECT_TRUE(MovieIndex::write(
        local_file_system(), path,
        {.catalogue = catalogue_, .genres = catalogue_.genres, .genres_predicted = predicted, .plots = *documents}));
    const auto index = MovieIndex::open(local_file_system(), path);
    EXPECT_TRUE(index) << index.error().message();
    const Matrix vectors(index->size(), 1);
    const SimilarRanker ranker(*index, vectors.view(), {});
    std::vector<std::size_t> found;
    for (const Expected& wanted : expected()) {
      found.push_back(0);
      for (const Recommendation& movie : ranker.rank({.liked = {index->find_id(wanted.film).value()}, .k = 5}))
        found.back() += std::count(wanted.series.begin(), wanted.series.end(), movie.id) > 0 ? 1U : 0U;
    }
    return found;
  }

  Catalogue catalogue_;
  testing::TempDirectory directory_;
};

TEST_F(SequelsTest, TwoOfTheSeriesAreAmongTheFirstFive) { EXPECT_THAT(sequels_in_five(), ::testing::Each(::testing::Ge(2U))); }

TEST_F(SequelsTest, TitlesAloneTellThemWhereNoCollectionIsKnown) {
  LabelColumn none;
  for (std::size_t row = 0; row < catalogue_.size(); ++row) none.append(std::span<const std::string>());
  catalogue_.collections = std::move(none);
  EXPECT_THAT(sequels_in_five(), ::testing::Each(::testing::Ge(2U)));
}

}  // namespace
}  // namespace kinora
