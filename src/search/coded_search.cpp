#include "search/coded_search.hpp"

#include "search/code_kernels.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace kinora {
namespace {

constexpr std::size_t kCodeBlock = 256;  // rows: their records fit the first-level cache, to be read a second time for the tails

}  // namespace

void CodedCandidates::keep(std::uint32_t row, float least, float most) {
  candidates_.push_back({row, least});
  if (!(most < worst_)) return;  // NaN: it bounds nothing
  if (most_.size() == k_) {
    std::pop_heap(most_.begin(), most_.end());
    most_.pop_back();
  }
  most_.push_back(most);
  std::push_heap(most_.begin(), most_.end());
  if (most_.size() == k_) worst_ = most_.front();
}

std::vector<std::size_t> CodedCandidates::take() {
  std::vector<std::size_t> rows;
  for (const Candidate& candidate : candidates_)
    if (!(candidate.least > worst_)) rows.push_back(candidate.row);
  std::sort(rows.begin(), rows.end());
  candidates_.clear();
  return rows;
}

void search_codes(const VectorCodes& codes, std::span<const float> query, std::size_t k, const RowSelection& selection,
                  ExactSearch& search, SearchWork& work) {
  const CodeQuery coded = codes.query_of(query);
  CodedCandidates candidates(k);
  std::array<std::size_t, kCodeBlock> chosen{};
  std::array<std::uint32_t, kCodeBlock> rows{};
  std::array<std::int32_t, kCodeBlock> dots{};
  for (std::size_t begin = 0; begin < codes.rows(); begin += kCodeBlock) {
    const std::size_t end = std::min(begin + kCodeBlock, codes.rows());
    std::size_t count = end - begin;
    if (selection.empty()) {
      code_dots_of_range(coded.codes, codes.record(begin), std::span(dots).first(count));
      std::iota(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count), static_cast<std::uint32_t>(begin));
    } else {
      count = choose_rows(begin, end, selection, chosen.data());
      std::transform(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(count), rows.begin(),
                     [](std::size_t row) { return static_cast<std::uint32_t>(row); });
      code_dots(coded.codes, codes.record(0), std::span(rows).first(count), std::span(dots).first(count));
    }
    for (std::size_t i = 0; i < count; ++i) {
      const CodeTail tail = codes.tail(rows[i]);
      candidates.offer(rows[i], coded.value(tail, dots[i]), coded.bound(tail));
    }
    work.coded += count;
  }
  const std::vector<std::size_t> candidates_rows = candidates.take();
  work.exact += candidates_rows.size();
  search.visit(candidates_rows);
}

}  // namespace kinora
