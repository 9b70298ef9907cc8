#include "text/near_strings.hpp"
#include "text/title_arrays.hpp"
#include "text/title_normalise.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

namespace kinora {
namespace {

/// An article more or less counts for nothing: "godfather" means the best known of "Godfather" and "The Godfather".
constexpr float kSameForm = 0.99F;
constexpr float kLongestPrefix = 0.95F;

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80; }));
}

/// A question in the forms that keys have.
struct Question {
  explicit Question(std::string_view text)
      : exact(text), full(normalise_title(text)), is_short(without_article(full).size() != full.size()) {}

  [[nodiscard]] std::string_view shortened() const { return without_article(full); }

  std::string_view exact;
  std::string full;
  bool is_short;  ///< it has an article that can be left out
};

template <class Visit>
void for_each_entry(const TitleArrays& arrays, std::string_view key, Visit visit) {
  const std::size_t index = arrays.keys.find(key);
  if (index == arrays.keys.size()) return;
  for (const std::uint32_t entry : arrays.key_entries[index])
    if (const auto row = arrays.row_of(entry)) visit(*row, arrays.entry_texts[entry]);
}

/// visit(row, text) for everything whose normalised form is the question's, an article in front of either set aside.
template <class Visit>
void for_each_same(const TitleArrays& arrays, const Question& question, Visit visit) {
  for_each_entry(arrays, question.full, visit);
  if (question.is_short) for_each_entry(arrays, question.shortened(), visit);
}

void search_same(const TitleArrays& arrays, const Question& question, BestTitles& best) {
  for_each_same(arrays, question, [&](std::size_t row, std::string_view text) {
    const bool exact = text == question.exact;
    best.add({.row = row, .match = exact ? TitleMatch::kExact : TitleMatch::kNormalised, .similarity = exact ? 1.0F : kSameForm});
  });
}

/// In quarters: among titles that go on about as long, the best known comes first.
float prefix_similarity(std::string_view prefix, std::string_view key) {
  const float share = static_cast<float>(prefix.size()) / static_cast<float>(key.size());
  return std::min(std::ceil(share * 4) / 4, kLongestPrefix);
}

void search_prefix(const TitleArrays& arrays, std::string_view prefix, BestTitles& best) {
  const IndexRange range = arrays.keys.with_prefix(prefix);
  for (std::size_t key = range.begin; key < range.end; ++key) {
    const float similarity = prefix_similarity(prefix, arrays.keys[key]);
    if (best.accepts(TitleMatch::kPrefix, similarity)) best.add_key(key, TitleMatch::kPrefix, similarity);
  }
}

void search_typos(const TitleArrays& arrays, std::string_view wanted, BestTitles& best) {
  const std::size_t length = count_characters(wanted);
  for (const NearString& near : find_near(arrays.keys, wanted, forgiven_edits(length))) {
    const std::size_t longer = std::max(length, count_characters(arrays.keys[near.index]));
    const float similarity = 1.0F - static_cast<float>(near.edits) / static_cast<float>(longer);
    if (best.accepts(TitleMatch::kTypo, similarity)) best.add_key(near.index, TitleMatch::kTypo, similarity);
  }
}

}  // namespace

bool BestTitles::better(const TitleHit& a, const TitleHit& b) const {
  return std::tuple(a.match, -a.similarity, arrays_.row_ranks[a.row], a.row) <
         std::tuple(b.match, -b.similarity, arrays_.row_ranks[b.row], b.row);
}

bool BestTitles::accepts(TitleMatch match, float similarity) const {
  if (hits_.size() < most_) return true;
  return most_ > 0 && std::pair(match, -similarity) <= std::pair(hits_.back().match, -hits_.back().similarity);
}

void BestTitles::add(const TitleHit& hit) {
  if (!accepts(hit.match, hit.similarity)) return;
  const auto known = std::find_if(hits_.begin(), hits_.end(), [&](const TitleHit& other) { return other.row == hit.row; });
  if (known != hits_.end()) {
    if (!better(hit, *known)) return;
    hits_.erase(known);
  }
  const auto better_hit = [this](const TitleHit& a, const TitleHit& b) { return better(a, b); };
  hits_.insert(std::upper_bound(hits_.begin(), hits_.end(), hit, better_hit), hit);
  if (hits_.size() > most_) hits_.pop_back();
}

void BestTitles::add_key(std::size_t key, TitleMatch match, float similarity) {
  for (const std::uint32_t entry : arrays_.key_entries[key])
    if (const auto row = arrays_.row_of(entry)) add({.row = *row, .match = match, .similarity = similarity});
}

std::vector<TitleHit> TitleIndex::search(std::string_view query, std::size_t k) const {
  const Question question(query);
  BestTitles best(*arrays_, k);
  if (k == 0 || question.full.empty()) return {};
  search_same(*arrays_, question, best);
  search_prefix(*arrays_, question.full, best);
  if (question.is_short) search_prefix(*arrays_, question.shortened(), best);
  // A better match always stands first: the costlier ways are gone only while there is room.
  if (best.accepts(TitleMatch::kTypo, 1)) {
    search_typos(*arrays_, question.full, best);
    if (question.is_short) search_typos(*arrays_, question.shortened(), best);
  }
  if (best.accepts(TitleMatch::kWords, 1)) search_words(*arrays_, question.full, best);
  return std::move(best).take();
}

std::vector<std::size_t> TitleIndex::lookup(std::string_view title) const {
  const Question question(title);
  std::vector<std::size_t> exact;
  std::vector<std::size_t> same;
  for_each_same(*arrays_, question,
                [&](std::size_t row, std::string_view text) { (text == question.exact ? exact : same).push_back(row); });
  std::vector<std::size_t>& rows = exact.empty() ? same : exact;
  std::sort(rows.begin(), rows.end(), [this](std::size_t a, std::size_t b) {
    return std::pair(arrays_->row_ranks[a], a) < std::pair(arrays_->row_ranks[b], b);
  });
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

std::size_t TitleIndex::rows() const { return arrays_->row_ranks.size(); }

}  // namespace kinora
