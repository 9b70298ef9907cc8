#include "embedding/spectral/spectral_encoder.hpp"

#include "base/random.hpp"
#include "embedding/spectral/co_occurrence.hpp"
#include "embedding/spectral/term_weights.hpp"
#include "math/kernels.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace kinora {
namespace {

/// Documents of two worlds that share no term but "genre:Drama": samurai and space, with words beside the labels.
struct Worlds {
  Vocabulary vocabulary;
  EncodedDocuments documents;
};

constexpr std::size_t kTermsOfWorld = 12;

Worlds two_worlds(std::size_t documents) {
  std::vector<std::string> words = {"genre:Drama"};
  for (const char* world : {"samurai", "space"})
    for (std::size_t i = 0; i < kTermsOfWorld; ++i)
      words.push_back((i % 3 == 0 ? "" : "keyword:") + std::string(world) + std::to_string(i));
  Worlds worlds;
  worlds.vocabulary = Vocabulary(words, std::vector<std::uint64_t>(words.size(), documents));
  Rng rng(7);
  for (std::size_t document = 0; document < documents; ++document) {
    worlds.documents.words.push_back(0);
    for (std::size_t i = 0; i < 4; ++i)
      worlds.documents.words.push_back(static_cast<WordId>(1 + (document % 2) * kTermsOfWorld + rng.below(kTermsOfWorld)));
    worlds.documents.ends.push_back(worlds.documents.words.size());
  }
  return worlds;
}

SpectralOptions small_options() {
  SpectralOptions options;
  options.dimension = 8;
  options.max_word_share = 1;
  return options;
}

void expect_same_bits(const Matrix& first, const Matrix& second) {
  ASSERT_EQ(first.rows(), second.rows());
  for (std::size_t row = 0; row < first.rows(); ++row) EXPECT_TRUE(std::ranges::equal(first.row(row), second.row(row))) << row;
}

float cosine(const Matrix& vectors, std::size_t a, std::size_t b) { return dot(vectors.row(a), vectors.row(b)); }

TEST(SpectralEncoder, DocumentsOfOneWorldLieTogether) {
  const Worlds worlds = two_worlds(80);
  const auto encoder = SpectralEncoder::fit(worlds.documents, worlds.vocabulary, small_options(), {});
  ASSERT_TRUE(encoder) << encoder.error().message();
  const Matrix vectors = encoder->encode(worlds.documents);
  ASSERT_EQ(vectors.cols(), 8U);
  double same = 0;
  double other = 0;
  for (std::size_t i = 2; i < 80; ++i) {
    EXPECT_NEAR(squared_norm(vectors.row(i)), 1, 1e-5);
    same += static_cast<double>(cosine(vectors, i, i - 2));
    other += static_cast<double>(cosine(vectors, i, i - 1));
  }
  EXPECT_GT(same / 78, 0.5);
  EXPECT_LT(other / 78, 0);
}

TEST(SpectralEncoder, TheSameAtAnyNumberOfThreads) {
  const Worlds worlds = two_worlds(300);
  const auto one = SpectralEncoder::fit(worlds.documents, worlds.vocabulary, small_options(), {.threads = 1});
  const auto three = SpectralEncoder::fit(worlds.documents, worlds.vocabulary, small_options(), {.threads = 3});
  ASSERT_TRUE(one && three);
  const Matrix first = one->encode(worlds.documents);
  const Matrix second = three->encode(worlds.documents);
  expect_same_bits(first, second);
}

TEST(SpectralEncoder, ADocumentWithoutKnownTermsHasNoDirection) {
  const Worlds worlds = two_worlds(40);
  const auto encoder = SpectralEncoder::fit(worlds.documents, worlds.vocabulary, small_options(), {});
  ASSERT_TRUE(encoder);
  EncodedDocuments empty;
  empty.ends = {0};
  EXPECT_EQ(squared_norm(encoder->encode(empty).row(0)), 0);
}

TEST(SpectralEncoder, NothingToLearnFromGivesZeroVectors) {
  const auto encoder = SpectralEncoder::fit({.words = {}, .ends = {0, 0}}, {}, small_options(), {});
  ASSERT_TRUE(encoder) << encoder.error().message();
  EXPECT_EQ(encoder->dimension(), 8U);
  EXPECT_EQ(encoder->encode({.words = {}, .ends = {0}}).rows(), 1U);
}

TEST(SpectralEncoder, SavedAndLoadedItGivesTheSameVectors) {
  const testing::TempDirectory directory;
  const Worlds worlds = two_worlds(60);
  const auto encoder = SpectralEncoder::fit(worlds.documents, worlds.vocabulary, small_options(), {});
  ASSERT_TRUE(encoder);
  const auto path = directory / "spectral.safetensors";
  ASSERT_TRUE(encoder->save(local_file_system(), path));
  const auto loaded = SpectralEncoder::load(local_file_system(), path);
  ASSERT_TRUE(loaded) << loaded.error().message();
  const Matrix first = encoder->encode(worlds.documents);
  const Matrix second = loaded->encode(worlds.documents);
  expect_same_bits(first, second);
}

TEST(SpectralEncoder, ADamagedFileIsRefusedOrHarmless) {
  const testing::TempDirectory directory;
  const Worlds worlds = two_worlds(30);
  const auto encoder = SpectralEncoder::fit(worlds.documents, worlds.vocabulary, small_options(), {});
  ASSERT_TRUE(encoder);
  const auto path = directory / "spectral.safetensors";
  ASSERT_TRUE(encoder->save(local_file_system(), path));
  const auto file = local_file_system().map(path);
  ASSERT_TRUE(file);
  const std::vector<std::byte> whole((*file)->bytes().begin(), (*file)->bytes().end());
  for (std::size_t place = 0; place < whole.size(); place += 7) {
    std::vector<std::byte> damaged = whole;
    damaged[place] ^= std::byte{0x41};
    const auto parsed = SpectralEncoder::parse(damaged, "damaged");
    EXPECT_EQ(parsed ? parsed->encode(worlds.documents).rows() : 30U, 30U);
  }
  EXPECT_FALSE(SpectralEncoder::parse(std::span(whole).first(whole.size() / 2), "half"));
}

TEST(SpectralEncoder, OptionsOutOfTheirRangeAreNamed) {
  SpectralOptions options;
  options.dimension = 0;
  const auto encoder = SpectralEncoder::fit({}, {}, options, {});
  ASSERT_FALSE(encoder);
  EXPECT_EQ(encoder.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(encoder.error().what.find("spectral.dimension"), std::string::npos);
}

TEST(PositivePmi, IsTheFormulaOnASmallExample) {
  // a with b twice, a with c once, each document of two terms sharing one unit.
  const EncodedDocuments documents{.words = {0, 1, 1, 0, 0, 2}, .ends = {2, 4, 6}};
  ThreadPool pool(2);
  const SparseMatrix pmi = positive_pmi(documents, {1, 1, 1}, 1, pool);
  // Co-occurrences 1/2 each time: ab 1, ac 1/2; row sums 3/2, 1, 1/2; their sum 3.
  ASSERT_EQ(pmi.rows(), 3U);
  ASSERT_EQ(pmi.columns_of(1).size(), 1U);
  EXPECT_EQ(pmi.columns_of(1)[0], 0U);
  EXPECT_NEAR(pmi.values_of(1)[0], std::log(1 * 3 / (1.5 * 1)), 1e-5);
  EXPECT_NEAR(pmi.values_of(2)[0], std::log(0.5 * 3 / (1.5 * 0.5)), 1e-5);
  EXPECT_EQ(pmi.columns_of(0).size(), 2U);
}

TEST(PositivePmi, ARepeatedTermCountsOnceAndADocumentOfOneTermTellsNothing) {
  ThreadPool pool(1);
  EXPECT_TRUE(positive_pmi({.words = {0, 0, 0}, .ends = {3}}, {1}, 0.75, pool).columns.empty());
}

TEST(TermWeights, LabelsWordsAndStopWords) {
  std::vector<std::string> words = {"the", "genre:Drama", "keyword:heist", "vault"};
  EncodedDocuments documents;
  for (std::size_t i = 0; i < 100; ++i) {
    documents.words.push_back(0);
    documents.words.push_back(1);
    if (i < 5) documents.words.push_back(3);
    documents.ends.push_back(documents.words.size());
  }
  const Vocabulary vocabulary(words, {100, 100, 5, 5});
  const TermWeights weights = weigh_terms(documents, vocabulary, {});
  EXPECT_EQ(weights.kinds[0], 0) << "a word of every document";
  EXPECT_EQ(weights.kinds[1], 1) << "a genre of every document is still a genre";
  EXPECT_FLOAT_EQ(weights.kinds[3], 0.2F);
  EXPECT_FLOAT_EQ(weights.encodings[1], 1);
  EXPECT_NEAR(weights.encodings[3], 0.2 * (std::log(100.0 / 5) + 1), 1e-5);
}

TEST(TermWeights, StopWordsAreToldByTheTextsWhereFewFilmsHaveOne) {
  std::vector<std::string> words = {"his"};
  std::vector<std::uint64_t> counts = {30};
  for (std::size_t i = 0; i < 400; ++i) {
    words.push_back("word" + std::to_string(i));
    counts.push_back(1);
  }
  EncodedDocuments documents;
  for (std::size_t i = 0; i < 1000; ++i) {
    if (i < 30) {
      documents.words.push_back(0);
      for (std::size_t k = 0; k < 12; ++k) documents.words.push_back(static_cast<WordId>(1 + (i * 12 + k) % 400));
    }
    documents.ends.push_back(documents.words.size());
  }
  const TermWeights weights = weigh_terms(documents, Vocabulary(words, counts), {});
  EXPECT_EQ(weights.kinds[0], 0) << "in 3 % of the documents, and in every text";
  EXPECT_GT(weights.kinds[1], 0);
}

}  // namespace
}  // namespace kinora
