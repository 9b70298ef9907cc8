#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/ratings.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace kinora {

/// Numbers of docs/evaluation.md.
struct RelatedOptions {
  double like_from = 4;        ///< a rating from this on is a like
  std::size_t min_likes = 15;  ///< films with fewer do not take part
  std::size_t relatives = 20;  ///< how many others are a film's true relatives
  double shrinkage = 10;       ///< added to the denominator, so that a few common likers prove little
  std::size_t k = 10;          ///< the places that count
};

/// Which films take part, by ascending id, and the true relatives of each: the others that the same people like. Films are named
/// by their position here.
struct RelatedTask {
  using Film = std::uint32_t;
  std::vector<std::int64_t> ids;
  std::vector<std::uint32_t> likes;      ///< people who like the film
  std::vector<std::vector<Film>> truth;  ///< ascending
  std::vector<Film> queries;             ///< the films that have a relative: those that are asked about
  std::size_t k = 10;

  [[nodiscard]] std::size_t size() const { return ids.size(); }
};

/// A film's relatives are the others with the highest |A∩B| / (sqrt(|A| |B|) + shrinkage) over the sets of those who like them,
/// equal ones by id; films without a common liker are none, so that there may be fewer. `ratings` are numbered as the catalogue
/// is. O(sum over people of likes²), in parallel by film. Error: kCancelled.
[[nodiscard]] Result<RelatedTask> make_related_task(const Ratings& ratings, const RelatedOptions& options,
                                                    const Execution& execution);

/// The first task.k of the other films for one, best first; fewer if the method has no more to say. Called from several threads.
using RelatedMethod = std::function<Result<std::vector<RelatedTask::Film>>(RelatedTask::Film film)>;

/// NDCG@k of each method for every query, in their order. Observed as the stage "rankings", in films. Errors: the methods',
/// kCancelled.
[[nodiscard]] Result<std::vector<std::vector<double>>> score_methods(const RelatedTask& task,
                                                                     std::span<const RelatedMethod> methods,
                                                                     const Execution& execution);

/// Writes a score for every film of the task; what it writes for the film itself is passed over.
using FilmScorer = std::function<void(RelatedTask::Film film, std::span<double> scores)>;

/// Ranks by a score, highest first, equal ones by `tie_order` (lowest first), then id. `tie_order` is empty or has a value a
/// film.
[[nodiscard]] RelatedMethod rank_by_score(const RelatedTask& task, FilmScorer scorer, std::vector<double> tie_order = {});

}  // namespace kinora
