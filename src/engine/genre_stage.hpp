#pragma once

#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "engine/stage_clock.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/recipe/recipe.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kinora {

/// What the genre stage of a build found out.
struct GenreModelReport {
  std::optional<ClassifierFigures> figures;  ///< none: too few films have a genre
  std::vector<std::string> names;            ///< the classifier's labels, sorted
  LabelColumn genres;                        ///< of every film: its own, or predicted ones where it has none
  std::vector<std::uint8_t> predicted;       ///< by row, 1 where they are predicted
  std::size_t predicted_rows = 0;
};

/// Trains and evaluates the genre model of a recipe and writes it, with its encoder and the test rows' predictions, into the
/// generation. `vectors` are the recommender's, a row for each film. Films without genres are given predicted ones, unless a
/// baseline does better, which is a warning.
[[nodiscard]] Result<GenreModelReport> build_genre_model(FileSystem& files, const GenerationLayout& generation,
                                                         const Catalogue& catalogue, const MatrixView& vectors,
                                                         const Recipe& recipe, StageClock& clock, const Execution& execution);

}  // namespace kinora
