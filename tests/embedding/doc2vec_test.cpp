#include "kinora/embedding/doc2vec.hpp"

#include "embedding/model_variants.hpp"
#include "embedding/topic_corpus.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace kinora {
namespace {

using testing::Corpus;
using testing::model_variants;
using testing::ModelVariant;
using testing::topic_corpus;

Doc2Vec train(const Corpus& corpus, const Doc2VecOptions& options, unsigned threads = 1, Doc2VecReport* report = nullptr) {
  auto model = Doc2Vec::train(corpus.documents, corpus.vocabulary, options, {.threads = threads}, report);
  EXPECT_TRUE(model) << model.error().message();
  return *std::move(model);
}

std::vector<float> values_of(const MatrixView& matrix) {
  std::vector<float> values;
  for (std::size_t row = 0; row < matrix.rows; ++row) values.insert(values.end(), matrix.row(row).begin(), matrix.row(row).end());
  return values;
}

constexpr std::size_t kTopics = 4;

/// Of the five nearest documents of each, the share with its topic.
double topic_purity(const Doc2Vec& model, const MatrixView& queries, std::size_t queries_begin) {
  std::size_t same = 0;
  std::size_t all = 0;
  for (std::size_t d = 0; d < queries.rows; ++d) {
    for (const Neighbour& neighbour : model.nearest_documents(queries.row(d), 6)) {
      if (neighbour.index == d + queries_begin) continue;
      if (neighbour.index % kTopics == (d + queries_begin) % kTopics) ++same;
      ++all;
    }
  }
  return static_cast<double>(same) / static_cast<double>(all);
}

class EveryVariant : public ::testing::TestWithParam<ModelVariant> {
 protected:
  [[nodiscard]] Doc2VecOptions options() const {
    Doc2VecOptions options = GetParam().options;
    options.dimension = 40;  // 48 padded: slices of different widths
    options.window = 1;      // a wide context would tell the topic by itself
    options.sample = 0;
    options.epochs = 60;
    options.alpha = 0.05;
    return options;
  }
};

TEST_P(EveryVariant, LearnsTopics) {
  const Corpus corpus = topic_corpus(kTopics, 100, 60);
  Doc2VecReport report;
  const Doc2Vec model = train(corpus, options(), 1, &report);
  EXPECT_GT(topic_purity(model, model.document_vectors(), 0), 0.95);
  ASSERT_EQ(report.epoch_losses.size(), 60U);
  EXPECT_LT(report.epoch_losses.back(), 0.9 * report.epoch_losses.front());
  EXPECT_EQ(report.token_visits, 60 * corpus.documents.words.size());
  EXPECT_EQ(report.trained_tokens, report.token_visits);

  const auto inferred = model.infer(corpus.documents, {.epochs = 60, .alpha = 0.05}, {});
  ASSERT_TRUE(inferred);
  EXPECT_GT(topic_purity(model, inferred->view(), 0), 0.95);
}

TEST_P(EveryVariant, GivesTheSameBytesAtAnyNumberOfThreads) {
  const Corpus corpus = topic_corpus(kTopics, 300, 25);
  Doc2VecOptions settings = options();
  settings.sample = 0.01;
  settings.epochs = 3;
  const Doc2Vec one = train(corpus, settings, 1);
  const auto one_inferred = one.infer(corpus.documents, {}, {.threads = 1});
  ASSERT_TRUE(one_inferred);
  for (const unsigned threads : {2U, 3U, 7U}) {
    const Doc2Vec other = train(corpus, settings, threads);
    EXPECT_EQ(values_of(one.document_vectors()), values_of(other.document_vectors())) << threads;
    EXPECT_EQ(values_of(one.word_vectors()), values_of(other.word_vectors())) << threads;
    const auto inferred = other.infer(corpus.documents, {}, {.threads = threads});
    ASSERT_TRUE(inferred);
    EXPECT_EQ(values_of(one_inferred->view()), values_of(inferred->view())) << threads;
  }
}

TEST_P(EveryVariant, InfersADocumentWithoutRegardToTheOthers) {
  const Corpus corpus = topic_corpus(kTopics, 40, 25);
  const Doc2Vec model = train(corpus, options());
  const auto all = model.infer(corpus.documents, {}, {.threads = 2});
  ASSERT_TRUE(all);
  for (const std::size_t d : {std::size_t{0}, std::size_t{17}, std::size_t{39}}) {
    EncodedDocuments alone;
    alone.words.assign(corpus.documents[d].begin(), corpus.documents[d].end());
    alone.ends = {0, alone.words.size()};
    const auto inferred = model.infer(alone, {}, {});
    ASSERT_TRUE(inferred);
    EXPECT_TRUE(std::ranges::equal(inferred->row(1), all->row(d)));
    EXPECT_TRUE(std::ranges::all_of(inferred->row(0), [](float value) { return value == 0; }));
  }
}

INSTANTIATE_TEST_SUITE_P(Doc2VecTest, EveryVariant, ::testing::ValuesIn(model_variants()),
                         [](const auto& variant) { return variant.param.name; });

TEST(Doc2VecTest, SeedsGiveOtherVectors) {
  const Corpus corpus = topic_corpus(kTopics, 50, 20);
  Doc2VecOptions options;
  options.epochs = 2;
  const Doc2Vec one = train(corpus, options);
  const auto first = one.infer(corpus.documents, {.seed = 1}, {});
  const auto second = one.infer(corpus.documents, {.seed = 2}, {});
  EXPECT_NE(values_of(first->view()), values_of(second->view()));
  options.seed = 2;
  EXPECT_NE(values_of(one.document_vectors()), values_of(train(corpus, options).document_vectors()));
}

TEST(Doc2VecTest, RacingLearnsToo) {
  const Corpus corpus = topic_corpus(kTopics, 100, 60);
  for (const ModelVariant& variant : model_variants()) {
    if (variant.name != "SumNegative" && variant.name != "DbowWordsBoth")
      continue;  // slow by nature; gradients_test has the others
    Doc2VecOptions options = variant.options;
    options.dimension = 40;
    options.window = 1;
    options.sample = 0;
    options.epochs = 60;
    options.alpha = 0.05;
    options.racing = true;
    Doc2VecReport report;
    const Doc2Vec model = train(corpus, options, 3, &report);
    EXPECT_GT(topic_purity(model, model.document_vectors(), 0), 0.95) << variant.name;
    EXPECT_EQ(report.token_visits, 60 * corpus.documents.words.size());
    EXPECT_LT(report.epoch_losses.back(), 0.9 * report.epoch_losses.front()) << variant.name;
  }
}

TEST(Doc2VecTest, TrainsOnDocumentsWithoutWords) {
  Corpus corpus = topic_corpus(kTopics, 20, 20);
  const std::vector<std::uint64_t> ends = corpus.documents.ends;
  corpus.documents.ends = {0, 0};
  corpus.documents.ends.insert(corpus.documents.ends.end(), ends.begin(), ends.end());
  corpus.documents.ends.push_back(ends.back());
  Doc2VecOptions options;
  options.epochs = 1;
  const Doc2Vec model = train(corpus, options);
  ASSERT_EQ(model.document_vectors().rows, 23U);
  const auto first = model.document_vectors().row(0);
  EXPECT_TRUE(std::ranges::all_of(first, [](float value) { return std::abs(value) <= 0.01F; }));  // as it was made: ±1/100
  EXPECT_TRUE(std::ranges::any_of(first, [](float value) { return value != 0; }));
}

TEST(Doc2VecTest, TrainsOnNothing) {
  for (const ModelVariant& variant : model_variants()) {
    const Corpus empty;
    EXPECT_EQ(train(empty, variant.options).document_vectors().rows, 0U) << variant.name;
    Corpus wordless;
    wordless.documents.ends = {0, 0, 0};
    EXPECT_EQ(train(wordless, variant.options, 2).document_vectors().rows, 3U) << variant.name;
  }
}

TEST(Doc2VecTest, TrainsOnAVocabularyOfOneWord) {
  const Corpus corpus = testing::encode_corpus({{"a", "a", "a"}, {"a"}}, 1);
  for (const ModelVariant& variant : model_variants()) {
    Doc2VecOptions options = variant.options;
    options.sample = 0;
    const Doc2Vec model = train(corpus, options);
    for (const float value : values_of(model.document_vectors())) EXPECT_TRUE(std::isfinite(value)) << variant.name;
  }
}

TEST(Doc2VecTest, TrainsOnAVeryLongDocument) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < 30'000; ++i) words.push_back("w" + std::to_string(i * i % 97));
  const Corpus corpus = testing::encode_corpus({{"w1", "w4"}, words, {"w9"}}, 1);
  Doc2VecOptions options;
  options.sample = 0;
  options.epochs = 1;
  Doc2VecReport report;
  const Doc2Vec model = train(corpus, options, 2, &report);
  EXPECT_EQ(report.trained_tokens, corpus.documents.words.size());
  for (const float value : values_of(model.document_vectors())) EXPECT_TRUE(std::isfinite(value));
}

