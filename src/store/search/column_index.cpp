#include "store/search/column_index.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kinora {

ColumnIndex::ColumnIndex(indexes::Description description, indexes::Coverage coverage, const VectorRows& vectors)
    : description_(std::move(description)), coverage_(std::move(coverage)) {
  for (const indexes::CoveredRows& each : coverage_.covered) vectors.add_parts(each.row, each.count, each.index_row, parts_);
  known_parts_ = parts_.size();
  std::size_t begin = coverage_.index_rows;
  for (const indexes::RowRange& each : coverage_.uncovered) {
    vectors.add_parts(each.row, each.count, begin, parts_);
    begin += each.count;
  }
  everyone_ = selection_of(vectors.searchable(), everyone_);
  searchable_ = indexes::count_rows(coverage_, vectors.searchable());
}

std::size_t ColumnIndex::physical_row(std::size_t index_row) const {
  const auto known = parts().first(known_parts_);
  const auto behind = std::upper_bound(known.begin(), known.end(), index_row,
                                       [](std::size_t row, const VectorPart& part) { return row < part.begin; });
  KINORA_CHECK(behind != known.begin(), index_row);
  const VectorPart& part = *std::prev(behind);
  KINORA_CHECK(index_row - part.begin < part.vectors.rows, index_row, part.begin, part.vectors.rows);
  return part.row + (index_row - part.begin);
}

Result<const GraphIndex*> ColumnIndex::graph(FileSystem& files, const std::filesystem::path& table) const {
  const std::lock_guard lock(mutex_);
  if (!open_) open_ = indexes::open_index(files, table, description_);
  if (!*open_) return fail(open_->error());
  return &(*open_)->graph;
}

Result<void> ColumnIndex::check() const {
  const std::lock_guard lock(mutex_);
  KINORA_CHECK(open_ && *open_);
  if (!checked_) checked_ = indexes::check_bytes(**open_, description_);
  return *checked_;
}

const RowSelection& ColumnIndex::selection_of(const RowSelection& physical, RowSelection& memory) const {
  if ((physical.empty() && coverage_.gone_rows == 0) || coverage_.aligned()) return physical;
  memory = translate(physical);
  return memory;
}

RowSelection ColumnIndex::translate(const RowSelection& physical) const {
  RowSelection selection(coverage_.index_rows);
  for (const indexes::CoveredRows& each : coverage_.covered) {
    const auto to = selection.begin() + static_cast<std::ptrdiff_t>(each.index_row);
    if (physical.empty()) {
      std::fill_n(to, each.count, std::uint8_t{1});
    } else {
      std::copy_n(physical.begin() + static_cast<std::ptrdiff_t>(each.row), each.count, to);
    }
  }
  return selection;
}

}  // namespace kinora
