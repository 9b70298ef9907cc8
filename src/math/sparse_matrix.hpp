#pragma once

#include "base/thread_pool.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// A sparse matrix by rows (CSR): the entries of row r are those from ends[r - 1] to ends[r].
struct SparseMatrix {
  std::vector<std::uint64_t> ends;
  std::vector<std::uint32_t> columns;
  std::vector<float> values;

  [[nodiscard]] std::size_t rows() const { return ends.size(); }
  [[nodiscard]] std::size_t begin_of(std::size_t row) const { return row == 0 ? 0 : ends[row - 1]; }
  [[nodiscard]] std::span<const std::uint32_t> columns_of(std::size_t row) const {
    return std::span(columns).subspan(begin_of(row), ends[row] - begin_of(row));
  }
  [[nodiscard]] std::span<const float> values_of(std::size_t row) const {
    return std::span(values).subspan(begin_of(row), ends[row] - begin_of(row));
  }
};

/// product = sparse · dense. Each row is a sum in the order of its entries, whoever computes it. REQUIRES: every column is a row
/// of `dense`; `product` has the rows of `sparse` and the columns of `dense`, and does not overlap it.
void multiply(const SparseMatrix& sparse, const MatrixView& dense, const MutableMatrixView& product, ThreadPool& pool);

}  // namespace kinora
