#pragma once

#include "base/random.hpp"
#include "synthetic/recurring_choice.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace kinora::synthetic {

struct Collection {
  std::uint32_t number = 0;
  std::string title;  ///< of its first film
  std::uint32_t films = 0;
};

struct Film {
  std::int64_t id = 0;
  std::string title;
  std::string original_title;
  int year = 0;
  int month = 1;
  int day = 1;
  std::vector<std::size_t> genres;  ///< indices of kGenres
  std::vector<std::uint32_t> keywords;
  std::uint64_t votes = 0;
  unsigned average_tenths = 0;
  unsigned runtime = 0;
  // Known only of the films that are described.
  bool described = false;
  std::string overview;
  std::string tagline;
  const Collection* collection = nullptr;
  std::vector<std::uint32_t> companies;
};

struct FilmOptions {
  std::uint64_t seed = 42;
  unsigned described_percent = 13;  ///< films with an overview, a tagline, a collection, companies
};

/// Films out of nothing, in the proportions of distributions.hpp: words, keywords and companies recur by Zipf's law and their
/// numbers grow by Heaps' law. Genres, words and keywords are independent of each other: nothing can be learnt from them, which
/// costs as much time as learning. The same seed and options give the same films; the first films of more are those of fewer.
class FilmSource {
 public:
  explicit FilmSource(const FilmOptions& options);

  [[nodiscard]] Film next();

 private:
  void draw_title(Film& film);
  void draw_date(Film& film);
  void draw_genres(Film& film);
  void draw_keywords(Film& film);
  void draw_votes(Film& film);
  void describe(Film& film);
  void join_collection(Film& film);
  std::string sentence(std::size_t words);

  FilmOptions options_;
  Rng rng_;
  std::int64_t last_id_ = 0;
  RecurringChoice title_words_;
  RecurringChoice overview_words_;
  RecurringChoice keywords_;
  RecurringChoice companies_;
  std::deque<Collection> collections_;  // films point into it
};

}  // namespace kinora::synthetic
