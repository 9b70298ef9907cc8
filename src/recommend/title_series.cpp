#include "recommend/title_series.hpp"

#include "base/hash.hpp"
#include "text/title_normalise.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <tuple>
#include <utility>

namespace kinora {
namespace {

constexpr std::size_t kLongestStart = 5;
constexpr std::size_t kMostFilms = 50;
constexpr float kHalvingFilms = 10;
/// A beginning is half as telling as a main title.
constexpr float kStartShare = 0.5F;
/// Beginnings that end in a word of more titles than these ("hour of the") are cut off in the middle.
constexpr double kFrequentShare = 0.01;
constexpr double kFewTitles = 20;

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool counts_a_part(std::string_view word) {
  constexpr std::array<std::string_view, 14> kMarks = {"ii", "iii", "iv",  "v",    "vi",      "vii",     "viii",
                                                       "ix", "x",   "vol", "part", "chapter", "episode", "volume"};
  return is_number(word) || std::find(kMarks.begin(), kMarks.end(), word) != kMarks.end();
}

void append_word(std::string_view word, std::vector<std::string>& words) {
  std::size_t digits = word.size();
  while (digits > 0 && word[digits - 1] >= '0' && word[digits - 1] <= '9') --digits;
  if (digits > 0 && digits < word.size()) {
    append_word(word.substr(0, digits), words);
    word.remove_prefix(digits);
  }
  const bool plural = word.size() > 3 && word.ends_with('s') && !word.ends_with("ss");
  words.emplace_back(plural ? word.substr(0, word.size() - 1) : word);
}

/// Where a subtitle begins, or the size of the title.
std::size_t end_of_main_title(std::string_view title) {
  constexpr std::array<std::string_view, 5> kBreaks = {":", " - ", " \u2013 ", " \u2014 ", " ("};
  std::size_t end = title.size();
  for (const std::string_view mark : kBreaks) end = std::min(end, title.find(mark));
  return end;
}

std::string joined(const std::vector<std::string>& words, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : " ") + words[i];
  return text;
}

float telling(std::size_t films) { return 1 / (1 + static_cast<float>(films - 2) / kHalvingFilms); }

/// The words of all titles as hashes: a beginning is known by those of its words, and names are made for the few that are kept.
struct HashedTitles {
  std::vector<std::uint64_t> words;
  std::vector<std::uint64_t> ends;
  std::vector<std::uint8_t> main_lengths;

  [[nodiscard]] std::span<const std::uint64_t> operator[](std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends[row - 1];
    return std::span(words).subspan(begin, ends[row] - begin);
  }
};

HashedTitles hash_titles(const StringColumn& titles) {
  HashedTitles hashed;
  for (std::size_t row = 0; row < titles.size(); ++row) {
    const std::vector<std::string> words = series_words(titles[row]);
    for (const std::string& word : words) hashed.words.push_back(xxh3_64(word));
    hashed.ends.push_back(hashed.words.size());
    hashed.main_lengths.push_back(static_cast<std::uint8_t>(std::min(main_title_length(titles[row], words), kLongestTitle)));
  }
  return hashed;
}

/// Words of more than `limit` titles, sorted. A word that a title has twice counts twice.
std::vector<std::uint64_t> frequent_words(std::vector<std::uint64_t> words, std::size_t limit) {
  std::sort(words.begin(), words.end());
  std::vector<std::uint64_t> frequent;
  for (std::size_t begin = 0; begin < words.size();) {
    const auto end = static_cast<std::size_t>(
        std::upper_bound(words.begin() + static_cast<std::ptrdiff_t>(begin), words.end(), words[begin]) - words.begin());
    if (end - begin > limit) frequent.push_back(words[begin]);
    begin = end;
  }
  return frequent;
}

/// A beginning or a main title that a row has.
struct Mark {
  std::uint64_t key = 0;
  std::uint32_t row = 0;
  std::uint8_t length = 0;
  bool is_main = false;
};

std::vector<Mark> marks_of(const HashedTitles& titles) {
  const auto limit = static_cast<std::size_t>(std::max(kFewTitles, kFrequentShare * static_cast<double>(titles.ends.size())));
  const std::vector<std::uint64_t> frequent = frequent_words(titles.words, limit);
  std::vector<Mark> marks;
  for (std::uint32_t row = 0; row < titles.ends.size(); ++row) {
    const auto words = titles[row];
    const std::size_t main = titles.main_lengths[row];
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < std::min(words.size(), std::max(kLongestStart, main)); ++i) {
      const std::array<std::uint64_t, 2> begun = {key, words[i]};
      key = xxh3_64(std::as_bytes(std::span(begun)));
      const auto length = static_cast<std::uint8_t>(i + 1);
      if (length <= kLongestStart && !std::binary_search(frequent.begin(), frequent.end(), words[i]))
        marks.push_back({.key = key, .row = row, .length = length, .is_main = false});
      if (length == main) marks.push_back({.key = ~key, .row = row, .length = length, .is_main = true});
    }
  }
  std::sort(marks.begin(), marks.end(),
            [](const Mark& a, const Mark& b) { return a.key != b.key ? a.key < b.key : a.row < b.row; });
  return marks;
}

