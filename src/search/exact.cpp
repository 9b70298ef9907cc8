#include "kinora/search/exact.hpp"

#include "base/try.hpp"
#include "search/exact_search.hpp"

#include <algorithm>
#include <array>

namespace kinora {

Result<std::vector<SearchHit>> search_exact(const MatrixView& vectors, std::span<const std::int64_t> ids,
                                            std::span<const float> query, Metric metric, std::size_t k,
                                            const RowSelection& selection) {
  KINORA_TRY_VOID(check_search(vectors.rows, vectors.cols, ids, query, selection));
  ExactSearch search(vectors, ids, query, metric, k);
  std::array<std::size_t, kBlockRows> block{};
  for (std::size_t begin = 0; begin < vectors.rows && !search.finds_nothing(); begin += kBlockRows) {
    const std::size_t end = std::min(begin + kBlockRows, vectors.rows);
    search.visit(std::span(block).first(choose_rows(begin, end, selection, block.data())));
  }
  return search.take();
}

}  // namespace kinora
