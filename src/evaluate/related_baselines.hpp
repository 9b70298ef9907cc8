#pragma once

#include "evaluate/tf_idf.hpp"
#include "recommend/movie_index.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// Ways to rank films that need no training, to stand beside a bundle's own (docs/evaluation.md has every formula). TF-IDF is
/// counted over the films that take part. Each function writes a score for every film. Immutable and thread-safe.
class RelatedBaselines {
 public:
  /// `rows` are the films' rows in the index, in the order of the task.
  RelatedBaselines(const MovieIndex& index, const std::vector<std::size_t>& rows);

  /// TF-IDF of the genres.
  void genres(std::size_t film, std::span<double> scores) const;
  /// One bag of genres, keywords, the words of title, tagline and overview, and the decade.
  void bag(std::size_t film, std::span<double> scores) const;
  /// The bag, and a tenth of what popularity() is at most 1 of.
  void bag_and_votes(std::size_t film, std::span<double> scores) const;
  /// Six parts that count the same: Jaccard index of the genres, TF-IDF of the keywords, TF-IDF of the words, exp(-|years apart|
  /// / 8), log(1 + votes) over the highest of that, mean vote / 10.
  void equal_sum(std::size_t film, std::span<double> scores) const;
  /// log(1 + votes), over the highest of that among the films taking part: the same order for every film.
  void popularity(std::size_t film, std::span<double> scores) const;

 private:
  [[nodiscard]] double genre_overlap(std::size_t film, std::size_t other) const;
  [[nodiscard]] double nearness_in_time(std::size_t film, std::size_t other) const;

  std::vector<std::vector<std::uint32_t>> genre_sets_;  // ascending
  std::vector<std::int32_t> years_;
  std::vector<double> votes_;   // popularity()
  std::vector<double> rating_;  // mean vote / 10; 0 if nobody voted
  TfIdf genres_, keywords_, words_, bag_;
};

}  // namespace kinora
