#include "base/check.hpp"
#include "text/title_arrays.hpp"
#include "text/title_forms.hpp"
#include "text/title_normalise.hpp"
#include "text/token_interner.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <tuple>

namespace kinora {
namespace {

/// Longer ones are not typed in another way.
constexpr std::size_t kLongestForm = 100;

/// Strings and lists while they are made.
struct Strings {
  std::vector<std::uint64_t> ends;
  std::vector<std::uint8_t> bytes;

  void append(std::string_view text) {
    bytes.insert(bytes.end(), text.begin(), text.end());
    ends.push_back(bytes.size());
  }
  [[nodiscard]] StringTable view() const { return {ends, bytes}; }
};

struct Lists {
  std::vector<std::uint64_t> ends;
  std::vector<std::uint32_t> items;

  void close() { ends.push_back(items.size()); }
  [[nodiscard]] ListTable view() const { return {ends, items}; }
};

struct OwnedArrays {
  Strings entry_texts;
  std::vector<std::uint32_t> entry_rows;
  std::vector<std::uint32_t> row_ranks;
  Strings keys;
  Lists key_entries;
  Strings forms;
  Lists form_entries;
  Strings words;
  Lists word_keys;
  TitleArrays view;
};

std::vector<std::uint32_t> rank_rows(std::span<const std::int64_t> vote_counts) {
  std::vector<std::uint32_t> rows(vote_counts.size());
  std::iota(rows.begin(), rows.end(), std::uint32_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return vote_counts[a] > vote_counts[b]; });
  std::vector<std::uint32_t> ranks(rows.size());
  for (std::size_t rank = 0; rank < rows.size(); ++rank) ranks[rows[rank]] = static_cast<std::uint32_t>(rank);
  return ranks;
}

/// An entry under one of its keys.
struct KeyedEntry {
  std::uint32_t key = 0;  // in the order of first appearance
  std::uint32_t entry = 0;
  std::uint32_t rank = 0;
  bool shortened = false;  ///< without its article, or a name of a bracket
};

class Builder {
 public:
  explicit Builder(std::span<const std::int64_t> vote_counts) { arrays_.row_ranks = rank_rows(vote_counts); }

  std::shared_ptr<const OwnedArrays> build(const StringColumn& titles, const StringColumn& original_titles) {
    for (std::size_t row = 0; row < titles.size(); ++row) {
      const std::string_view title = titles[row];
      const std::string_view original = original_titles[row];
      add_entry(row, title);
      if (original != title) add_entry(row, original);
    }
    write_keys();
    write_words();
    auto owned = std::make_shared<OwnedArrays>(std::move(arrays_));
    owned->view = {.entry_texts = owned->entry_texts.view(),
                   .entry_rows = owned->entry_rows,
                   .row_ranks = owned->row_ranks,
                   .keys = owned->keys.view(),
                   .key_entries = owned->key_entries.view(),
                   .forms = owned->forms.view(),
                   .form_entries = owned->form_entries.view(),
                   .words = owned->words.view(),
                   .word_keys = owned->word_keys.view()};
    return owned;
  }

 private:
  void add_entry(std::size_t row, std::string_view text) {
    const std::string full = normalise_title(text);
    if (full.empty()) return;
    KeyedEntry keyed{.entry = static_cast<std::uint32_t>(arrays_.entry_rows.size()), .rank = arrays_.row_ranks[row]};
    arrays_.entry_texts.append(text);
    arrays_.entry_rows.push_back(static_cast<std::uint32_t>(row));
    std::vector<std::string> names;
    add_key(full, keyed, names);
    keyed.shortened = true;
    add_key(without_article(full), keyed, names);
    add_canonical(text, keyed, names);
    for (const std::string& name : names_in_brackets(text)) {
      const std::string alias = normalise_title(name);
      add_key(alias, keyed, names);
      add_key(without_article(alias), keyed, names);
      add_canonical(name, keyed, names);
    }
  }

  /// A name is entered once, by the first of its ways.
  static bool is_new(std::string_view name, std::vector<std::string>& names) {
    if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) return false;
    names.emplace_back(name);
    return true;
  }
  void add_key(std::string_view name, KeyedEntry keyed, std::vector<std::string>& names) {
    if (!is_new(name, names)) return;
    keyed.key = keys_.intern(name);
    keyed_.push_back(keyed);
    add_form(joined_words(name), keyed, names);
    for (const std::string& form : drawn_letters(name)) add_form(form, keyed, names);
  }
  void add_form(std::string_view form, KeyedEntry keyed, std::vector<std::string>& names) {
    if (form.size() > kLongestForm || !is_new(form, names)) return;
    keyed.key = forms_.intern(form);
    formed_.push_back(keyed);
  }
  void add_canonical(std::string_view text, const KeyedEntry& keyed, std::vector<std::string>& names) {
    const std::string canonical = canonical_title(text);
    for (const std::string_view form : {std::string_view(canonical), without_article(canonical)}) {
      add_form(form, keyed, names);
      add_form(joined_words(form), keyed, names);
    }
  }

