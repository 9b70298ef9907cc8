#include "search/exact_search.hpp"

#include "base/check.hpp"
#include "math/kernels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

namespace kinora {
namespace {

// Squared lengths outside of these have lost digits to underflow, or all to overflow, in single precision.
constexpr float kTinySquare = 1e-30F;
constexpr float kHugeSquare = 1e30F;

constexpr std::size_t kRowsPerTest = 32;

bool is_precise(float square) { return square >= kTinySquare && square <= kHugeSquare; }

/// Whether one of some rows can be among the nearest. No branch depends on a row, so that several are seen at once: row by row
/// it took 6 % of a search's time.
bool any_may_enter(std::span<const float> cosines, std::span<const float> squares, float worst) {
  int entering = 0;
  for (std::size_t i = 0; i < cosines.size(); ++i)
    entering |= static_cast<int>(!(1.0F - cosines[i] > worst)) | static_cast<int>(!(squares[i] >= kTinySquare)) |
                static_cast<int>(!(squares[i] <= kHugeSquare));
  return entering != 0;
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

bool is_zero(std::span<const float> query) {
  return std::all_of(query.begin(), query.end(), [](float value) { return value == 0; });
}

/// The query on an aligned row; with the cosine, of length 1.
Matrix prepare(std::span<const float> query, Metric metric) {
  Matrix prepared(1, query.size());
  if (metric != Metric::kCosine) {
    std::copy(query.begin(), query.end(), prepared.row(0).begin());
    return prepared;
  }
  double squared_norm = 0;
  for (const float value : query) squared_norm += static_cast<double>(value) * static_cast<double>(value);
  std::transform(query.begin(), query.end(), prepared.row(0).begin(),
                 [&](float value) { return static_cast<float>(static_cast<double>(value) / std::sqrt(squared_norm)); });
  return prepared;
}

}  // namespace

Result<void> check_search(std::size_t rows, std::size_t cols, std::span<const std::int64_t> ids, std::span<const float> query,
                          const RowSelection& selection) {
  if (query.size() != cols)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the query vector is not as long as the table's vectors",
                 .expected = std::to_string(cols) + " numbers",
                 .found = std::to_string(query.size()),
                 .next_step = "Infer the query with the model that belongs to the table"});
  if (!std::all_of(query.begin(), query.end(), [](float value) { return std::isfinite(value); }))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the query vector holds NaN or infinity",
                 .next_step = "Search with finite numbers"});
  if ((!ids.empty() && ids.size() != rows) || (!selection.empty() && selection.size() != rows))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "ids, selection and vectors are not of one table",
                 .expected = std::to_string(rows) + " rows",
                 .found = std::to_string(ids.size()) + " ids, " + std::to_string(selection.size()) + " selected or not",
                 .next_step = "Pass the ids and the selection of the version that is searched"});
  return {};
}

std::size_t choose_rows(std::size_t begin, std::size_t end, const RowSelection& selection, std::size_t* out) {
  if (selection.empty()) {
    std::iota(out, out + (end - begin), begin);
    return end - begin;
  }
  // Without a branch: which row is chosen is not foreseen.
  const std::uint8_t* const chosen = selection.data();
  std::size_t count = 0;
  for (std::size_t row = begin; row < end; ++row) {
    out[count] = row;
    count += chosen[row] != 0 ? 1U : 0U;
  }
  return count;
}

std::size_t count_chosen(std::size_t begin, std::size_t end, const RowSelection& selection) {
  if (selection.empty()) return end - begin;
  constexpr std::size_t kMost = 255;  // rows that a byte counts: as many are counted at once as a vector has bytes
  const std::uint8_t* const chosen = selection.data();
  std::size_t count = 0;
  for (std::size_t row = begin; row < end;) {
    const std::size_t stop = std::min(end, row + kMost);
    std::uint8_t few = 0;
    for (; row < stop; ++row) few = static_cast<std::uint8_t>(few + static_cast<std::uint8_t>(chosen[row] != 0));
    count += few;
  }
  return count;
}

ExactSearch::ExactSearch(const MatrixView& vectors, std::span<const std::int64_t> ids, std::span<const float> query,
                         Metric metric, std::size_t k)
    : ExactSearch(std::span<const VectorPart>(), ids, query, metric, k) {
  whole_.vectors = vectors;
  parts_ = std::span(&whole_, 1);
}

