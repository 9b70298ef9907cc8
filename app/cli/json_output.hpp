#pragma once

#include "json.hpp"
#include "kinora/engine/build.hpp"
#include "kinora/engine/engine.hpp"

namespace kinora::cli {

[[nodiscard]] Json info_to_json(const BundleInfo& info);
/// The bundle's figures, and the test films shown as "examples" if there are any.
[[nodiscard]] Json build_to_json(const BuildSummary& summary, const std::vector<GenreExample>& examples);
[[nodiscard]] Json similar_to_json(const SimilarAnswer& answer);
[[nodiscard]] Json genres_to_json(const GenreAnswer& answer, std::size_t top);
[[nodiscard]] Json titles_to_json(const std::vector<TitleAnswer>& answers);
[[nodiscard]] Json movie_to_json(const MovieName& movie);
[[nodiscard]] Json year_to_json(std::int32_t year);

}  // namespace kinora::cli
