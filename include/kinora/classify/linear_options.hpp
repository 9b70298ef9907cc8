#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora {

/// Options of the linear genre model, a part of the section [classifier] of a recipe.
struct KINORA_EXPORT LinearOptions {
  double cost = 0;                      ///< C, the weight of the loss against ½‖w‖²: 0 (chosen out of fold) or 1e-4..1e4
  std::size_t folds = 5;                ///< 2..20, of the out-of-fold probabilities
  std::size_t min_documents = 2;        ///< >= 1; terms of fewer training documents are left out
  std::size_t threshold_rows = 50'000;  ///< 100..50,000: out-of-fold probabilities come from a sample of at most so many rows
  std::uint64_t seed = 42;

  [[nodiscard]] Result<void> validate() const;
};

}  // namespace kinora