TEST(Doc2VecTest, RejectsBadOptions) {
  const Corpus corpus = topic_corpus(kTopics, 4, 4);
  const auto model = Doc2Vec::train(corpus.documents, corpus.vocabulary, {.dimension = 0}, {});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(train(corpus, {.epochs = 1}).infer(corpus.documents, {.epochs = 0}, {}));
}

TEST(Doc2VecTest, StopsWhenAsked) {
  const Corpus corpus = topic_corpus(kTopics, 4, 4);
  CancellationToken token;
  token.request();
  for (const bool racing : {false, true}) {
    const auto model = Doc2Vec::train(corpus.documents, corpus.vocabulary, {.racing = racing}, {.cancellation = &token});
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, ErrorCode::kCancelled);
  }
  EXPECT_EQ(train(corpus, {.epochs = 1}).infer(corpus.documents, {}, {.cancellation = &token}).error().code,
            ErrorCode::kCancelled);
}

class Recorder : public Observer {
 public:
  void stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit) override {
    stages.push_back(std::string(stage) + " " + std::to_string(total) + " " + std::string(unit));
    last = 0;
  }
  void stage_progress(std::uint64_t done) override {
    EXPECT_GE(done, last);
    last = done;
  }
  void stage_end() override { ++ended; }
  void figure(std::string_view name, std::uint64_t step, double value) override {
    EXPECT_EQ(name, "loss");
    EXPECT_EQ(step, losses.size());
    losses.push_back(value);
  }

  std::vector<std::string> stages;
  std::vector<double> losses;
  std::uint64_t last = 0;
  int ended = 0;
};

TEST(Doc2VecTest, ReportsProgressAndLosses) {
  const Corpus corpus = topic_corpus(kTopics, 300, 20);
  for (const bool racing : {false, true}) {
    Recorder recorder;
    Doc2VecReport report;
    const auto model = Doc2Vec::train(corpus.documents, corpus.vocabulary, {.epochs = 3, .racing = racing},
                                      {.threads = 2, .observer = &recorder}, &report);
    ASSERT_TRUE(model);
    EXPECT_EQ(recorder.stages, std::vector<std::string>{"Doc2Vec 18000 tokens"});
    EXPECT_EQ(recorder.losses, report.epoch_losses);
    if (!racing) {
      EXPECT_EQ(recorder.last, 18000U);
    }
    ASSERT_TRUE(model->infer(corpus.documents, {}, {.threads = 2, .observer = &recorder}));
    EXPECT_EQ(recorder.stages.back(), "infer 300 documents");
    EXPECT_EQ(recorder.last, 300U);
    EXPECT_EQ(recorder.ended, 2);
  }
}

}  // namespace
}  // namespace kinora
