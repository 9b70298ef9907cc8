#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "kinora/store/filter.hpp"
#include "store/lance/live_rows.hpp"
#include "store/lance/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kinora {

/// One version of a table with its columns, each read when it is first asked for: what Table shows and what changes look at.
/// Immutable and thread-safe.
class OpenVersion {
 public:
  /// `where` is the table's directory, for messages.
  OpenVersion(lance::Snapshot snapshot, std::string where);

  [[nodiscard]] const lance::Snapshot& snapshot() const { return snapshot_; }
  /// The columns that can be read.
  [[nodiscard]] const Schema& schema() const { return schema_; }
  [[nodiscard]] const lance::LiveRows& live() const { return live_; }

  /// A column with its dead rows, whose values are as they were. Read once. Errors: as Table::column.
  [[nodiscard]] Result<Column> physical_column(std::string_view name) const;
  /// A column of live rows: a copy if there are dead ones, made once.
  [[nodiscard]] Result<Column> column(std::string_view name) const;

  /// The live rows for which a condition is true, one byte a physical row.
  [[nodiscard]] Result<RowSelection> select_physical(std::string_view where) const;
  /// The same of a condition that was parsed with schema().
  [[nodiscard]] Result<RowSelection> select_physical(const Filter& filter) const;
  /// Whether a condition is true in some physical rows, living or dead: one byte for each. Reads no values of other rows.
  [[nodiscard]] Result<RowSelection> select_among(std::span<const std::uint64_t> rows, const Filter& filter) const;
  /// The same, one byte a live row.
  [[nodiscard]] Result<RowSelection> select(std::string_view where) const;

 private:
  /// A column is read by the first who asks for it; others wait for it, and for no other column.
  struct Slot {
    std::mutex mutex;
    std::optional<Column> physical;
    std::optional<Column> live;
  };

  [[nodiscard]] Result<std::size_t> find(std::string_view name) const;
  Result<void> read_physical(Slot& slot, std::size_t field) const;

  lance::Snapshot snapshot_;
  std::string where_;
  Schema schema_;
  lance::LiveRows live_;
  std::unique_ptr<Slot[]> slots_;  ///< one for each of snapshot_.fields
};

}  // namespace kinora
