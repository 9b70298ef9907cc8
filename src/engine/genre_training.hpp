#pragma once

#include "engine/bundle.hpp"
#include "engine/genre_scores.hpp"
#include "engine/stage_clock.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/recipe/recipe.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kinora {

/// What a genre model learns from and what it is to score; rows are the catalogue's.
struct GenreTask {
  const Catalogue& catalogue;
  MatrixView vectors;               ///< the recommender's, a row for each film
  std::vector<std::string> labels;  ///< names of the columns of label matrices, sorted
  std::vector<std::size_t> train;
  std::vector<std::size_t> test;
  std::vector<std::size_t> missing;  ///< films without a genre
  LabelMatrix train_labels;
};

/// A trained model, as far as a build goes on with it; the model itself is in the generation's files.
struct TrainedGenres {
  std::vector<float> thresholds;  ///< one a label
  GenreScores test;
  GenreScores missing;
  std::vector<double> epoch_losses;  ///< of a network
  double cost = 0;                   ///< of a linear model
};

/// Trains the model that the recipe names, writes it and its encoder, if it has one, into the generation, and scores the films of
/// the test and those without genres. The one place that tells the models apart in a build.
[[nodiscard]] Result<TrainedGenres> train_genres(const GenreTask& task, const GenerationLayout& generation, const Recipe& recipe,
                                                 StageClock& clock, const Execution& execution);

}  // namespace kinora
