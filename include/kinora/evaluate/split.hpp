#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora {

/// Which rows train and which test, in the order drawn.
struct KINORA_EXPORT TrainTestSplit {
  std::vector<std::size_t> train;
  std::vector<std::size_t> test;
};

/// scikit-learn's train_test_split(range(rows), test_size=test_fraction, random_state=seed), index for index: the test part has
/// ceil(rows · test_fraction) rows, drawn by NumPy's legacy permutation (MT19937). Error: a part would be empty, or the
/// fraction is not in (0, 1).
[[nodiscard]] KINORA_EXPORT Result<TrainTestSplit> train_test_split(std::size_t rows, double test_fraction, std::uint32_t seed);

}  // namespace kinora
