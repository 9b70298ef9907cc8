#pragma once

#include "kinora/base/export.hpp"
#include "kinora/catalogue/columns.hpp"
#include "kinora/catalogue/movie.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora {

/// All films in a fixed order: a movie's row is one number from ingest to answer. Held by column, so that a stage touches only
/// what it reads. Every column has size() rows. Value type; const use is thread-safe.
struct KINORA_EXPORT Catalogue {
  std::vector<std::int64_t> ids;           ///< distinct; the source's key (TMDB's, MovieLens', IMDb's number without "tt")
  std::vector<std::uint32_t> source_rows;  ///< 0-based record of the source file (the article's DataFrame label)
  StringColumn titles;
  StringColumn original_titles;  ///< empty if unknown, as all text columns
  StringColumn overviews;
  StringColumn taglines;
  StringColumn imdb_ids;            ///< "tt0114709"
  std::vector<std::int32_t> years;  ///< kUnknownYear if unknown
  LabelColumn genres;
  LabelColumn keywords;
  LabelColumn directors;
  LabelColumn cast;                     ///< in billing order, at most the first few (IngestOptions)
  LabelColumn collections;              ///< at most one a film
  LabelColumn languages;                ///< original language, at most one a film
  std::vector<float> runtimes_minutes;  ///< NaN if unknown or 0, as the next
  std::vector<float> popularities;
  std::vector<float> vote_averages;       ///< 0..10; NaN if nobody voted
  std::vector<std::int64_t> vote_counts;  ///< 0 if unknown

  [[nodiscard]] std::size_t size() const { return ids.size(); }
  [[nodiscard]] bool empty() const { return ids.empty(); }
  /// Appends one film as a new last row. The caller guarantees that the id is new.
  void append(const MovieView& movie, std::uint32_t source_row);
  void append(const Movie& movie, std::uint32_t source_row);
  /// The film of a row, copied out of the columns. Requires row < size().
  [[nodiscard]] Movie movie(std::size_t row) const;
};

}  // namespace kinora
