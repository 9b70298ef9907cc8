#pragma once

#include "kinora/base/export.hpp"

#include <cstdint>
#include <string>

namespace kinora {

/// What a change to a table did.
struct KINORA_EXPORT Commit {
  std::uint64_t version = 0;  ///< that was made; if nothing was to change, the newest, which stays
  std::uint64_t rows_inserted = 0;
  std::uint64_t rows_updated = 0;
  std::uint64_t rows_deleted = 0;

  friend bool operator==(const Commit&, const Commit&) = default;
};

/// `column` = `value` in an update. The value is SQL: a literal, NULL, [a, list] (also of a vector's elements), the name of a
/// column, and + - * / % of numbers, with parentheses. It is computed from the row as it was before the update.
struct KINORA_EXPORT Assignment {
  std::string column;
  std::string value;
};

/// What a merge does with the rows that have, and have not, a row of the same key on the other side.
struct KINORA_EXPORT MergeOptions {
  bool update_matched = true;     ///< the table's row takes the new values; columns that are not given stay
  bool insert_unmatched = true;   ///< a new row whose key the table has not is added
  bool delete_unmatched = false;  ///< a row of the table whose key is not among the new ones goes
};

}  // namespace kinora
