#pragma once

#include "kinora/base/result.hpp"
#include "kinora/search/row_selection.hpp"
#include "store/open_version.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kinora {

/// Some of the rows that a search can find, the same ones for all searches of a version: they tell about how many of all pass a
/// filter. What filters have asked of them is kept. Thread-safe.
class FilterSample {
 public:
  /// `searchable` has a byte for each physical row, or none. `open` must live as long.
  FilterSample(const OpenVersion& open, const RowSelection& searchable);

  /// The share of these rows for which a filter is true. Nothing: they are too few to tell. Errors: those of the filter's
  /// columns.
  [[nodiscard]] Result<std::optional<double>> share_of(const Filter& filter) const;

 private:
  [[nodiscard]] Result<Column> column(std::string_view name) const;

  const OpenVersion& open_;
  std::vector<std::uint64_t> rows_;  ///< physical, rising
  mutable std::mutex mutex_;
  mutable std::map<std::string, Column, std::less<>> columns_;
};

}  // namespace kinora
