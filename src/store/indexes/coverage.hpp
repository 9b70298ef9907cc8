#pragma once

#include "store/indexes/description.hpp"
#include "store/lance/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora::indexes {

/// So many rows that follow one another both in an index and in a version; rows of a version are physical ones.
struct CoveredRows {
  std::size_t index_row = 0;
  std::size_t row = 0;
  std::size_t count = 0;
};
struct RowRange {
  std::size_t row = 0;
  std::size_t count = 0;
};

/// How the rows of an index lie to those of a version.
struct Coverage {
  std::size_t index_rows = 0;
  std::vector<CoveredRows> covered;    ///< rising by index_row
  std::vector<RowRange> uncovered;     ///< rows of the version that may have a vector; rising
  std::size_t gone_rows = 0;           ///< of the index, whose fragments the version does not have
  std::vector<std::uint64_t> changed;  ///< fragments that the index knows with other vectors: it must not be asked

  /// Nothing that the index knows is in the version, though it knows something.
  [[nodiscard]] bool knows_nothing() const { return covered.empty() && index_rows != 0; }
  /// The rows have the same numbers in both as far as the index goes.
  [[nodiscard]] bool aligned() const;
};

/// The fragments of a version that have vectors in a field, as an index describes them, in their order.
[[nodiscard]] std::vector<CoveredFragment> fragments_with(const lance::Snapshot& snapshot, std::int32_t field);

[[nodiscard]] Coverage coverage_of(const Description& description, const lance::Snapshot& snapshot);

}  // namespace kinora::indexes
