#include "kinora/search/exact.hpp"

#include "base/try.hpp"
#include "math/kernels.hpp"
#include "math/top_k.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

namespace kinora {
namespace {

// Squared lengths outside of these have lost digits to underflow, or all to overflow, in single precision.
constexpr float kTinySquare = 1e-30F;
constexpr float kHugeSquare = 1e30F;

constexpr std::size_t kBlockRows = 1024;  // their sums fit the first-level cache

Result<void> check_arguments(const MatrixView& vectors, std::span<const std::int64_t> ids, std::span<const float> query,
                             const RowSelection& selection) {
  if (query.size() != vectors.cols)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the query vector is not as long as the table's vectors",
                 .expected = std::to_string(vectors.cols) + " numbers",
                 .found = std::to_string(query.size()),
                 .next_step = "Infer the query with the model that belongs to the table"});
  if (!std::all_of(query.begin(), query.end(), [](float value) { return std::isfinite(value); }))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the query vector holds NaN or infinity",
                 .next_step = "Search with finite numbers"});
  if (ids.size() != vectors.rows || (!selection.empty() && selection.size() != vectors.rows))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "ids, selection and vectors are not of one table",
                 .expected = std::to_string(vectors.rows) + " rows",
                 .found = std::to_string(ids.size()) + " ids, " + std::to_string(selection.size()) + " selected or not",
                 .next_step = "Pass the ids and the selection of the version that is searched"});
  return {};
}

/// The cosine distance where single precision does not reach; NaN for a zero vector.
float precise_cosine_distance(std::span<const float> unit, std::span<const float> row) {
  double dot = 0;
  double squared_norm = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    dot += static_cast<double>(unit[i]) * static_cast<double>(row[i]);
    squared_norm += static_cast<double>(row[i]) * static_cast<double>(row[i]);
  }
  return static_cast<float>(1.0 - dot / std::sqrt(squared_norm));
}

/// The query with length 1, on an aligned row; no row if it is zero.
Matrix unit_of(std::span<const float> query) {
  double squared_norm = 0;
  for (const float value : query) squared_norm += static_cast<double>(value) * static_cast<double>(value);
  Matrix unit(squared_norm > 0 ? 1 : 0, query.size());
  if (unit.rows() > 0)
    std::transform(query.begin(), query.end(), unit.row(0).begin(),
                   [&](float value) { return static_cast<float>(static_cast<double>(value) / std::sqrt(squared_norm)); });
  return unit;
}

/// Writes the rows to ask from `begin` to `end` and returns their number. Without a branch: which row is chosen is not foreseen.
std::size_t choose(std::size_t begin, std::size_t end, const RowSelection& selection, std::size_t* out) {
  if (selection.empty()) {
    std::iota(out, out + (end - begin), begin);
    return end - begin;
  }
  const std::uint8_t* const chosen = selection.data();
  std::size_t count = 0;
  for (std::size_t row = begin; row < end; ++row) {
    out[count] = row;
    count += chosen[row] != 0 ? 1U : 0U;
  }
  return count;
}

class Search {
 public:
  Search(const MatrixView& vectors, std::span<const std::int64_t> ids, std::span<const float> query, Metric metric, std::size_t k)
      : vectors_(vectors), ids_(ids), query_(query), metric_(metric), nearest_(k) {}

  void visit(std::span<const std::size_t> rows) {
    if (metric_ == Metric::kCosine) return visit_cosine(rows);
    for (const std::size_t row : rows) {
      const std::span<const float> vector = vectors_.row(row);
      offer(row, metric_ == Metric::kL2 ? squared_distance(query_, vector) : 1.0F - dot(query_, vector));
    }
  }

  std::vector<SearchHit> take() {
    std::vector<SearchHit> hits;
    for (const ScoredRow& row : nearest_.take_sorted()) hits.push_back({.row = row.row, .id = row.id, .distance = -row.score});
    return hits;
  }

 private:
  void visit_cosine(std::span<const std::size_t> rows) {
    std::array<float, kBlockRows> cosines{};
    std::array<float, kBlockRows> squares{};
    cosine_rows(query_, vectors_, rows, std::span(cosines).first(rows.size()), std::span(squares).first(rows.size()));
    float worst = -nearest_.threshold();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      float distance = 1.0F - cosines[i];
      const bool is_exact = squares[i] >= kTinySquare && squares[i] <= kHugeSquare;
      if (is_exact && distance > worst) continue;  // most rows
      if (!is_exact) distance = precise_cosine_distance(query_, vectors_.row(rows[i]));
      offer(rows[i], distance < 0.0F ? 0.0F : distance);  // rounding; NaN stays
      worst = -nearest_.threshold();
    }
  }

  void offer(std::size_t row, float distance) {
    if (distance <= -nearest_.threshold()) nearest_.offer({.score = -distance, .id = ids_[row], .row = row});  // false for NaN
  }

  const MatrixView& vectors_;
  std::span<const std::int64_t> ids_;
  std::span<const float> query_;
  Metric metric_;
  TopK nearest_;
};

}  // namespace

Result<std::vector<SearchHit>> search_exact(const MatrixView& vectors, std::span<const std::int64_t> ids,
                                            std::span<const float> query, Metric metric, std::size_t k,
                                            const RowSelection& selection) {
  KINORA_TRY_VOID(check_arguments(vectors, ids, query, selection));
  const Matrix unit = metric == Metric::kCosine ? unit_of(query) : Matrix();
  if (k == 0 || (metric == Metric::kCosine && unit.rows() == 0)) return std::vector<SearchHit>();

  Search search(vectors, ids, metric == Metric::kCosine ? unit.row(0) : query, metric, k);
  std::array<std::size_t, kBlockRows> block{};
  for (std::size_t begin = 0; begin < vectors.rows; begin += kBlockRows) {
    const std::size_t end = std::min(begin + kBlockRows, vectors.rows);
    search.visit(std::span(block).first(choose(begin, end, selection, block.data())));
  }
  return search.take();
}

}  // namespace kinora
