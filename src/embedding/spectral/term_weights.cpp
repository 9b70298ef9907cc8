#include "embedding/spectral/term_weights.hpp"

#include "text/text_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace kinora {
namespace {

/// A document of so many different words is a text; one of fewer is a title.
constexpr std::size_t kWordsOfText = 10;
/// Of fewer texts no frequency is told.
constexpr double kFewTexts = 20;

bool is_label(std::string_view token) {
  using namespace label_prefix;
  constexpr std::array kPrefixes = {kGenre, kKeyword, kDirector, kActor, kCollection, kDecade};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view prefix) { return token.starts_with(prefix); });
}

/// In how many documents each term is, and in how many texts.
struct Frequencies {
  std::vector<double> documents;
  std::vector<double> texts;
  double text_count = 0;
};

Frequencies count_terms(const EncodedDocuments& documents, const std::vector<float>& kinds) {
  Frequencies counted{.documents = std::vector<double>(kinds.size()), .texts = std::vector<double>(kinds.size())};
  DistinctTerms distinct(kinds);
  for (std::size_t document = 0; document < documents.size(); ++document) {
    const std::span<const WordId> terms = distinct.of(documents[document]);
    const auto words = std::count_if(terms.begin(), terms.end(), [&](WordId term) { return kinds[term] < 1; });
    const bool is_text = static_cast<std::size_t>(words) >= kWordsOfText;
    if (is_text) ++counted.text_count;
    for (const WordId term : terms) {
      ++counted.documents[term];
      if (is_text) ++counted.texts[term];
    }
  }
  return counted;
}

}  // namespace

std::span<const WordId> DistinctTerms::of(std::span<const WordId> document) {
  terms_.clear();
  for (const WordId term : document)
    if (kinds_[term] > 0) terms_.push_back(term);
  std::sort(terms_.begin(), terms_.end());
  terms_.erase(std::unique(terms_.begin(), terms_.end()), terms_.end());
  return terms_;
}

TermWeights weigh_terms(const EncodedDocuments& documents, const Vocabulary& vocabulary, const SpectralOptions& options) {
  TermWeights weights;
  const auto of_word = static_cast<float>(options.word_weight);
  for (const std::string& token : vocabulary.words()) weights.kinds.push_back(is_label(token) ? 1 : of_word);
  const Frequencies counted = count_terms(documents, weights.kinds);
  const auto all = static_cast<double>(documents.size());
  for (std::size_t term = 0; term < weights.kinds.size(); ++term) {
    const double share = counted.documents[term] / std::max(all, kFewTexts);
    const double share_of_texts = counted.texts[term] / std::max(counted.text_count, kFewTexts);
    const bool is_word = weights.kinds[term] < 1;
    if (is_word && std::max(share, share_of_texts) > options.max_word_share) weights.kinds[term] = 0;
    const double idf = counted.documents[term] > 0 ? std::log(all / counted.documents[term]) + 1 : 0;
    weights.encodings.push_back(weights.kinds[term] * static_cast<float>(idf));
  }
  return weights;
}

}  // namespace kinora
