#include "evaluate/related_baselines.hpp"

#include "support/temp_directory.hpp"
#include "text/documents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>

namespace kinora {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

/// Three films and one that nothing is known of, in rows 3, 1, 0 and 2 of an index.
class RelatedBaselinesTest : public ::testing::Test {
 protected:
  RelatedBaselinesTest() {
    Catalogue catalogue;
    const auto add = [&](Movie movie) {
      movie.id = static_cast<std::int64_t>(10 + catalogue.size());
      catalogue.append(movie, static_cast<std::uint32_t>(catalogue.size()));
    };
    add({.title = "", .year = 1990, .genres = {"War", "Drama"}, .vote_average = 6, .vote_count = 9});
    add({.title = "Beta", .year = 2000, .genres = {"Drama"}, .keywords = {"sea"}, .vote_average = 8, .vote_count = 99});
    add({});
    add({.title = "Alpha Beta", .year = 2008, .genres = {"Drama", "War"}, .keywords = {"sea", "ship"}});
    const std::vector<std::uint8_t> predicted(catalogue.size(), 0);
    const TextOptions plots = {
        .genres = false, .title = false, .keywords = false, .people = false, .collection = false, .decade = false};
    const auto documents = tokenize_catalogue(catalogue, plots, {});
    const auto path = directory_ / "movies.safetensors";
    EXPECT_TRUE(MovieIndex::write(
        local_file_system(), path,
        {.catalogue = catalogue, .genres = catalogue.genres, .genres_predicted = predicted, .plots = *documents}));
    index_ = std::make_unique<MovieIndex>(*MovieIndex::open(local_file_system(), path));
    baselines_ = std::make_unique<RelatedBaselines>(*index_, std::vector<std::size_t>{3, 1, 0, 2});
  }

  using Baseline = void (RelatedBaselines::*)(std::size_t, std::span<double>) const;
  std::vector<double> scores(Baseline baseline, std::size_t film) const {
    std::vector<double> all(4);
    (*baselines_.*baseline)(film, all);
    return all;
  }

  testing::TempDirectory directory_;
  std::unique_ptr<MovieIndex> index_;
  std::unique_ptr<RelatedBaselines> baselines_;
};

/// ln((1 + 4) / (1 + films)) + 1
double idf(double films) { return std::log(5 / (1 + films)) + 1; }

double length(std::initializer_list<double> weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight * weight;
  return std::sqrt(sum);
}

TEST_F(RelatedBaselinesTest, Popularity) {
  const double least = std::log(10) / std::log(100);
  EXPECT_THAT(scores(&RelatedBaselines::popularity, 0), ElementsAre(0, 1, DoubleNear(least, 1e-12), 0));
}

TEST_F(RelatedBaselinesTest, Genres) {
  const double one = idf(3) / length({idf(3), idf(2)});
  EXPECT_THAT(scores(&RelatedBaselines::genres, 0),
              ElementsAre(DoubleNear(1, 1e-12), DoubleNear(one, 1e-12), DoubleNear(1, 1e-12), 0));
}

TEST_F(RelatedBaselinesTest, Bag) {
  // Terms of the first film: Drama (3 films), War (2), sea (2), ship (1), alpha (1), beta (2), the decade 2000 (2).
  const double first = length({idf(3), idf(2), idf(2), idf(1), idf(1), idf(2), idf(2)});
  const double second = length({idf(3), idf(2), idf(2), idf(2)});  // Drama, sea, beta, 2000
  const double third = length({idf(3), idf(2), idf(1)});           // Drama, War, 1990
  const double with_second = (idf(3) * idf(3) + 3 * idf(2) * idf(2)) / first / second;
  const double with_third = (idf(3) * idf(3) + idf(2) * idf(2)) / first / third;
  EXPECT_THAT(scores(&RelatedBaselines::bag, 0),
              ElementsAre(DoubleNear(1, 1e-12), DoubleNear(with_second, 1e-12), DoubleNear(with_third, 1e-12), 0));
  EXPECT_THAT(scores(&RelatedBaselines::bag_and_votes, 0),
              ElementsAre(DoubleNear(1, 1e-12), DoubleNear(with_second + 0.1, 1e-12),
                          DoubleNear(with_third + 0.1 * std::log(10) / std::log(100), 1e-12), 0));
}

TEST_F(RelatedBaselinesTest, SumOfSixParts) {
  const double sea = idf(2) / length({idf(2), idf(1)});
  const double beta = idf(2) / length({idf(1), idf(2)});
  const double second = 0.5 + sea + beta + std::exp(-1) + 1 + 0.8;
  const double third = 1 + std::exp(-18.0 / 8) + std::log(10) / std::log(100) + 0.6;
  const auto all = scores(&RelatedBaselines::equal_sum, 0);
  EXPECT_NEAR(all[1], second, 1e-7);
  EXPECT_NEAR(all[2], third, 1e-7);
  EXPECT_EQ(all[3], 0) << "nothing is known of it, so nothing adds up";
  EXPECT_THAT(scores(&RelatedBaselines::equal_sum, 3), ElementsAre(0, DoubleNear(1.8, 1e-7), ::testing::Gt(0), 0));
}

}  // namespace
}  // namespace kinora
