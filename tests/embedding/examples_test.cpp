#include "embedding/examples.hpp"

#include "embedding/batch.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <vector>

namespace kinora {
namespace {

const std::vector<std::uint64_t> kCounts = {50, 40, 30, 20, 10, 9, 8, 7, 6, 5};
const std::vector<WordId> kDocument = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

Examples sample(const Doc2VecOptions& options, std::span<const WordId> document = kDocument, std::uint64_t seed = 3) {
  const ExampleSampler sampler(options, kCounts);
  Examples examples;
  Rng rng(seed);
  sampler.sample(document, 17, rng, examples);
  return examples;
}

std::vector<Example> list_of(const Examples& examples) {
  return {examples.list.data(), examples.list.data() + examples.list.size()};
}

std::vector<Target> targets_of(const Examples& examples, const Example& example) {
  const Target* begin = examples.targets.data() + example.target_begin;
  return {begin, begin + example.target_count};
}

TEST(ExampleSampler, DrawsTheWordAndNoiseThatIsNotTheWord) {
  const Examples examples = sample({.negative = 20, .sample = 0});
  ASSERT_EQ(examples.list.size(), kDocument.size());
  for (std::size_t i = 0; i < kDocument.size(); ++i) {
    const Example& example = examples.list[i];
    EXPECT_EQ(example.input, 17U);
    EXPECT_EQ(example.target_begin % kTargetBlock, 0U);
    const auto targets = targets_of(examples, example);
    EXPECT_EQ(targets.front(), kDocument[i] | kPositive);
    EXPECT_LE(targets.size(), 21U);
    for (std::size_t t = 1; t < targets.size(); ++t) {
      EXPECT_LT(targets[t], kCounts.size());
      EXPECT_NE(targets[t], kDocument[i]);
    }
  }
}

TEST(ExampleSampler, ShrinksTheWindowToEachWidthAsOften) {
  std::map<std::size_t, int> reaches;
  const std::vector<WordId> document(30'000, 1);
  const Examples examples = sample({.window = 4, .sample = 0}, document);
  for (const Example& example : list_of(examples)) {
    EXPECT_LE(example.context_begin, example.centre);
    EXPECT_GT(example.context_end, example.centre);
    if (example.centre < 4 || example.centre + 4 >= document.size()) continue;
    EXPECT_EQ(example.centre - example.context_begin, example.context_end - example.centre - 1);
    ++reaches[example.centre - example.context_begin];
  }
  ASSERT_EQ(reaches.size(), 4U);
  for (const auto& [reach, times] : reaches) EXPECT_NEAR(times, 7500, 300) << reach;
}

TEST(ExampleSampler, KeepsTheWindowIfTold) {
  const Examples examples = sample({.window = 3, .shrink_window = false, .sample = 0});
  EXPECT_EQ(examples.list[0].context_begin, 0U);
  EXPECT_EQ(examples.list[0].context_end, 4U);
  EXPECT_EQ(examples.list[5].context_begin, 2U);
  EXPECT_EQ(examples.list[5].context_end, 9U);
  EXPECT_EQ(examples.list[9].context_end, 10U);
}

TEST(ExampleSampler, NeverShrinksAConcatenation) {
  const Examples examples = sample({.join = ContextJoin::kConcat, .window = 3, .sample = 0});
  EXPECT_EQ(examples.list[5].context_begin, 2U);
  EXPECT_EQ(examples.list[5].context_end, 9U);
}

TEST(ExampleSampler, HasNoContextInDbow) {
  const Examples examples = sample({.model = Doc2VecModel::kDbow, .sample = 0});
  for (const Example& example : list_of(examples)) EXPECT_EQ(example.context_begin, example.context_end);
}

TEST(ExampleSampler, PredictsEachWordFromItsNeighboursInSkipGram) {
  const Examples examples =
      sample({.model = Doc2VecModel::kDbow, .train_words = true, .window = 2, .shrink_window = false, .sample = 0});
  ASSERT_EQ(examples.list.size(), 10U + 34U);
  std::set<std::pair<WordId, WordId>> pairs;
  for (const Example& example : list_of(examples)) {
    const WordId predicted = targets_of(examples, example).front() & ~kPositive;
    if ((example.input & kWordInput) != 0) pairs.insert({example.input & ~kWordInput, predicted});
  }
  EXPECT_EQ(pairs.size(), 34U);
  EXPECT_TRUE(pairs.contains({3, 5}));
  EXPECT_TRUE(pairs.contains({5, 3}));
  EXPECT_FALSE(pairs.contains({3, 6}));
  EXPECT_FALSE(pairs.contains({3, 3}));
}

TEST(ExampleSampler, HasNoSkipGramInInference) {
  const ExampleSampler sampler({.model = Doc2VecModel::kDbow, .train_words = true, .sample = 0}, kCounts);
  Examples examples;
  Rng rng(1);
  sampler.sample_for_inference(kDocument, rng, examples);
  EXPECT_EQ(examples.list.size(), kDocument.size());
}

TEST(ExampleSampler, WalksThePathOfHierarchicalSoftmaxBeforeTheNoise) {
  Doc2VecOptions options{.negative = 0, .hierarchical_softmax = true, .sample = 0};
  const HuffmanTree tree(kCounts);
  for (const std::size_t negative : {0U, 4U}) {
    options.negative = negative;
    const Examples examples = sample(options);
    const std::size_t first_node = negative > 0 ? kCounts.size() : 0;
    for (std::size_t i = 0; i < kDocument.size(); ++i) {
      const auto targets = targets_of(examples, examples.list[i]);
      const auto path = tree.path(kDocument[i]);
      for (std::size_t step = 0; step < path.size(); ++step)
        EXPECT_EQ(targets[step], (first_node + path[step].node) | (path[step].right ? 0 : kPositive));
      if (negative == 0)
        EXPECT_EQ(targets.size(), path.size());
      else
        EXPECT_EQ(targets[path.size()], kDocument[i] | kPositive);
    }
  }
}

TEST(ExampleSampler, KeepsTheShareOfEachWord) {
  const Doc2VecOptions options{.sample = 0.05};
  std::vector<WordId> document;
  for (WordId word = 0; word < kCounts.size(); ++word) document.insert(document.end(), 20'000, word);
  const auto thresholds = keep_thresholds(kCounts, options.sample);
  const Examples examples = sample(options, document);
  std::vector<int> kept(kCounts.size());
  for (std::size_t i = 0; i < examples.kept.size(); ++i) ++kept[examples.kept[i]];
  for (std::size_t word = 0; word < kCounts.size(); ++word)
    EXPECT_NEAR(kept[word], 20'000 * keep_probability(thresholds[word]), 300);
  EXPECT_LT(kept[0], 14'000);
  EXPECT_EQ(kept[9], 20'000);
}

TEST(ExampleSampler, EstimatesHowBusyTheBusiestRowIs) {
  EXPECT_EQ(ExampleSampler({.negative = 0, .hierarchical_softmax = true}, kCounts).busiest_row_share(), 1);
  const double share = ExampleSampler({.noise_exponent = 1, .sample = 0}, kCounts).busiest_row_share();
  EXPECT_NEAR(share, 6 * 50.0 / 185, 1e-6);
}

TEST(ArrangeBatches, KeepsEveryExampleAndTheLimits) {
  const ExampleSampler sampler({.sample = 0}, kCounts);
  for (const std::size_t document_length : {1U, 4U, 90U}) {
    Examples examples;
    Rng rng(1);
    std::vector<WordId> document;
    for (std::size_t i = 0; i < document_length; ++i) document.push_back(static_cast<WordId>(i % kCounts.size()));
    for (std::uint32_t row = 5; row < 25; ++row) sampler.sample(document, row, rng, examples);
    const std::size_t count = examples.list.size();
    for (int again = 0; again < 2; ++again) {
      examples.batch_ends.clear();
      arrange_batches({.examples = 16, .document_changes = 3}, 5, examples);
      ASSERT_EQ(examples.list.size(), count);
      std::set<std::uint32_t> targets;
      std::size_t begin = 0;
      for (std::size_t b = 0; b < examples.batch_ends.size(); ++b) {
        const std::size_t end = examples.batch_ends[b];
        EXPECT_GT(end, begin);
        EXPECT_LE(end - begin, 16U);
        std::map<std::uint32_t, int> changes;
        for (std::size_t i = begin; i < end; ++i) {
          EXPECT_LE(++changes[examples.list[i].input], 3);
          targets.insert(examples.list[i].target_begin);
        }
        begin = end;
      }
      EXPECT_EQ(begin, count);
      EXPECT_EQ(targets.size(), count);
    }
  }
}

TEST(ArrangeBatches, SpreadsDocuments) {
  const ExampleSampler sampler({.sample = 0}, kCounts);
  Examples examples;
  Rng rng(1);
  for (std::uint32_t row = 0; row < 40; ++row) sampler.sample(kDocument, row, rng, examples);
  arrange_batches({.examples = 64, .document_changes = 10}, 0, examples);
  EXPECT_EQ(examples.batch_ends.size(), 7U);  // 400 examples in full batches
}

TEST(ShareNoise, GivesTheExamplesOfAGroupTheSameNoise) {
  const ExampleSampler sampler({.negative = 9, .sample = 0}, kCounts);
  Examples examples;
  Rng rng(1);
  for (std::uint32_t row = 0; row < 40; ++row) sampler.sample_untargeted(kDocument, row, rng, examples);
  arrange_batches({.examples = 50, .document_changes = 10}, 0, examples);
  sampler.share_noise(rng, examples);
  EXPECT_TRUE(examples.shares_noise);
  std::set<std::vector<Target>> groups;
  std::size_t begin = 0;
  int ignored = 0;
  for (std::size_t b = 0; b < examples.batch_ends.size(); begin = examples.batch_ends[b++]) {
    std::vector<Target> noise;
    for (std::size_t i = begin; i < examples.batch_ends[b]; ++i) {
      const Example& example = examples.list[i];
      const WordId own = examples.kept[example.centre];
      std::vector<Target> targets = targets_of(examples, example);
      ASSERT_EQ(targets.size(), 10U);
      EXPECT_EQ(targets.front(), own | kPositive);
      for (std::size_t t = 1; t < targets.size(); ++t) {
        EXPECT_EQ((targets[t] & kIgnored) != 0, (targets[t] & kRowOfTarget) == own);
        ignored += (targets[t] & kIgnored) != 0 ? 1 : 0;
        targets[t] &= kRowOfTarget;
      }
      targets.erase(targets.begin());
      if ((i - begin) % kNoiseGroup == 0) noise = targets;
      EXPECT_EQ(targets, noise);
    }
    groups.insert(noise);
  }
  EXPECT_EQ(begin, 400U);
  EXPECT_EQ(groups.size(), 8U);  // the last one of each batch
  EXPECT_GT(ignored, 0);
}

TEST(ShareNoise, DrawsWordsAsOftenAsTheTableSays) {
  const ExampleSampler sampler({.sample = 0}, kCounts);
  const NoiseTable table(kCounts, Doc2VecOptions{}.noise_exponent);
  Examples examples;
  Rng rng(1);
  for (std::uint32_t row = 0; row < 40'000; ++row) sampler.sample_untargeted(kDocument, row, rng, examples);
  arrange_batches({.examples = 64, .document_changes = 10}, 0, examples);
  sampler.share_noise(rng, examples);
  std::vector<double> drawn(kCounts.size());
  for (std::size_t i = 0; i < examples.targets.size(); ++i)
    if ((examples.targets[i] & (kPositive | kIgnored)) == 0) ++drawn[examples.targets[i]];
  double total = 0;
  for (const double times : drawn) total += times;
  for (WordId word = 0; word < kCounts.size(); ++word) EXPECT_NEAR(drawn[word] / total, table.probability(word), 0.005) << word;
}

TEST(ShareNoise, IsForPlainNegativeSamplingOnly) {
  EXPECT_TRUE(ExampleSampler({}, kCounts).can_share_noise());
  EXPECT_TRUE(ExampleSampler({.negative = kMostSharedTargets - 1}, kCounts).can_share_noise());
  EXPECT_FALSE(ExampleSampler({.negative = kMostSharedTargets}, kCounts).can_share_noise());
  EXPECT_FALSE(ExampleSampler({.hierarchical_softmax = true}, kCounts).can_share_noise());
  EXPECT_FALSE(ExampleSampler({.join = ContextJoin::kConcat}, kCounts).can_share_noise());
}

}  // namespace
}  // namespace kinora
