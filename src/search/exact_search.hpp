#pragma once

#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"
#include "kinora/search/exact.hpp"
#include "math/top_k.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// Rows that are visited at once: their sums fit the first-level cache.
inline constexpr std::size_t kBlockRows = 1024;

/// What search_exact refuses. `rows` and `cols` are those of the vectors; `ids` and `selection` may be empty.
[[nodiscard]] Result<void> check_search(std::size_t rows, std::size_t cols, std::span<const std::int64_t> ids,
                                        std::span<const float> query, const RowSelection& selection);

/// Writes the rows to ask from `begin` to `end` to `out` and returns their number. An empty selection chooses all.
std::size_t choose_rows(std::size_t begin, std::size_t end, const RowSelection& selection, std::size_t* out);

/// The number of rows that choose_rows would write.
[[nodiscard]] std::size_t count_chosen(std::size_t begin, std::size_t end, const RowSelection& selection);

/// Vectors that lie together, of a table whose vectors lie in several places: its rows `row`, row + 1, ... They are shown by the
/// numbers `begin`, begin + 1, ..., which may be others: those of an index.
struct VectorPart {
  MatrixView vectors;
  std::size_t begin = 0;
  std::size_t row = 0;
};

/// Finds the k nearest of the rows that it is shown, with the distances of search_exact. What is passed must live as long. `ids`
/// are by row; empty: the row numbers.
class ExactSearch {
 public:
  ExactSearch(const MatrixView& vectors, std::span<const std::int64_t> ids, std::span<const float> query, Metric metric,
              std::size_t k);
  /// `parts` are not empty and rise by `begin`, without overlapping; rows that none of them has are not shown.
  ExactSearch(std::span<const VectorPart> parts, std::span<const std::int64_t> ids, std::span<const float> query, Metric metric,
              std::size_t k);
  ExactSearch(const ExactSearch&) = delete;
  ExactSearch& operator=(const ExactSearch&) = delete;
  ~ExactSearch() = default;

  /// Nothing is near this query: a zero vector, with the cosine, or k is 0.
  [[nodiscard]] bool finds_nothing() const { return finds_nothing_; }
  /// Any number of rows, each shown once in all; fastest in rising order.
  void visit(std::span<const std::size_t> rows);
  /// The rows found, nearest first.
  [[nodiscard]] std::vector<SearchHit> take();

 private:
  [[nodiscard]] const VectorPart& part_of(std::size_t row) const;
  void visit_part(const VectorPart& part, std::span<const std::size_t> rows);
  void visit_cosines(const VectorPart& part, std::span<const std::size_t> rows);
  void offer(std::size_t row, float distance);

  VectorPart whole_;
  std::span<const VectorPart> parts_;
  std::span<const std::int64_t> ids_;
  Matrix query_;  ///< one row; with the cosine, of length 1
  Metric metric_;
  bool finds_nothing_;
  TopK nearest_;
};

}  // namespace kinora
