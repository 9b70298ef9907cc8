#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora {

/// Hyper-parameters of the spectral encoder (docs/vectors.md); section [spectral] of a recipe.
struct KINORA_EXPORT SpectralOptions {
  std::size_t dimension = 64;        ///< 1..1024
  std::uint64_t min_count = 3;       ///< a term of fewer documents has no vector; 1 or more
  std::size_t max_terms = 32'768;    ///< the most frequent terms are kept; 1..1,000,000
  double word_weight = 0.2;          ///< of a word beside a label (a genre, a keyword, a person), 0..1
  double max_word_share = 0.1;       ///< words of a larger share of the texts carry no weight: stop words; (0, 1]
  double smoothing = 0.75;           ///< exponent of the contexts' frequencies (Levy, Goldberg and Dagan 2015, §3.2), (0, 1]
  std::size_t power_iterations = 4;  ///< of the randomised decomposition, 0..20
  std::uint64_t seed = 1;

  [[nodiscard]] Result<void> validate() const;
};

}  // namespace kinora
