#include "embedding/neighbours.hpp"

#include "base/check.hpp"
#include "math/kernels.hpp"
#include "math/top_k.hpp"

#include <cmath>

namespace kinora {

std::vector<Neighbour> nearest_rows(const MatrixView& rows, std::span<const float> query, std::size_t k) {
  KINORA_CHECK(query.size() == rows.cols, query.size(), rows.cols);
  std::vector<float> products(rows.rows);
  std::vector<float> squared_norms(rows.rows);
  dot_rows(query, rows, products);
  squared_norm_rows(rows, squared_norms);
  const float query_norm = std::sqrt(squared_norm(query));
  TopK best(std::min(k, rows.rows));
  for (std::size_t row = 0; row < rows.rows; ++row) {
    const float norms = query_norm * std::sqrt(squared_norms[row]);
    best.offer({.score = norms > 0 ? products[row] / norms : 0, .id = static_cast<std::int64_t>(row), .row = row});
  }
  std::vector<Neighbour> nearest;
  for (const ScoredRow& scored : best.take_sorted()) nearest.push_back({.index = scored.row, .similarity = scored.score});
  return nearest;
}

}  // namespace kinora