/// Marks that make a label: the films of one series, as a range of all marks.
struct Group {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Groups of the right size, by the first film that has the mark and the mark's length.
std::vector<Group> groups_of(const std::vector<Mark>& marks) {
  std::vector<Group> groups;
  for (std::size_t begin = 0; begin < marks.size();) {
    std::size_t end = begin;
    while (end < marks.size() && marks[end].key == marks[begin].key) ++end;
    if (end - begin >= 2 && end - begin <= kMostFilms) groups.push_back({.begin = begin, .end = end});
    begin = end;
  }
  std::sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    const Mark& first = marks[a.begin];
    const Mark& second = marks[b.begin];
    return std::tie(first.row, first.length, first.is_main) < std::tie(second.row, second.length, second.is_main);
  });
  return groups;
}

}  // namespace

std::vector<std::string> series_words(std::string_view title) {
  const std::string normalised = normalise_title(title);
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < normalised.size();) {
    const std::size_t end = std::min(normalised.find(' ', begin), normalised.size());
    if (end > begin) append_word(std::string_view(normalised).substr(begin, end - begin), words);
    begin = end + 1;
  }
  return words;
}

std::size_t main_title_length(std::string_view title, const std::vector<std::string>& words) {
  const std::size_t end = end_of_main_title(title);
  std::size_t length = end == title.size() ? words.size() : std::min(series_words(title.substr(0, end)).size(), words.size());
  if (length == 0) length = words.size();
  while (length > 1 && counts_a_part(words[length - 1])) --length;
  return length;
}

TitleSeries TitleSeries::of(const StringColumn& titles) {
  const std::vector<Mark> marks = marks_of(hash_titles(titles));
  TitleSeries series;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> labels_of_rows;
  for (const Group& group : groups_of(marks)) {
    const Mark& first = marks[group.begin];
    const auto label = static_cast<std::uint32_t>(series.weights.size());
    series.names.append(joined(series_words(titles[first.row]), first.length) + (first.is_main ? ":" : ""));
    series.weights.push_back(telling(group.end - group.begin) * (first.is_main ? 1 : kStartShare));
    for (std::size_t i = group.begin; i < group.end; ++i) labels_of_rows.emplace_back(marks[i].row, label);
  }
  std::sort(labels_of_rows.begin(), labels_of_rows.end());
  auto next = labels_of_rows.begin();
  for (std::uint32_t row = 0; row < titles.size(); ++row) {
    for (; next != labels_of_rows.end() && next->first == row; ++next) series.labels.push_back(next->second);
    series.ends.push_back(series.labels.size());
  }
  return series;
}

}  // namespace kinora
