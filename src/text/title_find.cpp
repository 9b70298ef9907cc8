#include "kinora/catalogue/movie.hpp"
#include "text/near_strings.hpp"
#include "text/title_arrays.hpp"
#include "text/title_forms.hpp"
#include "text/title_normalise.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <tuple>

namespace kinora {
namespace {

/// A film so many times as known as the one of this very title is meant rather ("about 50": votes are no exact measure of fame).
constexpr std::int64_t kFarBetterKnown = 40;
/// What more films begin with is no name of a film, unless it has several words.
constexpr std::size_t kMostBeginnings = 12;
constexpr std::size_t kMostWordHits = 100;
constexpr auto kNoRow = static_cast<std::size_t>(-1);
/// Titles that have the words by accident, at most.
constexpr double kAccidents = 0.1;
constexpr float kLeastPartOfTitle = 0.55F;
constexpr std::size_t kShortestMisspelt = 5;
constexpr std::size_t kShortestUnfinished = 4;

bool has_phrase(std::string_view title, std::string_view phrase) {
  return (' ' + std::string(title) + ' ').find(' ' + std::string(phrase) + ' ') != std::string::npos;
}

bool is_number_text(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class TitleFinder {
 public:
  TitleFinder(const TitleArrays& arrays, const FilmFacts& facts, std::string_view title, std::optional<std::int32_t> year)
      : arrays_(arrays), facts_(facts), question_(title), year_(year) {}

  /// The films of this very title, whatever the year; those of the year, give or take `tolerance`, where there is one.
  [[nodiscard]] FoundTitle find_same_title(std::int32_t tolerance) const { return same_title(tolerance).found; }

  [[nodiscard]] FoundTitle find() const {
    auto [found, is_exact] = same_title(0);
    const bool same = found.sureness == FoundTitle::Sureness::kSame;
    if (same && (is_exact || year_ || !can_have_rival(found.rows.front()))) return found;
    std::size_t best = same ? found.rows.front() : kNoRow;
    const Rows begun = beginnings();
    // One word that a title begins with is that title's ("Lagaan"), whatever famous film sounds like it ("Logan").
    const bool is_named = !begun.empty() && question_.shortened().find(' ') == std::string_view::npos;
    for (const auto& rows : {begun, unfinished(same), is_named ? Rows() : sounding(), with_words(same || is_named)})
      prefer_far_better_known(rows, best);
    if (best == kNoRow || (same && best == found.rows.front())) return found;
    if (same) found.less_known = found.rows.front();
    found.sureness = FoundTitle::Sureness::kNear;
    found.rows = {best};
    return found;
  }

 private:
  using Rows = std::vector<std::size_t>;

  struct SameTitle {
    FoundTitle found;
    bool is_exact = false;  ///< letter by letter
  };

  [[nodiscard]] SameTitle same_title(std::int32_t tolerance) const {
    SameTitles same = find_same(arrays_, question_);
    for (auto* rows : {&same.exact, &same.keys, &same.forms, &same.joined}) {
      std::erase_if(*rows, [&](std::size_t row) { return !has_year(row, tolerance); });
      if (rows->empty()) continue;
      FoundTitle found;
      found.sureness = FoundTitle::Sureness::kSame;
      found.rows = std::move(*rows);
      return {.found = std::move(found), .is_exact = rows == &same.exact};
    }
    return {};
  }

  [[nodiscard]] std::int64_t votes(std::size_t row) const {
    return row < facts_.vote_counts.size() ? facts_.vote_counts[row] : 0;
  }
  [[nodiscard]] std::int32_t year(std::size_t row) const { return row < facts_.years.size() ? facts_.years[row] : kUnknownYear; }
  [[nodiscard]] bool has_year(std::size_t row, std::int32_t tolerance) const {
    if (!year_) return true;
    return year(row) != kUnknownYear && year(row) >= *year_ - tolerance && year(row) <= *year_ + tolerance;
  }
  [[nodiscard]] bool is_far_better_known(std::size_t row, std::size_t than) const {
    return votes(row) >= kFarBetterKnown * std::max<std::int64_t>(votes(than), 1);
  }
  [[nodiscard]] bool can_have_rival(std::size_t row) const {
    const auto most = std::max_element(facts_.vote_counts.begin(), facts_.vote_counts.end());
    return most != facts_.vote_counts.end() && *most >= kFarBetterKnown * std::max<std::int64_t>(votes(row), 1);
  }

  /// The first row if there is no best one, then whatever is far better known.
  void prefer_far_better_known(const Rows& rows, std::size_t& best) const {
    if (rows.empty()) return;
    if (best == kNoRow) best = rows.front();
    const std::size_t first = best;
    for (const std::size_t row : rows)
      if (is_far_better_known(row, first) && votes(row) > votes(best)) best = row;
  }

  void add_rows(std::span<const std::uint32_t> entries, Rows& rows) const {
    for (const std::uint32_t entry : entries)
      if (const auto row = arrays_.row_of(entry); row && has_year(*row, 0)) rows.push_back(*row);
  }
  /// Best known first; among equally known ones the oldest, with which a series begins.
  void sort_by_fame(Rows& rows) const {
    const auto order = [this](std::size_t row) { return std::tuple(-votes(row), year(row), row); };
    std::sort(rows.begin(), rows.end(), [&order](std::size_t a, std::size_t b) { return order(a) < order(b); });
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  }

  /// Films whose title is the question and more words.
  [[nodiscard]] Rows beginnings() const {
    Rows rows;
    const std::string_view canonical = question_.canonical;
    for (const std::string_view name :
         {std::string_view(question_.full), question_.shortened(), canonical, without_article(canonical)}) {
      if (name.empty() || without_article(std::string(name) + " x") == "x") continue;
      const std::string prefix = std::string(name) + ' ';
      add_rows(arrays_.key_entries[arrays_.keys.with_prefix(prefix)], rows);
      add_rows(arrays_.form_entries[arrays_.forms.with_prefix(prefix)], rows);
    }
    sort_by_fame(rows);
    const bool one_word = question_.shortened().find(' ') == std::string_view::npos;
    if (!year_ && one_word && rows.size() > kMostBeginnings && !stands_out(rows)) rows.clear();
    return rows;
  }

  /// Whether the first of the rows is far better known than the next.
  [[nodiscard]] bool stands_out(const Rows& rows) const {
    constexpr std::int64_t kTimes = 5;
    return rows.size() < 2 || votes(rows[0]) >= kTimes * std::max<std::int64_t>(votes(rows[1]), 1);
  }

  /// Films whose title lacks no more than the end of a word or a few.
  [[nodiscard]] Rows unfinished(bool same) const {
    Rows rows;
    for (const std::string_view name : {std::string_view(question_.full), question_.shortened()}) {
      if (same || name.size() < kShortestUnfinished) continue;
      const IndexRange range = arrays_.keys.with_prefix(name);
      for (std::size_t key = range.begin; key < range.end; ++key) {
        const std::string_view text = arrays_.keys[key];
        const float part = static_cast<float>(name.size()) / static_cast<float>(text.size());
        if (part >= kLeastPartOfTitle && same_numbers(name, text)) add_rows(arrays_.key_entries[key], rows);
      }
    }
    sort_by_fame(rows);
    return rows;
  }

  [[nodiscard]] bool is_known_word(std::string_view word) const { return arrays_.words.find(word) != arrays_.words.size(); }

  /// Whether a word of the question can stand for a word of a title. A word that titles have is no misspelling of another one,
  /// unless they sound alike.
  [[nodiscard]] bool passes_for(std::string_view asked, std::string_view word) const {
    if (asked == word) return true;
    if (is_number_text(asked) || is_number_text(word)) return false;
    if (canonical_title(asked) == canonical_title(word)) return true;
    if (std::min(asked.size(), word.size()) >= 3 && sound_alike(asked, word)) return true;
    if (is_known_word(asked) || asked.size() < kShortestMisspelt) return false;
    return edit_distance(asked, word, forgiven_edits(asked.size())) <= forgiven_edits(asked.size());
  }

  /// Whether a name within a few edits of the question is the question misspelt.
  [[nodiscard]] bool is_misspelling_of(std::string_view asked, std::string_view name) const {
    if (!same_numbers(asked, name)) return false;
    const auto asked_words = words_of_title(asked);
    const auto words = words_of_title(name);
    const bool is_mistyped = std::any_of(asked_words.begin(), asked_words.end(), [this](std::string_view word) {
      return word.size() >= kShortestMisspelt && !is_known_word(word);
    });
    if (asked_words.size() != words.size()) return is_mistyped;
    for (std::size_t i = 0; i < words.size(); ++i)
      if (!passes_for(asked_words[i], words[i]) && !(is_mistyped && is_slip(asked_words[i], words[i]))) return false;
    return true;
  }

  /// Whether two words differ by one letter. Beside a word that no title has, a slip can make another title's word as well.
  [[nodiscard]] static bool is_slip(std::string_view asked, std::string_view word) {
    return !is_number_text(asked) && !is_number_text(word) && edit_distance(asked, word, 1) <= 1;
  }

  /// Films whose title is the question misspelt, the fewest edits first.
  [[nodiscard]] Rows sounding() const {
    std::vector<Rows> by_edits(4);
    for (const std::string_view name : {std::string_view(question_.full), question_.shortened()}) {
      if (name.size() < 4) continue;
      for (const NearString& near : find_near(arrays_.keys, name, forgiven_edits(name.size())))
        if (near.edits > 0 && near.edits < by_edits.size() && is_misspelling_of(name, arrays_.keys[near.index]))
          add_rows(arrays_.key_entries[near.index], by_edits[near.edits]);
    }
    Rows rows;
    for (Rows& each : by_edits) {
      sort_by_fame(each);
      rows.insert(rows.end(), each.begin(), each.end());
    }
    return rows;
  }

  /// How many titles would have all the words if words were spread at random.
  [[nodiscard]] double accidents(const std::vector<std::string_view>& words) const {
    const auto titles = static_cast<double>(arrays_.keys.size());
    double expected = titles;
    for (const std::string_view word : words) {
      const std::size_t index = arrays_.words.find(word);
      const std::size_t having = index == arrays_.words.size() ? 1 : arrays_.word_keys[index].size();
      expected *= static_cast<double>(std::max<std::size_t>(having, 1)) / titles;
    }
    return expected;
  }

  /// Every word asked for stands for a word of the title; of four and more one may be missing, but no number.
  [[nodiscard]] bool has_words(const std::vector<std::string_view>& asked, std::string_view title) const {
    auto words = words_of_title(title);
    std::size_t missing = asked.size() >= 4 ? 1 : 0;
    for (const std::string_view each : asked) {
      const auto found = std::find_if(words.begin(), words.end(), [&](std::string_view word) { return passes_for(each, word); });
      if (found != words.end()) {
        words.erase(found);
      } else if (is_number_text(each) || missing-- == 0) {
        return false;
      }
    }
    return true;
  }

  /// Films whose title has the words of the question; those that have it as a phrase come first. Beside a film of the very title
  /// only phrases count.
  [[nodiscard]] Rows with_words(bool only_phrases) const {
    Rows phrases;
    Rows others;
    for (const std::string* question : {&question_.full, &question_.canonical}) {
      const auto asked = words_of_title(*question);
      if (asked.empty() || (question == &question_.canonical && (question_.canonical == question_.full || !phrases.empty())))
        continue;
      if (asked.size() < 2 && (only_phrases || !is_telling(asked.front()))) continue;
      BestTitles best(arrays_, kMostWordHits);
      search_words(arrays_, *question, best);
      const bool accident = asked.size() > 1 && !year_ && accidents(asked) > kAccidents;
      for (const TitleHit& hit : std::move(best).take()) {
        if (!has_year(hit.row, 0) || !has_words(asked, arrays_.keys[hit.key])) continue;
        if (has_phrase(arrays_.keys[hit.key], without_article(*question))) {
          phrases.push_back(hit.row);
        } else if (!accident && !only_phrases) {
          others.push_back(hit.row);
        }
      }
    }
    sort_by_fame(phrases);
    if (question_.shortened().find(' ') == std::string_view::npos && !stands_out_far(phrases)) phrases.clear();
    phrases.insert(phrases.end(), others.begin(), others.end());
    return phrases;
  }
  [[nodiscard]] bool stands_out_far(const Rows& rows) const { return rows.size() < 2 || is_far_better_known(rows[0], rows[1]); }
  static bool is_telling(std::string_view word) { return word.size() >= kShortestMisspelt && !is_number_text(word); }

  const TitleArrays& arrays_;
  const FilmFacts& facts_;
  TitleQuestion question_;
  std::optional<std::int32_t> year_;
};

/// A title without a year behind it, "(1995)" or "1995".
struct DatedTitle {
  std::string_view title;
  std::int32_t year = 0;
  bool in_brackets = false;
};

std::optional<DatedTitle> split_year(std::string_view text) {
  constexpr std::int32_t kFirstYear = 1870;
  constexpr std::int32_t kLastYear = 2100;
  const auto trim_end = [](std::string_view part) {
    while (!part.empty() && (part.back() == ' ' || part.back() == ',')) part.remove_suffix(1);
    return part;
  };
  text = trim_end(text);
  const bool in_brackets = text.ends_with(')') || text.ends_with(']');
  if (in_brackets) text.remove_suffix(1);
  if (text.size() < 6) return std::nullopt;
  const std::string_view digits = text.substr(text.size() - 4);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  const std::int32_t year = std::stoi(std::string(digits));
  text.remove_suffix(4);
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  if (in_brackets ? text.back() != '(' && text.back() != '[' : text.back() != ' ') return std::nullopt;
  text.remove_suffix(1);
  text = trim_end(text);
  if (text.empty()) return std::nullopt;
  return DatedTitle{.title = text, .year = year, .in_brackets = in_brackets};
}

}  // namespace

FoundTitle TitleIndex::find(std::string_view title, std::optional<std::int32_t> year, const FilmFacts& facts) const {
  const auto found_by = [&](std::string_view text, std::optional<std::int32_t> of) {
    return TitleFinder(*arrays_, facts, text, of).find();
  };
  const auto is_found = [](const FoundTitle& found) { return found.sureness != FoundTitle::Sureness::kNone; };
  if (year) return found_by(title, year);
  if (const auto dated = split_year(title)) {
    FoundTitle whole = TitleFinder(*arrays_, facts, title, {}).find_same_title(0);
    if (is_found(whole)) return whole;
    const TitleFinder of_year(*arrays_, facts, dated->title, dated->year);
    for (FoundTitle found : {of_year.find(), of_year.find_same_title(1)}) {
      found.year = dated->year;
      if (is_found(found)) return found;
    }
    if (dated->in_brackets) return {};
  }
  FoundTitle found = found_by(title, {});
  // The first film of a series has seldom a number.
  if (const std::string canonical = canonical_title(title); !is_found(found) && canonical.ends_with(" 1"))
    found = TitleFinder(*arrays_, facts, std::string_view(canonical).substr(0, canonical.size() - 2), {}).find_same_title(0);
  return found;
}

}  // namespace kinora
