#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "store/indexes/coverage.hpp"
#include "store/indexes/index_files.hpp"
#include "store/indexes/index_info.hpp"
#include "store/search/vector_rows.hpp"

#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace kinora {

/// An index of a column as it stands to one version. Its bytes are mapped once. Thread-safe.
class ColumnIndex {
 public:
  /// The index must be one to be trusted (indexes::reason_to_refuse).
  ColumnIndex(indexes::Description description, indexes::Coverage coverage, const VectorRows& vectors);

  [[nodiscard]] const indexes::Description& description() const { return description_; }
  [[nodiscard]] const indexes::Coverage& coverage() const { return coverage_; }

  /// Errors: as indexes::open_index, each time.
  [[nodiscard]] Result<const GraphIndex*> graph(FileSystem& files, const std::filesystem::path& table) const;
  /// Reads all of its bytes the first time. The graph must have been given. Error: kTableCorrupt, each time.
  [[nodiscard]] Result<void> check() const;

  /// The vectors of the version by the numbers of the index; those that it does not know have greater numbers.
  [[nodiscard]] std::span<const VectorPart> parts() const { return parts_; }
  /// Those that it does not know.
  [[nodiscard]] std::span<const VectorPart> other_parts() const { return parts().subspan(known_parts_); }

  /// Physical rows, of which those of everyone() are all, as rows of the index; empty = all. May be longer than the index.
  [[nodiscard]] const RowSelection& selection_of(const RowSelection& physical, RowSelection& memory) const;
  /// The same of all searchable rows.
  [[nodiscard]] const RowSelection& everyone() const { return everyone_; }
  /// How many these are, and those that it does not know.
  [[nodiscard]] const indexes::FoundRows& searchable() const { return searchable_; }

  /// The physical row of one of everyone().
  [[nodiscard]] std::size_t physical_row(std::size_t index_row) const;

 private:
  [[nodiscard]] RowSelection translate(const RowSelection& physical) const;

  indexes::Description description_;
  indexes::Coverage coverage_;
  std::vector<VectorPart> parts_;
  std::size_t known_parts_ = 0;
  RowSelection everyone_;
  indexes::FoundRows searchable_;
  mutable std::mutex mutex_;
  mutable std::optional<Result<indexes::OpenIndex>> open_;
  mutable std::optional<Result<void>> checked_;
};

}  // namespace kinora
