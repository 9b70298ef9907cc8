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

/// `column` = `value` in an update. The value is SQL: a literal, NULL, [a, list] of strings or of a vector's numbers, the name of
/// a column of the same type, and - + * / % of numbers and columns of numbers, with parentheses. It is computed from the row as
/// it was before the update. Integers are calculated in 64 bits, and what these or the column do not hold is an error; a division
/// of theirs leaves the fraction out. A float column with integers and floats is calculated in float, all else with a fraction in
/// double. A null operand makes null. The column's name is spelled as in the schema; those in the value are a Filter's.
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
