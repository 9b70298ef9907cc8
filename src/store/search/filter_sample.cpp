#include "store/search/filter_sample.hpp"

#include "base/random.hpp"
#include "base/try.hpp"
#include "store/column_rows.hpp"

#include <algorithm>

namespace kinora {
namespace {

/// With so many rows the share is off by less than .032 in 19 of 20 samples.
constexpr std::size_t kSampleRows = 1024;

/// Fewer are left where most rows are dead or have no vector.
constexpr std::size_t kLeastRows = 256;

constexpr std::uint64_t kSeed = 42;

/// One row of each of kSampleRows equal stretches, as far as it can be found: a table that is sorted is shown in all of its
/// parts, and none in steps that a column might repeat itself in.
std::vector<std::uint64_t> draw_rows(std::size_t rows, const RowSelection& searchable) {
  std::vector<std::uint64_t> drawn;
  if (rows < kSampleRows) return drawn;
  Rng rng(kSeed);
  for (std::size_t i = 0; i < kSampleRows; ++i) {
    const std::size_t begin = rows * i / kSampleRows;
    const std::size_t end = rows * (i + 1) / kSampleRows;
    const std::size_t row = begin + static_cast<std::size_t>(rng.below(end - begin));
    if (searchable.empty() || searchable[row] != 0) drawn.push_back(row);
  }
  return drawn;
}

}  // namespace

FilterSample::FilterSample(const OpenVersion& open, const RowSelection& searchable)
    : open_(open), rows_(draw_rows(open.snapshot().physical_rows, searchable)) {}

Result<std::optional<double>> FilterSample::share_of(const Filter& filter) const {
  if (rows_.size() < kLeastRows) return std::nullopt;
  KINORA_TRY(const RowSelection passed, filter.evaluate([this](std::string_view name) { return column(name); }, rows_.size()));
  const auto count = std::count(passed.begin(), passed.end(), std::uint8_t{1});
  return static_cast<double>(count) / static_cast<double>(rows_.size());
}

Result<Column> FilterSample::column(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  if (const auto known = columns_.find(name); known != columns_.end()) return known->second;
  KINORA_TRY(const Column whole, open_.physical_column(name));
  return columns_.emplace(name, gather_rows(whole, rows_)).first->second;
}

}  // namespace kinora
