#pragma once

#include "kinora/catalogue/ratings.hpp"
#include "kinora/engine/evaluation.hpp"
#include "recommend/movie_index.hpp"

namespace kinora {

/// Reads the ratings and links of a request and numbers the ratings as the bundle's films are. What was read and joined is noted
/// in the report. Errors: those of reading; kInvalidArgument if links are missing, or given where the ids are MovieLens' own;
/// kNoUsableRow if no rated film is in the bundle.
[[nodiscard]] Result<Ratings> read_rated_films(const MovieIndex& movies, const BundleInfo& info, const RelatedRequest& request,
                                               RelatedReport& report, const Execution& execution);

}  // namespace kinora
