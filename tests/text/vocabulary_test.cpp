#include "kinora/text/vocabulary.hpp"

#include "text/documents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kinora {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Documents of words separated by spaces, through a catalogue of titles.
TokenizedDocuments documents_of(const std::vector<std::string>& texts) {
  Catalogue catalogue;
  for (const std::string& text : texts) {
    Movie film;
    film.title = text;
    catalogue.append(film, 0);
  }
  return tokenize_catalogue(catalogue, TextOptions{}, Execution{}).value();
}

TextOptions leak_free() {
  TextOptions options;
  options.genres = false;
  options.drop_genre_names = true;
  return options;
}

std::vector<std::string> words_of(const EncodedText& text, const Vocabulary& vocabulary) {
  std::vector<std::string> out;
  for (const WordId word : text.words) out.push_back(vocabulary.word(word));
  return out;
}

TEST(Vocabulary, IsOrderedByCountThenFirstAppearance) {
  const TokenizedDocuments documents = documents_of({"c b a", "a d b", "a e e"});
  const Vocabulary vocabulary = build_vocabulary(documents, 1);
  EXPECT_THAT(vocabulary.words(), ElementsAre("a", "b", "e", "c", "d"));
  EXPECT_THAT(vocabulary.counts(), ElementsAre(3, 2, 2, 1, 1));
  EXPECT_EQ(vocabulary.total_count(), 9U);
  EXPECT_EQ(vocabulary.find("e"), WordId{2});
  EXPECT_EQ(vocabulary.find("f"), std::nullopt);
}

TEST(Vocabulary, LeavesOutRareWordsAndWordsOfOtherRows) {
  const TokenizedDocuments documents = documents_of({"c b a", "a d b", "a e e"});
  EXPECT_THAT(build_vocabulary(documents, 2).words(), ElementsAre("a", "b", "e"));
  EXPECT_THAT(build_vocabulary(documents, 9).words(), IsEmpty());
  const std::vector<std::size_t> rows = {2, 1};
  EXPECT_THAT(build_vocabulary(documents, 1, rows).words(), ElementsAre("a", "e", "d", "b"));
  EXPECT_THAT(build_vocabulary(documents, 0, rows).words(), ElementsAre("a", "e", "d", "b"));
}

TEST(Vocabulary, EncodesDocumentsWithoutUnknownWords) {
  const TokenizedDocuments documents = documents_of({"c b a", "", "a e e"});
  const Vocabulary vocabulary = build_vocabulary(documents, 2);
  const EncodedDocuments all = encode(documents, vocabulary);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_THAT(all[0], ElementsAre(0));
  EXPECT_THAT(all[1], IsEmpty());
  EXPECT_THAT(all[2], ElementsAre(0, 1, 1));
  const std::vector<std::size_t> rows = {2, 0};
  const EncodedDocuments some = encode(documents, vocabulary, rows);
  ASSERT_EQ(some.size(), 2U);
  EXPECT_THAT(some[0], ElementsAre(0, 1, 1));
}

TEST(VocabularyDeathTest, RefusesWhatIsNoVocabulary) {
  EXPECT_DEATH(Vocabulary({"a", "a"}, {1, 1}), "is_new");
  EXPECT_DEATH(Vocabulary({"a"}, {}), "counts_");
}

Vocabulary vocabulary_of(const std::vector<std::string>& words) { return {words, std::vector<std::uint64_t>(words.size(), 1)}; }

TEST(EncodeText, TakesWordsAndCountsUnknownOnes) {
  const Vocabulary vocabulary = vocabulary_of({"time", "travel", "ca", "n't", ","});
  const EncodedText text = encode_text("Time, TRAVEL can't wait!", vocabulary, TextOptions{}, {});
  EXPECT_THAT(words_of(text, vocabulary), ElementsAre("time", "travel", "ca", "n't"));
  EXPECT_EQ(text.unknown, 1U);
  const EncodedText article = encode_text("time, travel", vocabulary, {.layout = DocumentLayout::kArticle}, {});
  EXPECT_THAT(words_of(article, vocabulary), ElementsAre("time", ",", "travel"));
}

TEST(EncodeText, AddsKeywordsThatTheTextSpells) {
  const Vocabulary vocabulary = vocabulary_of({"love", "keyword:love", "keyword:time travel", "keyword:writer's block",
                                               "keyword:new york city", "keyword:los angeles, california", "keyword:back time"});
  const EncodedText text =
      encode_text("Love in \"New York City\": time travel, writer's block, love; back. Time", vocabulary, TextOptions{}, {});
  EXPECT_THAT(words_of(text, vocabulary), ElementsAre("love", "love", "keyword:love", "keyword:new york city",
                                                      "keyword:time travel", "keyword:writer's block"));
  TextOptions without = {};
  without.keywords = false;
  EXPECT_THAT(words_of(encode_text("time travel", vocabulary, without, {}), vocabulary), IsEmpty());
}

TEST(EncodeText, LeavesOutGenreNamesWhenAskedTo) {
  const Vocabulary vocabulary = vocabulary_of({"war", "space", "fiction", "keyword:space war", "keyword:space", "science"});
  const std::vector<std::string> genres = {"War", "Science Fiction"};
  const EncodedText text = encode_text("Space war: science-fiction, Science Fiction, fiction", vocabulary, leak_free(), genres);
  EXPECT_THAT(words_of(text, vocabulary), ElementsAre("space", "fiction", "keyword:space"));
  EXPECT_EQ(text.unknown, 0U);
  EXPECT_EQ(encode_text("space war", vocabulary, TextOptions{}, genres).words.size(), 4U);
}

TEST(EncodeText, OfNothingIsNothing) {
  const EncodedText text = encode_text("", Vocabulary{}, leak_free(), {});
  EXPECT_THAT(text.words, IsEmpty());
  EXPECT_EQ(text.unknown, 0U);
}

}  // namespace
}  // namespace kinora
