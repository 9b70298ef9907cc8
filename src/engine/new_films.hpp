#pragma once

#include "base/file_system.hpp"
#include "engine/bundle_edit.hpp"
#include "engine/stage_clock.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"

#include <cstdint>
#include <vector>

namespace kinora {

/// Films with all that a trained bundle says of them.
struct PreparedFilms {
  NewFilms films;
  std::vector<std::size_t> known_words;  ///< by film, of its document, in the model's vocabulary
  std::uint64_t tokens = 0;              ///< of all documents
};

/// Infers the films' vectors by the bundle's model, and predicts genres for those that have none by its classifier, if it has
/// one. What a film is given depends on the film and the bundle alone, not on the others that come with it.
[[nodiscard]] Result<PreparedFilms> prepare_films(const BundleParts& bundle, Catalogue catalogue, StageClock& clock,
                                                  const Execution& execution);

}  // namespace kinora