  void write_keys() {
    write_table(keys_, keyed_, arrays_.keys, arrays_.key_entries);
    write_table(forms_, formed_, arrays_.forms, arrays_.form_entries);
  }

  /// Sorts the names and writes the entries of each.
  static void write_table(const TokenInterner& interner, std::vector<KeyedEntry>& entries, Strings& strings, Lists& lists) {
    const std::vector<std::uint32_t> order = sorted(interner.tokens());
    std::vector<std::uint32_t> place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[order[i]] = static_cast<std::uint32_t>(i);
      strings.append(interner.tokens()[order[i]]);
    }
    for (KeyedEntry& keyed : entries) keyed.key = place[keyed.key];
    std::sort(entries.begin(), entries.end(), [](const KeyedEntry& a, const KeyedEntry& b) {
      return std::tuple(a.key, a.rank, a.entry) < std::tuple(b.key, b.rank, b.entry);
    });
    for (std::size_t i = 0; i < entries.size(); ++i) {
      lists.items.push_back(entries[i].entry);
      if (i + 1 == entries.size() || entries[i + 1].key != entries[i].key) lists.close();
    }
  }

  void write_words() {
    struct Posting {
      std::uint32_t word;
      std::uint32_t rank;
      std::uint32_t key;
      [[nodiscard]] auto order() const { return std::tuple(word, rank, key); }
    };
    TokenInterner words;
    std::vector<Posting> postings;
    for (const KeyedEntry& best : best_full_entries()) {
      const std::string_view key = arrays_.keys.view()[best.key];
      for (std::size_t begin = 0; begin < key.size();) {
        const std::size_t end = std::min(key.find(' ', begin), key.size());
        postings.push_back({.word = words.intern(key.substr(begin, end - begin)), .rank = best.rank, .key = best.key});
        begin = end + 1;
      }
    }
    const std::vector<std::uint32_t> order = sorted(words.tokens());
    std::vector<std::uint32_t> place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[order[i]] = static_cast<std::uint32_t>(i);
      arrays_.words.append(words.tokens()[order[i]]);
    }
    for (Posting& posting : postings) posting.word = place[posting.word];
    std::sort(postings.begin(), postings.end(), [](const Posting& a, const Posting& b) { return a.order() < b.order(); });
    const auto same = [](const Posting& a, const Posting& b) { return a.order() == b.order(); };
    postings.erase(std::unique(postings.begin(), postings.end(), same), postings.end());
    for (std::size_t i = 0; i < postings.size(); ++i) {
      arrays_.word_keys.items.push_back(postings[i].key);
      if (i + 1 == postings.size() || postings[i + 1].word != postings[i].word) arrays_.word_keys.close();
    }
  }

  /// The best known entry of each key that is some entry's full form.
  [[nodiscard]] std::vector<KeyedEntry> best_full_entries() const {
    std::vector<KeyedEntry> best;
    for (const KeyedEntry& keyed : keyed_)
      if (!keyed.shortened && (best.empty() || best.back().key != keyed.key)) best.push_back(keyed);
    return best;
  }

  static std::vector<std::uint32_t> sorted(const StringColumn& strings) {
    std::vector<std::uint32_t> order(strings.size());
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return strings[a] < strings[b]; });
    return order;
  }

  OwnedArrays arrays_;
  TokenInterner keys_;
  std::vector<KeyedEntry> keyed_;
  TokenInterner forms_;
  std::vector<KeyedEntry> formed_;
};

}  // namespace

TitleIndex TitleIndex::build(const StringColumn& titles, const StringColumn& original_titles,
                             std::span<const std::int64_t> vote_counts) {
  KINORA_CHECK(titles.size() == vote_counts.size() && original_titles.size() == vote_counts.size(), titles.size());
  // A film has at most two entries.
  KINORA_CHECK(titles.size() <= std::numeric_limits<std::uint32_t>::max() / 2, titles.size());
  const std::shared_ptr<const OwnedArrays> owned = Builder(vote_counts).build(titles, original_titles);
  return TitleIndex(std::shared_ptr<const TitleArrays>(owned, &owned->view));
}

TitleIndex TitleIndex::build(const Catalogue& catalogue) {
  return build(catalogue.titles, catalogue.original_titles, catalogue.vote_counts);
}

std::vector<std::string_view> TitleIndex::original_titles(const StringColumn& titles) const {
  std::vector<std::string_view> originals(titles.size());
  for (std::uint32_t entry = 0; entry < arrays_->entry_rows.size(); ++entry) {
    const auto row = arrays_->row_of(entry);
    if (!row || *row >= titles.size()) continue;
    if (const std::string_view text = arrays_->entry_texts[entry]; text != titles[*row]) originals[*row] = text;
  }
  return originals;
}

}  // namespace kinora
