#include "embedding/sampling.hpp"

#include "base/random.hpp"
#include "embedding/huffman.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kinora {
namespace {

nlohmann::json golden_cases() {
  std::ifstream file(KINORA_SOURCE_DIR "/tests/embedding/gensim_golden.json");
  return nlohmann::json::parse(file).at("cases");
}

TEST(KeepThresholds, AreThoseOfGensim) {
  for (const auto& golden : golden_cases()) {
    const auto counts = golden.at("counts").get<std::vector<std::uint64_t>>();
    EXPECT_EQ(keep_thresholds(counts, golden.at("sample")), golden.at("keep").get<std::vector<std::uint32_t>>()) << golden;
  }
}

TEST(KeepThresholds, OfNoWordsAreNone) { EXPECT_TRUE(keep_thresholds({}, 1e-3).empty()); }

TEST(NoiseTable, HasTheProbabilitiesOfGensim) {
  for (const auto& golden : golden_cases()) {
    const auto counts = golden.at("counts").get<std::vector<std::uint64_t>>();
    const NoiseTable table(counts, golden.at("noise_exponent"));
    for (std::size_t word = 0; word < counts.size(); ++word)
      EXPECT_NEAR(table.probability(static_cast<WordId>(word)), golden.at("noise")[word].get<double>(), 1e-8);
  }
}

TEST(NoiseTable, DrawsWithItsProbabilities) {
  const std::vector<std::uint64_t> counts = {1000, 500, 499, 100, 20, 3, 1};
  const NoiseTable table(counts, 0.75);
  constexpr int kDraws = 400'000;
  std::vector<int> drawn(counts.size());
  Rng rng(5);
  for (int i = 0; i < kDraws; ++i) ++drawn[table.draw(rng.next())];
  double chi_squared = 0;
  for (std::size_t word = 0; word < counts.size(); ++word) {
    const double expected = table.probability(static_cast<WordId>(word)) * kDraws;
    chi_squared += (drawn[word] - expected) * (drawn[word] - expected) / expected;
  }
  EXPECT_LT(chi_squared, 22.46);  // 6 degrees of freedom, one in a thousand; the seed is fixed
}

TEST(NoiseTable, OfOneWordAlwaysDrawsIt) {
  const std::vector<std::uint64_t> counts = {7};
  const NoiseTable table(counts, 0.75);
  EXPECT_EQ(table.draw(0), 0U);
  EXPECT_EQ(table.draw(~std::uint64_t{0}), 0U);
}

std::uint64_t tree_cost(const std::vector<std::uint64_t>& counts, const std::vector<std::size_t>& lengths) {
  std::uint64_t cost = 0;
  for (std::size_t word = 0; word < counts.size(); ++word) cost += counts[word] * lengths[word];
  return cost;
}

std::string code_of(const HuffmanTree& tree, std::size_t word) {
  std::string code;
  for (const HuffmanStep step : tree.path(word)) code += step.right ? '1' : '0';
  return code;
}

TEST(HuffmanTree, CostsAsLittleAsGensims) {
  for (const auto& golden : golden_cases()) {
    const auto counts = golden.at("counts").get<std::vector<std::uint64_t>>();
    const HuffmanTree tree(counts);
    std::vector<std::size_t> lengths;
    for (std::size_t word = 0; word < counts.size(); ++word) lengths.push_back(tree.path(word).size());
    EXPECT_EQ(tree_cost(counts, lengths), tree_cost(counts, golden.at("code_lengths").get<std::vector<std::size_t>>()));
  }
}

TEST(HuffmanTree, HasPathsFromTheRootToEachWord) {
  const std::vector<std::uint64_t> counts = {90, 40, 40, 13, 8, 8, 2, 1, 1, 1};
  const HuffmanTree tree(counts);
  EXPECT_EQ(tree.node_count(), 9U);
  std::vector<std::string> codes;
  for (std::size_t word = 0; word < counts.size(); ++word) {
    EXPECT_EQ(tree.path(word).front().node, 8U);  // the root is made last
    for (std::size_t i = 1; i < tree.path(word).size(); ++i) EXPECT_LT(tree.path(word)[i].node, tree.path(word)[i - 1].node);
    codes.push_back(code_of(tree, word));
  }
  for (const std::string& a : codes)
    for (const std::string& b : codes) EXPECT_TRUE(&a == &b || !b.starts_with(a)) << a << ' ' << b;
}

TEST(HuffmanTree, OfFewWords) {
  EXPECT_EQ(HuffmanTree(std::vector<std::uint64_t>{}).node_count(), 0U);
  const HuffmanTree one(std::vector<std::uint64_t>{4});
  EXPECT_EQ(one.node_count(), 0U);
  EXPECT_TRUE(one.path(0).empty());
  const HuffmanTree two(std::vector<std::uint64_t>{4, 3});
  EXPECT_EQ(two.node_count(), 1U);
  EXPECT_EQ(code_of(two, 0).size(), 1U);
  EXPECT_NE(code_of(two, 0), code_of(two, 1));
}

}  // namespace
}  // namespace kinora
