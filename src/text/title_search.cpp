#include "text/near_strings.hpp"
#include "text/title_arrays.hpp"
#include "text/title_forms.hpp"
#include "text/title_normalise.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

namespace kinora {
namespace {

/// An article more or less counts for nothing: "godfather" means the best known of "Godfather" and "The Godfather".
constexpr float kSameForm = 0.99F;
/// "rocky 2" for "Rocky II", "walle" for "WALL·E".
constexpr float kOtherForm = 0.98F;
constexpr float kLongestPrefix = 0.95F;

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80; }));
}

/// visit(row, text) for the entries of a string of a table.
template <class Visit>
void for_each_entry(const TitleArrays& arrays, const StringTable& names, const ListTable& entries, std::string_view name,
                    Visit visit) {
  const std::size_t index = names.find(name);
  if (index == names.size()) return;
  for (const std::uint32_t entry : entries[index])
    if (const auto row = arrays.row_of(entry)) visit(*row, arrays.entry_texts[entry]);
}

/// visit(row, text) for everything whose normalised form is the question's, an article in front of either set aside.
template <class Visit>
void for_each_same(const TitleArrays& arrays, const TitleQuestion& question, Visit visit) {
  for_each_entry(arrays, arrays.keys, arrays.key_entries, question.full, visit);
  if (question.is_short) for_each_entry(arrays, arrays.keys, arrays.key_entries, question.shortened(), visit);
}

void add_rows(const TitleArrays& arrays, std::string_view name, std::vector<std::size_t>& rows) {
  const auto add = [&rows](std::size_t row, std::string_view /*text*/) { rows.push_back(row); };
  for_each_entry(arrays, arrays.keys, arrays.key_entries, name, add);
  for_each_entry(arrays, arrays.forms, arrays.form_entries, name, add);
}

void sort_by_fame(const TitleArrays& arrays, std::vector<std::size_t>& rows) {
  std::sort(rows.begin(), rows.end(), [&arrays](std::size_t a, std::size_t b) {
    return std::pair(arrays.row_ranks[a], a) < std::pair(arrays.row_ranks[b], b);
  });
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

void search_same(const SameTitles& same, BestTitles& best) {
  for (const std::size_t row : same.exact) best.add({.row = row, .match = TitleMatch::kExact, .similarity = 1.0F});
  for (const std::size_t row : same.keys) best.add({.row = row, .match = TitleMatch::kNormalised, .similarity = kSameForm});
  for (const auto* rows : {&same.forms, &same.joined})
    for (const std::size_t row : *rows) best.add({.row = row, .match = TitleMatch::kNormalised, .similarity = kOtherForm});
}

/// In quarters: among titles that go on about as long, the best known comes first.
float prefix_similarity(std::string_view prefix, std::string_view key) {
  const float share = static_cast<float>(prefix.size()) / static_cast<float>(key.size());
  return std::min(std::ceil(share * 4) / 4, kLongestPrefix);
}

/// Forms that go on with another word: "kill bill 2" begins no key.
void search_form_prefix(const TitleArrays& arrays, const std::string& canonical, BestTitles& best) {
  const IndexRange range = arrays.forms.with_prefix(canonical + ' ');
  for (std::size_t form = range.begin; form < range.end; ++form) {
    const float similarity = prefix_similarity(canonical, arrays.forms[form]);
    if (best.accepts(TitleMatch::kPrefix, similarity)) best.add_form(form, TitleMatch::kPrefix, similarity);
  }
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
    if (!same_numbers(wanted, arrays.keys[near.index])) continue;
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
    if (const auto row = arrays_.row_of(entry))
      add({.row = *row, .match = match, .similarity = similarity, .key = static_cast<std::uint32_t>(key)});
}

void BestTitles::add_form(std::size_t form, TitleMatch match, float similarity) {
  for (const std::uint32_t entry : arrays_.form_entries[form])
    if (const auto row = arrays_.row_of(entry)) add({.row = *row, .match = match, .similarity = similarity});
}

TitleQuestion::TitleQuestion(std::string_view text)
    : exact(text),
      full(normalise_title(text)),
      canonical(canonical_title(text)),
      is_short(without_article(full).size() != full.size()) {}

std::string_view TitleQuestion::shortened() const { return without_article(full); }

SameTitles find_same(const TitleArrays& arrays, const TitleQuestion& question) {
  SameTitles same;
  if (question.full.empty()) return same;
  for_each_same(arrays, question, [&](std::size_t row, std::string_view text) {
    (text == question.exact ? same.exact : same.keys).push_back(row);
  });
  for (const std::string_view name : {std::string_view(question.canonical), without_article(question.canonical)}) {
    add_rows(arrays, name, same.forms);
    add_rows(arrays, joined_words(name), same.joined);
  }
  for (const std::string_view name : {std::string_view(question.full), question.shortened()}) {
    for_each_entry(arrays, arrays.forms, arrays.form_entries, name,
                   [&same](std::size_t row, std::string_view /*text*/) { same.forms.push_back(row); });
    add_rows(arrays, joined_words(name), same.joined);
  }
  for (auto* rows : {&same.exact, &same.keys, &same.forms, &same.joined}) sort_by_fame(arrays, *rows);
  return same;
}

std::vector<TitleHit> TitleIndex::search(std::string_view query, std::size_t k) const {
  const TitleQuestion question(query);
  BestTitles best(*arrays_, k);
  if (k == 0 || question.full.empty()) return {};
  search_same(find_same(*arrays_, question), best);
  search_prefix(*arrays_, question.full, best);
  if (question.is_short) search_prefix(*arrays_, question.shortened(), best);
  if (question.canonical != question.full) search_form_prefix(*arrays_, question.canonical, best);
  // A better match always stands first: the costlier ways are gone only while there is room.
  if (best.accepts(TitleMatch::kTypo, 1)) {
    search_typos(*arrays_, question.full, best);
    if (question.is_short) search_typos(*arrays_, question.shortened(), best);
  }
  if (best.accepts(TitleMatch::kWords, 1)) search_words(*arrays_, question.full, best);
  return std::move(best).take();
}

std::size_t TitleIndex::rows() const { return arrays_->row_ranks.size(); }

}  // namespace kinora
