#include "math/sparse_matrix.hpp"

#include "base/check.hpp"
#include "math/kernels.hpp"

#include <algorithm>

namespace kinora {
namespace {

constexpr std::size_t kRowsOfShard = 256;

}  // namespace

void multiply(const SparseMatrix& sparse, const MatrixView& dense, const MutableMatrixView& product, ThreadPool& pool) {
  KINORA_CHECK(product.rows == sparse.rows() && product.cols == dense.cols, product.rows, product.cols);
  const std::size_t shards = (sparse.rows() + kRowsOfShard - 1) / kRowsOfShard;
  pool.for_each_shard(shards, [&](std::size_t shard) {
    const std::size_t end = std::min(sparse.rows(), (shard + 1) * kRowsOfShard);
    for (std::size_t row = shard * kRowsOfShard; row < end; ++row) {
      const std::span<float> sum = product.row(row);
      std::fill(sum.begin(), sum.end(), 0.0F);
      const auto columns = sparse.columns_of(row);
      const auto values = sparse.values_of(row);
      for (std::size_t i = 0; i < columns.size(); ++i) axpy(values[i], dense.row(columns[i]), sum);
    }
  });
}

}  // namespace kinora
