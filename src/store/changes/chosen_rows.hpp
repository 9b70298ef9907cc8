#pragma once

#include "kinora/base/result.hpp"
#include "kinora/search/row_selection.hpp"
#include "store/open_version.hpp"

#include <string_view>

namespace kinora::changes {

/// The live rows that a change is to change, one byte a physical row. No condition at all is refused: what changes every row says
/// so. Errors: kInvalidArgument (no condition), kFilterSyntax, kFilterType.
[[nodiscard]] Result<RowSelection> choose_rows(const OpenVersion& version, std::string_view where);

}  // namespace kinora::changes
