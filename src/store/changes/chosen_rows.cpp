#include "store/changes/chosen_rows.hpp"

namespace kinora::changes {

Result<RowSelection> choose_rows(const OpenVersion& version, std::string_view where) {
  if (where.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "there is no condition that says which rows to change",
                 .expected = "a condition such as year >= 1990",
                 .next_step = "Write true to change all rows"});
  return version.select_physical(where);
}

}  // namespace kinora::changes
