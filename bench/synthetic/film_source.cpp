#include "synthetic/film_source.hpp"

#include "synthetic/distributions.hpp"
#include "synthetic/spelling.hpp"

#include <algorithm>

namespace kinora::synthetic {
namespace {

bool percent(unsigned chance, Rng& rng) { return rng.below(100) < chance; }

}  // namespace

// The discounts and concentrations: fitted to how the vocabulary of the real titles, overviews and keywords grows with their
// number.
FilmSource::FilmSource(const FilmOptions& options)
    : options_(options),
      rng_(options.seed),
      title_words_(0.65, 235),
      overview_words_(0.5, 500),
      keywords_(0.45, 1050),
      companies_(0.6, 50) {}

Film FilmSource::next() {
  Film film;
  last_id_ += 1 + static_cast<std::int64_t>(rng_.below(9));
  film.id = last_id_;
  draw_title(film);
  draw_date(film);
  draw_genres(film);
  draw_keywords(film);
  draw_votes(film);
  film.runtime = percent(4, rng_) ? 0 : 60 + static_cast<unsigned>(rng_.below(60) + rng_.below(30));
  film.described = percent(options_.described_percent, rng_);
  if (film.described) describe(film);
  return film;
}

void FilmSource::draw_title(Film& film) {
  const std::size_t words = draw_counted(kTitleLengths, rng_) + 1;
  for (std::size_t i = 0; i < words; ++i) {
    if (i > 0) film.title += ' ';
    film.title += spell_title_word(title_words_.next(rng_));
    if (i + 1 < words && percent(3, rng_)) film.title += i % 2 == 0 ? "'s" : ":";
  }
  if (percent(2, rng_)) film.title += " " + std::to_string(2 + rng_.below(8));
  film.original_title = film.title;
}

void FilmSource::draw_date(Film& film) {
  film.year = 1880 + 10 * static_cast<int>(draw_counted(kDecades, rng_)) + static_cast<int>(rng_.below(10));
  if (percent(7, rng_)) return;  // 1 January: only the year was known
  film.month = 1 + static_cast<int>(rng_.below(12));
  film.day = 1 + static_cast<int>(rng_.below(28));
}

void FilmSource::draw_genres(Film& film) {
  const std::size_t length = draw_counted(kGenreListLengths, rng_);
  std::array<std::uint32_t, kGenreCounts.size()> left = kGenreCounts;
  while (film.genres.size() < length) {
    film.genres.push_back(draw_counted(left, rng_));
    left[film.genres.back()] = 0;
  }
}

void FilmSource::draw_keywords(Film& film) {
  std::size_t length = draw_counted(kKeywordListLengths, rng_);
  if (length + 1 == kKeywordListLengths.size()) length += rng_.below(100);
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint32_t keyword = keywords_.next(rng_);
    if (std::find(film.keywords.begin(), film.keywords.end(), keyword) == film.keywords.end()) film.keywords.push_back(keyword);
  }
}

void FilmSource::draw_votes(Film& film) {
  film.votes = static_cast<std::uint64_t>(draw_quantile(kVotes, rng_));
  // Around 6: the sum of three dice, in tenths.
  if (film.votes > 0) film.average_tenths = static_cast<unsigned>(15 + rng_.below(29) + rng_.below(29) + rng_.below(29));
}

void FilmSource::describe(Film& film) {
  film.overview = sentence(static_cast<std::size_t>(draw_quantile(kOverviewLengths, rng_)));
  if (percent(70, rng_)) film.tagline = sentence(4 + rng_.below(12));
  if (percent(16, rng_)) join_collection(film);
  if (percent(12, rng_)) film.original_title = spell_title_word(title_words_.next(rng_)) + " " + film.title;
  for (std::size_t i = rng_.below(4); i > 0; --i) film.companies.push_back(companies_.next(rng_));
}

void FilmSource::join_collection(Film& film) {
  if (collections_.empty() || percent(40, rng_)) {
    const auto number = static_cast<std::uint32_t>(collections_.size());
    collections_.push_back({.number = number, .title = film.title, .films = 1});
    film.collection = &collections_.back();
    return;
  }
  Collection& joined = collections_[rng_.below(collections_.size())];
  film.title = joined.title + " " + std::to_string(++joined.films);
  film.original_title = film.title;
  film.collection = &joined;
}

std::string FilmSource::sentence(std::size_t words) {
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint32_t word = overview_words_.next(rng_);
    if (i == 0) {
      text += spell_title_word(word);
      continue;
    }
    const std::uint64_t mark = rng_.below(100);
    text += mark < 6 ? ", " : mark < 12 ? ". " : mark == 12 ? " \"" : " ";
    text += mark >= 6 && mark < 12 ? spell_title_word(word) : spell_word(word);
    if (mark == 12) text += '"';
  }
  return text + ".";
}

}  // namespace kinora::synthetic
