#include "store/search/overfetch.hpp"

#include "base/try.hpp"
#include "search/graph_search.hpp"

#include <cstdint>
#include <vector>

namespace kinora {
namespace {

/// Keeps the numbers of those physical rows for which the filter is true; both lists are of the same rows.
template <class Number>
Result<void> keep_passing(const Overfetch& task, std::span<const std::uint64_t> physical, std::vector<Number>& numbers) {
  KINORA_TRY(const RowSelection passed, task.open.select_among(physical, task.filter));
  std::size_t kept = 0;
  for (std::size_t i = 0; i < passed.size(); ++i)
    if (passed[i] != 0) numbers[kept++] = numbers[i];
  numbers.resize(kept);
  return {};
}

Result<void> show_rows_beside(const Overfetch& task, ExactSearch& search) {
  std::vector<std::uint64_t> physical;
  std::vector<std::size_t> numbers;
  std::size_t begin = task.index.coverage().index_rows;
  for (const indexes::RowRange& each : task.index.coverage().uncovered) {
    for (std::size_t i = 0; i < each.count; ++i) {
      if (!task.searchable.empty() && task.searchable[each.row + i] == 0) continue;
      physical.push_back(each.row + i);
      numbers.push_back(begin + i);
    }
    begin += each.count;
  }
  if (physical.empty()) return {};
  KINORA_TRY_VOID(keep_passing(task, physical, numbers));
  search.visit(numbers);
  return {};
}

}  // namespace

Result<OverfetchOutcome> search_overfetch(const Overfetch& task, std::span<const float> query, std::size_t k,
                                          const SearchChoice& choice, ExactSearch& search) {
  const CodeQuery coded = task.graph.codes().query_of(query);
  SearchWork work;
  auto rows = graph_candidates(task.graph, coded, choice.beam, task.index.everyone(), choice.most_compared, work);
  if (!rows || rows->empty()) return OverfetchOutcome();
  std::vector<std::uint64_t> physical;
  physical.reserve(rows->size());
  for (const std::uint32_t row : *rows) physical.push_back(task.index.physical_row(row));
  KINORA_TRY_VOID(keep_passing(task, physical, *rows));
  const double share = static_cast<double>(rows->size()) / static_cast<double>(physical.size());
  if (rows->size() < choice.enough) return OverfetchOutcome{.enough = false, .share = share};
  show_likely(task.graph.codes(), coded, k, *rows, search, work);
  KINORA_TRY_VOID(show_rows_beside(task, search));
  return OverfetchOutcome{.enough = true, .share = share};
}

}  // namespace kinora
