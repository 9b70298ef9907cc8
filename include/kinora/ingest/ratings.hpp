#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/ratings.hpp"
#include "kinora/ingest/ingest.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace kinora {

/// Ratings as read, and what became of every row. `rows_kept` counts the rows that hold a rating; of them ratings.replaced()
/// gave way to a later one of the same person for the same film.
struct KINORA_EXPORT ReadRatings {
  Ratings ratings;
  IngestReport report;
};

/// Reads a file of ratings from 0 to 5 in one of MovieLens' forms (docs/formats/rating-files.md): a header with userId, movieId
/// and rating (timestamp may be missing), `user::movie::rating::time`, or user, movie, rating and time between tabs.
/// gzip-compressed or not. A bad row is never an error: it is in the report with its reason ("fields", "user id", "id", "rating",
/// "timestamp"). Errors: those of opening a text (see read_catalogue()), kFormatUnknown with what was found, kNoUsableRow,
/// kCancelled. Observed as the stage "read", in bytes.
[[nodiscard]] KINORA_EXPORT Result<ReadRatings> read_ratings(const std::filesystem::path& path, const Execution& execution);

/// What other catalogues call a film of MovieLens.
struct MovieLink {
  std::int64_t movie = 0;
  std::optional<std::int64_t> imdb;  ///< the number, without "tt"
  std::optional<std::int64_t> tmdb;
};

struct KINORA_EXPORT ReadLinks {
  std::vector<MovieLink> links;  ///< by movie, each once: the first row counts
  IngestReport report;
};

/// Reads MovieLens' links.csv: movieId, imdbId, tmdbId, of which the latter two may be blank. Errors and bad rows as with
/// read_ratings ("fields", "id", "duplicate id"); an unreadable imdbId or tmdbId is passed over and counted as a cell.
[[nodiscard]] KINORA_EXPORT Result<ReadLinks> read_links(const std::filesystem::path& path, const Execution& execution);

}  // namespace kinora
