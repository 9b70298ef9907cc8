#include "search/coded_search.hpp"

#include "search/code_filter.hpp"
#include "search/code_kernels.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace kinora {
namespace {

constexpr std::size_t kBlock = 64;  // rows: read a second time for their tails, while the memory brings the next ones

/// The chosen ones of some rows that lie one after the other, compared with a query.
class CodeBlock {
 public:
  void read(const VectorCodes& codes, const CodeQuery& query, std::size_t begin, std::size_t end, const RowSelection& selection) {
    if (selection.empty()) {
      count_ = end - begin;
      std::iota(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(count_), static_cast<std::uint32_t>(begin));
      return code_dots_of_range(query.codes, codes.record(begin), std::span(dots_).first(count_));
    }
    std::array<std::size_t, kBlock> chosen;  // NOLINT(cppcoreguidelines-pro-type-member-init): as many as are read are written
    count_ = choose_rows(begin, end, selection, chosen.data());
    std::transform(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(count_), rows_.begin(),
                   [](std::size_t row) { return static_cast<std::uint32_t>(row); });
    code_dots(query.codes, codes.record(0), rows(), std::span(dots_).first(count_));
  }

  void offer_to(CodedCandidates& candidates, const VectorCodes& codes, const CodeQuery& query) {
    const std::span<const std::int32_t> dots = std::span(dots_).first(count_);
    const std::size_t kept = codes_within(query, codes, rows(), dots, candidates.worst(), within_.data());
    for (const std::uint32_t i : std::span(within_).first(kept)) {
      const CodeTail tail = codes.tail(rows_[i]);
      candidates.offer(rows_[i], query.value(tail, dots[i]), query.bound(tail));
    }
  }

  [[nodiscard]] std::span<const std::uint32_t> rows() const { return std::span(rows_).first(count_); }

 private:
  std::size_t count_ = 0;
  std::array<std::uint32_t, kBlock> rows_{};
  std::array<std::int32_t, kBlock> dots_{};
  std::array<std::uint32_t, kBlock> within_{};
};

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
  CodeBlock block;
  for (std::size_t begin = 0; begin < codes.rows(); begin += kBlock) {
    block.read(codes, coded, begin, std::min(begin + kBlock, codes.rows()), selection);
    block.offer_to(candidates, codes, coded);
    work.coded += block.rows().size();
  }
  const std::vector<std::size_t> candidates_rows = candidates.take();
  work.exact += candidates_rows.size();
  search.visit(candidates_rows);
}

}  // namespace kinora
