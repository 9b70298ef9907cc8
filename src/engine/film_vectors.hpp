#pragma once

#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "engine/bundle_parts.hpp"
#include "engine/stage_clock.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/math/matrix.hpp"
#include "kinora/recipe/recipe.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora {

/// Fits the recipe's encoder on the films of a catalogue, saves it in a generation, and gives one vector a film. Figures of the
/// stages go into `info`. kNoUsableRow if Doc2Vec is left without a token.
[[nodiscard]] Result<Matrix> fit_film_vectors(FileSystem& files, const GenerationLayout& generation, const Catalogue& catalogue,
                                              const Recipe& recipe, StageClock& clock, const Execution& execution,
                                              BundleInfo& info);

/// Films that a bundle's encoder has given vectors.
struct EncodedFilms {
  Matrix vectors;
  std::vector<std::size_t> known_words;  ///< by film, of its document, in the encoder's vocabulary
  std::uint64_t tokens = 0;              ///< of all documents
};

/// The vectors of further films by a bundle's encoder. What a film is given depends on the film and the bundle alone.
[[nodiscard]] Result<EncodedFilms> encode_films(FileSystem& files, const BundleParts& bundle, const Catalogue& catalogue,
                                                const Execution& execution);

}  // namespace kinora
