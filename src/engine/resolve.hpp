#pragma once

#include "kinora/base/result.hpp"
#include "kinora/engine/engine.hpp"
#include "recommend/movie_index.hpp"
#include "text/title_index.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kinora {

/// Finds the films that people name. What was guessed is added to `notes`.
class MovieResolver {
 public:
  MovieResolver(const MovieIndex& movies, const TitleIndex& titles, std::vector<std::string>& notes)
      : movies_(movies), titles_(titles), notes_(notes) {}

  /// The row of a film: by id, or the one that is meant by the title (and year, which may stand in the title), whatever the case,
  /// accents, ways to write numbers or small typos (TitleIndex::find).
  /// Error: kMovieNotFound, with the nearest titles.
  [[nodiscard]] Result<std::size_t> resolve(const MovieReference& reference) const;

  /// The rows of all that can be found; the others are noted.
  [[nodiscard]] std::vector<std::size_t> resolve_known(const std::vector<MovieReference>& references) const;

  /// Notes it if the titles of several references, one after the other, are the title of one film: quotes were left out.
  void note_joined_title(const std::vector<MovieReference>& references) const;

 private:
  [[nodiscard]] Result<std::size_t> resolve_id(std::int64_t id) const;
  [[nodiscard]] Result<std::size_t> resolve_title(const MovieReference& reference) const;
  [[nodiscard]] std::size_t best_of(const MovieReference& reference, const std::vector<std::size_t>& rows) const;
  [[nodiscard]] std::string note_of_near(const MovieReference& reference, const FoundTitle& found) const;
  [[nodiscard]] Error unknown_title(const MovieReference& reference) const;

  const MovieIndex& movies_;
  const TitleIndex& titles_;
  std::vector<std::string>& notes_;
};

/// "Toy Story (1995)", or the title alone if the year is not known.
[[nodiscard]] std::string title_with_year(const MovieIndex& movies, std::size_t row);

}  // namespace kinora
