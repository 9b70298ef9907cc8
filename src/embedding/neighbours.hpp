#pragma once

#include "kinora/embedding/doc2vec.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kinora {

/// The k rows nearest to the query by cosine, best first, ties by row. A zero vector is at similarity 0 to all.
[[nodiscard]] std::vector<Neighbour> nearest_rows(const MatrixView& rows, std::span<const float> query, std::size_t k);

}  // namespace kinora
