#include "evaluate/related_baselines.hpp"

#include "kinora/catalogue/movie.hpp"
#include "text/text_words.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <unordered_map>

namespace kinora {
namespace {

using TermLists = std::vector<std::vector<std::uint32_t>>;

constexpr double kYearScale = 8;
constexpr double kVotesInBag = 0.1;
constexpr std::uint32_t kDecades = 1000;

TermLists labels_of(const LabelIndex& index, const std::vector<std::size_t>& rows) {
  TermLists lists;
  for (const std::size_t row : rows) lists.emplace_back(index[row].begin(), index[row].end());
  return lists;
}

/// The words of title, tagline and overview, the same word by one number.
TermLists words_of(const MovieIndex& index, const std::vector<std::size_t>& rows) {
  TermLists lists = labels_of(index.plots(), rows);
  const TextTable& names = index.plots().names;
  std::unordered_map<std::string, std::uint32_t> numbers;  // looked up, never iterated
  for (std::uint32_t word = 0; word < names.size(); ++word) numbers.emplace(names[word], word);
  TextWords words({}, {});
  for (std::size_t film = 0; film < rows.size(); ++film)
    for (const std::string_view word : words.words_of(index.title(rows[film])))
      lists[film].push_back(numbers.emplace(word, static_cast<std::uint32_t>(numbers.size())).first->second);
  return lists;
}

/// The terms of all fields and the decade, each field's with numbers of its own.
TermLists bag_of(const MovieIndex& index, const std::vector<std::size_t>& rows) {
  TermLists lists(rows.size());
  std::uint32_t first = kDecades;
  for (const LabelIndex* field : {&index.genres(), &index.keywords()}) {
    for (std::size_t film = 0; film < rows.size(); ++film)
      for (const std::uint32_t label : (*field)[rows[film]]) lists[film].push_back(first + label);
    first += static_cast<std::uint32_t>(field->idf.size());
  }
  const TermLists words = words_of(index, rows);
  for (std::size_t film = 0; film < rows.size(); ++film)
    for (const std::uint32_t word : words[film]) lists[film].push_back(first + word);
  for (std::size_t film = 0; film < rows.size(); ++film) {
    const std::int32_t year = index.years()[rows[film]];
    if (year >= 0 && year / 10 < static_cast<std::int32_t>(kDecades))
      lists[film].push_back(static_cast<std::uint32_t>(year / 10));
  }
  return lists;
}

}  // namespace

RelatedBaselines::RelatedBaselines(const MovieIndex& index, const std::vector<std::size_t>& rows)
    : genre_sets_(labels_of(index.genres(), rows)),
      genres_(labels_of(index.genres(), rows)),
      keywords_(labels_of(index.keywords(), rows)),
      words_(words_of(index, rows)),
      bag_(bag_of(index, rows)) {
  double most = 0;
  for (const std::size_t row : rows) {
    const auto votes = static_cast<double>(std::max<std::int64_t>(index.vote_counts()[row], 0));
    const auto mean = static_cast<double>(index.vote_averages()[row]);
    votes_.push_back(std::log1p(votes));
    rating_.push_back(votes > 0 && !std::isnan(mean) ? mean / 10 : 0);
    years_.push_back(index.years()[row]);
    most = std::max(most, votes_.back());
  }
  if (most > 0)
    for (double& votes : votes_) votes /= most;
  for (auto& set : genre_sets_) std::sort(set.begin(), set.end());
}

void RelatedBaselines::genres(std::size_t film, std::span<double> scores) const { genres_.add_cosines(film, 1, scores); }

void RelatedBaselines::bag(std::size_t film, std::span<double> scores) const { bag_.add_cosines(film, 1, scores); }

void RelatedBaselines::bag_and_votes(std::size_t film, std::span<double> scores) const {
  bag(film, scores);
  for (std::size_t other = 0; other < scores.size(); ++other) scores[other] += kVotesInBag * votes_[other];
}

void RelatedBaselines::equal_sum(std::size_t film, std::span<double> scores) const {
  keywords_.add_cosines(film, 1, scores);
  words_.add_cosines(film, 1, scores);
  for (std::size_t other = 0; other < scores.size(); ++other)
    scores[other] += genre_overlap(film, other) + nearness_in_time(film, other) + votes_[other] + rating_[other];
}

void RelatedBaselines::popularity(std::size_t, std::span<double> scores) const {
  std::copy(votes_.begin(), votes_.end(), scores.begin());
}

double RelatedBaselines::genre_overlap(std::size_t film, std::size_t other) const {
  const auto& a = genre_sets_[film];
  const auto& b = genre_sets_[other];
  std::vector<std::uint32_t> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  const std::size_t either = a.size() + b.size() - common.size();
  return either == 0 ? 0 : static_cast<double>(common.size()) / static_cast<double>(either);
}

double RelatedBaselines::nearness_in_time(std::size_t film, std::size_t other) const {
  if (years_[film] == kUnknownYear || years_[other] == kUnknownYear) return 0;
  return std::exp(-std::abs(static_cast<double>(years_[film]) - years_[other]) / kYearScale);
}

}  // namespace kinora