ExactSearch::ExactSearch(std::span<const VectorPart> parts, std::span<const std::int64_t> ids, std::span<const float> query,
                         Metric metric, std::size_t k)
    : parts_(parts),
      ids_(ids),
      query_(prepare(query, metric)),
      metric_(metric),
      finds_nothing_(k == 0 || (metric == Metric::kCosine && is_zero(query))),
      nearest_(k) {}

void ExactSearch::visit(std::span<const std::size_t> rows) {
  if (finds_nothing_) return;
  if (parts_.size() == 1 && parts_.front().begin == 0) {
    for (; rows.size() > kBlockRows; rows = rows.subspan(kBlockRows)) visit_part(parts_.front(), rows.first(kBlockRows));
    return visit_part(parts_.front(), rows);
  }
  std::array<std::size_t, kBlockRows> within;  // NOLINT(cppcoreguidelines-pro-type-member-init): as many as are read are written
  while (!rows.empty()) {
    const VectorPart& part = part_of(rows.front());
    const std::size_t most = std::min(rows.size(), kBlockRows);
    std::size_t count = 0;
    for (; count < most; ++count) {
      within[count] = rows[count] - part.begin;
      if (within[count] >= part.vectors.rows) break;
    }
    visit_part(part, std::span(within).first(count));
    rows = rows.subspan(count);
  }
}

const VectorPart& ExactSearch::part_of(std::size_t row) const {
  const auto behind = std::upper_bound(parts_.begin(), parts_.end(), row,
                                       [](std::size_t each, const VectorPart& part) { return each < part.begin; });
  KINORA_CHECK(behind != parts_.begin(), row);
  const VectorPart& part = *std::prev(behind);
  KINORA_CHECK(row - part.begin < part.vectors.rows, row, part.begin, part.vectors.rows);
  return part;
}

/// `rows` are counted from the part's first.
void ExactSearch::visit_part(const VectorPart& part, std::span<const std::size_t> rows) {
  if (metric_ == Metric::kCosine) return visit_cosines(part, rows);
  const std::span<const float> query = query_.row(0);
  for (const std::size_t row : rows) {
    const std::span<const float> vector = part.vectors.row(row);
    offer(part.row + row, metric_ == Metric::kL2 ? squared_distance(query, vector) : 1.0F - dot(query, vector));
  }
}

std::vector<SearchHit> ExactSearch::take() {
  std::vector<SearchHit> hits;
  for (const ScoredRow& row : nearest_.take_sorted()) hits.push_back({.row = row.row, .id = row.id, .distance = -row.score});
  return hits;
}

void ExactSearch::visit_cosines(const VectorPart& part, std::span<const std::size_t> rows) {
  std::array<float, kBlockRows> cosines;  // NOLINT(cppcoreguidelines-pro-type-member-init): as many as are read are written
  std::array<float, kBlockRows> squares;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  cosine_rows(query_.row(0), part.vectors, rows, std::span(cosines).first(rows.size()), std::span(squares).first(rows.size()));
  for (std::size_t begin = 0; begin < rows.size(); begin += kRowsPerTest) {
    const std::size_t end = std::min(begin + kRowsPerTest, rows.size());
    const std::size_t count = end - begin;
    if (!any_may_enter(std::span(cosines).subspan(begin, count), std::span(squares).subspan(begin, count), -nearest_.threshold()))
      continue;  // most rows
    for (std::size_t i = begin; i < end; ++i) {
      float distance = 1.0F - cosines[i];
      if (!is_precise(squares[i])) distance = precise_cosine_distance(query_.row(0), part.vectors.row(rows[i]));
      offer(part.row + rows[i], distance < 0.0F ? 0.0F : distance);  // rounding; NaN stays
    }
  }
}

void ExactSearch::offer(std::size_t row, float distance) {
  const std::int64_t id = ids_.empty() ? static_cast<std::int64_t>(row) : ids_[row];
  if (distance <= -nearest_.threshold()) nearest_.offer({.score = -distance, .id = id, .row = row});  // false for NaN
}

}  // namespace kinora
