#include "base/random.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

namespace kinora {
namespace {

/// One line of random_golden.txt: "next SEED STREAM VALUE…", "below SEED BOUND VALUE…" and so on.
struct Golden {
  std::string kind;
  std::uint64_t seed = 0;
  std::uint64_t parameter = 0;
  std::vector<std::uint64_t> values;
};

std::vector<Golden> goldens(const std::string& kind) {
  std::ifstream file(KINORA_SOURCE_DIR "/tests/base/random_golden.txt");
  std::vector<Golden> result;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    Golden golden;
    words >> golden.kind >> golden.seed >> golden.parameter;
    if (golden.kind != kind) continue;
    for (std::uint64_t value = 0; words >> value;) golden.values.push_back(value);
    result.push_back(golden);
  }
  EXPECT_FALSE(result.empty()) << "random_golden.txt has no line " << kind;
  return result;
}

TEST(Rng, IsXoshiroSeededBySplitMix) {
  for (const Golden& golden : goldens("next")) {
    Rng rng(golden.seed, golden.parameter);
    for (const std::uint64_t value : golden.values) ASSERT_EQ(rng.next(), value) << golden.seed << ", " << golden.parameter;
  }
}

TEST(Rng, BelowIsLemires) {
  for (const Golden& golden : goldens("below")) {
    Rng rng(golden.seed);
    for (const std::uint64_t value : golden.values) ASSERT_EQ(rng.below(golden.parameter), value) << golden.parameter;
  }
}

TEST(Rng, ShuffleIsFisherAndYates) {
  for (const Golden& golden : goldens("shuffle")) {
    Rng rng(golden.seed);
    std::vector<std::uint64_t> items(golden.values.size());
    std::iota(items.begin(), items.end(), 0U);
    rng.shuffle(std::span(items));
    EXPECT_EQ(items, golden.values);
  }
  Rng rng(1);
  std::vector<int> none;
  rng.shuffle(std::span(none));
}

TEST(Rng, FloatsAreTheUpperBitsAndStayBelowOne) {
  for (const Golden& golden : goldens("float24")) {
    Rng rng(golden.seed);
    for (const std::uint64_t value : golden.values) ASSERT_EQ(rng.uniform_float(), static_cast<float>(value) / 16777216.0F);
  }
  for (const Golden& golden : goldens("double53")) {
    Rng rng(golden.seed);
    for (const std::uint64_t value : golden.values)
      ASSERT_EQ(rng.uniform_double(), static_cast<double>(value) / 9007199254740992.0);
  }
  Rng rng(3);
  for (int i = 0; i < 100'000; ++i) {
    ASSERT_LT(rng.uniform_float(), 1.0F);
    ASSERT_LT(rng.uniform_double(), 1.0);
  }
}

/// Pearson's statistic against equal shares.
double chi_square(std::span<const std::size_t> counts) {
  const double expected =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::size_t{0})) / static_cast<double>(counts.size());
  double sum = 0;
  for (const std::size_t count : counts) {
    const double difference = static_cast<double>(count) - expected;
    sum += difference * difference / expected;
  }
  return sum;
}

TEST(Rng, BelowIsUniform) {
  Rng rng(17);
  std::array<std::size_t, 10> counts{};
  for (int i = 0; i < 100'000; ++i) ++counts[rng.below(10)];
  EXPECT_LT(chi_square(counts), 27.9) << "0.1 % of fair generators exceed this with 9 degrees of freedom";
}

TEST(Rng, BelowRejectsWhatWouldBeDrawnTwice) {
  // Of the 2^64 draws, 4 go into 3 results: without rejection every third result would come twice as often.
  Rng rng(18);
  std::array<std::size_t, 3> counts{};
  for (int i = 0; i < 60'000; ++i) ++counts[rng.below(3ULL << 62U) % 3];
  EXPECT_LT(chi_square(counts), 13.9) << "0.1 % of fair generators exceed this with 2 degrees of freedom";
}

TEST(Rng, EveryPermutationOfFourComesEquallyOften) {
  Rng rng(19);
  std::array<std::size_t, 24> counts{};
  for (int i = 0; i < 48'000; ++i) {
    std::array<int, 4> items = {0, 1, 2, 3};
    rng.shuffle(std::span<int>(items));
    std::size_t number = 0;
    std::array<int, 4> sorted = {0, 1, 2, 3};
    while (sorted != items) {
      std::next_permutation(sorted.begin(), sorted.end());
      ++number;
    }
    ++counts[number];
  }
  EXPECT_LT(chi_square(counts), 49.8) << "0.1 % of fair generators exceed this with 23 degrees of freedom";
}

TEST(Rng, StreamsAndSeedsDiffer) {
  std::vector<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    for (std::uint64_t stream = 0; stream < 100; ++stream) first.push_back(Rng(seed, stream).next());
  std::sort(first.begin(), first.end());
  EXPECT_EQ(std::adjacent_find(first.begin(), first.end()), first.end());
}

TEST(Rng, ACopyGoesOnOnItsOwn) {
  Rng rng(5);
  rng.next();
  Rng copy = rng;
  EXPECT_EQ(copy.next(), rng.next());
  copy.next();
  EXPECT_NE(copy.next(), rng.next());
}

}  // namespace
}  // namespace kinora
