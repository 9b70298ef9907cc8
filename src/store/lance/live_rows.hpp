#pragma once

#include "store/lance/column_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora::lance {

/// Which of a version's rows live. Rows are counted in two ways: a physical row counts the dead ones before it, as the columns
/// in the files do; a live row does not, as everything does that a user sees. Immutable and thread-safe.
class LiveRows {
 public:
  LiveRows() = default;
  /// O(physical rows), or of the fragments alone if nothing is dead.
  explicit LiveRows(std::span<const Fragment> fragments);

  /// Nothing is dead: both counts are one.
  [[nodiscard]] bool all() const { return alive_.empty(); }
  /// One byte a physical row, 1 = live; empty if all live.
  [[nodiscard]] const std::vector<std::uint8_t>& alive() const { return alive_; }
  /// The physical row of each live one; empty if all live.
  [[nodiscard]] std::span<const std::uint64_t> physical() const { return physical_; }
  /// The live row of a physical one that lives. O(log rows).
  [[nodiscard]] std::size_t live_of(std::size_t physical) const;

 private:
  std::vector<std::uint8_t> alive_;
  std::vector<std::uint64_t> physical_;
};

}  // namespace kinora::lance
