#include "text/near_strings.hpp"
#include "text/title_arrays.hpp"
#include "text/title_forms.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

namespace kinora {
namespace {

/// Of a word that half the titles have, those of the best known films are looked at.
constexpr std::size_t kMostCandidates = 20'000;
/// More words than this are no title; it bounds the time of a question.
constexpr std::size_t kMostWords = 24;
/// Of so many words asked for, one may be missing.
constexpr std::size_t kWordsForOneMissing = 4;
constexpr float kLeastCoverage = 0.6F;
constexpr float kTitleShare = 0.25F;

/// A word that was asked for, with the words of titles that pass for it.
struct AskedWord {
  std::string_view text;
  bool unfinished = false;                                ///< the last one: titles' words may go on
  std::unordered_map<std::string_view, float> qualities;  ///< of words of titles; looked up, never iterated
  std::vector<IndexRange> postings;                       ///< the same as ranges of the word table
  std::size_t titles = 0;                                 ///< how many those words have in all
  float weight = 0;                                       ///< rarer words count for more

  /// How well a word of a title passes for it; 0 if it does not.
  [[nodiscard]] float quality(std::string_view word) const {
    const auto found = qualities.find(word);
    if (found != qualities.end()) return found->second;
    if (!unfinished || !word.starts_with(text)) return 0;
    return 0.5F + 0.5F * static_cast<float>(text.size()) / static_cast<float>(word.size());
  }
};

AskedWord find_word(const TitleArrays& arrays, std::string_view text, bool unfinished) {
  AskedWord word{.text = text, .unfinished = unfinished, .qualities = {}, .postings = {}};
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); i += unicode::decode(text, i).length) ++characters;
  const bool known = arrays.words.find(text) != arrays.words.size();
  const bool number = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  // A number is not misspelt. Words of two letters have too many neighbours, and so have known ones of three.
  const unsigned edits = number || characters <= 2 || (known && characters == 3) ? 0 : forgiven_edits(characters);
  for (const NearString& near : find_near(arrays.words, text, edits)) {
    word.qualities.emplace(arrays.words[near.index], 1.0F - static_cast<float>(near.edits) / static_cast<float>(characters));
    word.postings.push_back({near.index, near.index + 1});
  }
  if (unfinished) {
    const IndexRange range = arrays.words.with_prefix(text);
    if (range.begin < range.end) word.postings.push_back(range);
  }
  for (const IndexRange& range : word.postings) word.titles += arrays.word_keys[range].size();
  const auto all = static_cast<float>(arrays.keys.size());
  word.weight = 0.1F + std::log((all + 1) / static_cast<float>(std::min(word.titles, arrays.keys.size()) + 1));
  return word;
}

/// Titles that can have all words but `missing`: they have one of the `missing` + 1 rarest.
std::vector<std::uint32_t> candidates(const TitleArrays& arrays, const std::vector<AskedWord>& asked, std::size_t missing) {
  std::vector<const AskedWord*> rarest;
  rarest.reserve(asked.size());
  for (const AskedWord& word : asked) rarest.push_back(&word);
  std::stable_sort(rarest.begin(), rarest.end(), [](const AskedWord* a, const AskedWord* b) { return a->titles < b->titles; });
  std::vector<std::uint32_t> keys;
  for (std::size_t i = 0; i <= missing; ++i) {
    std::size_t room = kMostCandidates;
    for (const IndexRange& range : rarest[i]->postings) {
      const auto list = arrays.word_keys[range];
      const auto taken = list.subspan(0, std::min(room, list.size()));
      keys.insert(keys.end(), taken.begin(), taken.end());
      room -= taken.size();
    }
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

/// How much of the question a title has, and a little of how much of the title was asked for; 0 if too many words are missing.
float title_similarity(const std::vector<AskedWord>& asked, std::string_view title, std::size_t missing) {
  std::vector<std::string_view> words = words_of_title(title);
  float found = 0;
  float all = 0;
  std::size_t found_letters = 0;
  for (const AskedWord& word : asked) {
    all += word.weight;
    float best = 0;
    std::size_t best_index = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const float quality = words[i].empty() ? 0 : word.quality(words[i]);
      if (quality > best) {
        best = quality;
        best_index = i;
      }
    }
    if (best > 0) {
      found += best * word.weight;
      found_letters += words[best_index].size();
      words[best_index] = {};  // a word of the title stands for one word of the question
    } else if (missing-- == 0) {
      return 0;
    }
  }
  const float coverage = found / all;
  if (coverage < kLeastCoverage) return 0;
  const float title_coverage = static_cast<float>(found_letters) / static_cast<float>(title.size());
  // In twentieths, so that the best known comes first among about equal ones.
  return std::round(20 * ((1 - kTitleShare) * coverage + kTitleShare * title_coverage)) / 20;
}

}  // namespace

void search_words(const TitleArrays& arrays, std::string_view question, BestTitles& best) {
  const std::vector<std::string_view> texts = words_of_title(question);
  if (texts.empty() || texts.size() > kMostWords) return;
  std::vector<AskedWord> asked;
  asked.reserve(texts.size());
  for (const std::string_view text : texts) asked.push_back(find_word(arrays, text, asked.size() + 1 == texts.size()));
  const std::size_t missing = asked.size() >= kWordsForOneMissing ? 1 : 0;
  for (const std::uint32_t key : candidates(arrays, asked, missing)) {
    if (key >= arrays.keys.size()) continue;
    const float similarity = title_similarity(asked, arrays.keys[key], missing);
    if (similarity > 0 && best.accepts(TitleMatch::kWords, similarity)) best.add_key(key, TitleMatch::kWords, similarity);
  }
}

}  // namespace kinora
